// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/scenario-loader.h"
#include "tests/fuzz/small-scenario.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <cstdlib>

using namespace nexsim;

extern "C" int
LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/)
{
    ns3::Time::SetResolution(ns3::Time::PS);
    return 0;
}

/**
 * @brief Any bytes are refused with messages, or make a plan whose runs can be read from their own
 * documents. No file is opened: the text has no folder.
 */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const auto text = fuzz::SmallScenario(data, size);
    if (!text)
    {
        return 0;
    }
    Diagnostics diagnostics;
    const auto plan = LoadScenarioText(*text, "s", FileFinder({}), {}, diagnostics);
    if (plan.has_value() == diagnostics.HasErrors())
    {
        std::abort();
    }
    for (std::size_t i = 0; plan && i < plan->configurations.size(); ++i)
    {
        ReadRunDocument(RunDocument(plan->configurations[i], 0), FileFinder({}));
    }
    return 0;
}
