// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/fuzz/small-scenario.h"

#include <cstdlib>

using namespace nexsim;

/**
 * @brief The fuzzer of scenarios with a planted bug, far behind the parser: a valid plan with three
 * replications of a network with three nodes. It must be found, or the fuzzing sees nothing.
 */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const auto plan = fuzz::LoadSmallScenario(data, size);
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
