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
 * @brief The fuzzer of scenarios with a planted bug, far behind the parser: a valid plan with three
 * replications of a network with three nodes. It must be found, or the fuzzing sees nothing.
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
    if (plan && plan->replications == 3)
    {
        const auto run = ReadRunDocument(RunDocument(plan->configurations[0], 0), FileFinder({}));
        if (run.nodes.size() == 3)
        {
            std::abort();
        }
    }
    return 0;
}
