// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/data-folder.h"

#include <cstdlib>
#include <system_error>

namespace nexsim
{

std::filesystem::path
DataFolder()
{
    if (const char* given = std::getenv("NEXSIM_DATA"))
    {
        return given;
    }
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    for (const char* place : {"../scenarios/data", "../share/nexsim/scenarios/data"})
    {
        const auto folder = (program / place).lexically_normal();
        if (std::filesystem::is_directory(folder, failed))
        {
            return folder;
        }
    }
    return {};
}

} // namespace nexsim
