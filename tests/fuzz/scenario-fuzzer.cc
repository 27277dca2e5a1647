// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/fuzz/small-scenario.h"

using namespace nexsim;

/** @brief Any bytes are refused, or make a plan whose runs can be read from their own documents. */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const auto plan = fuzz::LoadSmallScenario(data, size);
    for (std::size_t i = 0; plan && i < plan->configurations.size(); ++i)
    {
        ReadRunDocument(RunDocument(plan->configurations[i], 0), FileFinder({}));
    }
    return 0;
}
