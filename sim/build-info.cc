// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/build-info.h"

#include <nexsim-git-commit.h>

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
                                     NEXSIM_NS3_VERSION};
    return kInfo;
}

} // namespace nexsim
