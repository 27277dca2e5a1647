// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/build-info.h"

#include <nexsim-abi.h>
#include <nexsim-git-commit.h>

#define NEXSIM_TEXT(x) #x
#define NEXSIM_TEXT_OF(x) NEXSIM_TEXT(x)

const char NEXSIM_ABI_SYMBOL = 0;

namespace nexsim
{

const BuildInfo&
GetBuildInfo()
{
    // The macros come from CMake: sim/CMakeLists.txt.
    static constexpr BuildInfo kInfo{NEXSIM_VERSION,
                                     NEXSIM_GIT_COMMIT,
                                     NEXSIM_COMPILER,
                                     NEXSIM_BUILD_TYPE,
                                     NEXSIM_SANITIZERS,
                                     NEXSIM_NS3_VERSION,
                                     NEXSIM_TEXT_OF(NEXSIM_ABI_SYMBOL)};
    return kInfo;
}

} // namespace nexsim
