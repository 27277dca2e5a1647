// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/plug-in.h"

#include "sim/cli/usage-error.h"
#include "sim/scenario/type-catalogue.h"

#include <fmt/format.h>

#include <dlfcn.h>

#include <filesystem>

namespace nexsim
{

void
LoadPlugIns(const std::vector<std::string>& libraries)
{
    for (const std::string& library : libraries)
    {
        if (!std::filesystem::exists(library))
        {
            throw UsageError(
                fmt::format("--load {}: there is no such file; expected a shared library that was "
                            "built against the installed nexsim",
                            library));
        }
        // An absolute path, since dlopen searches system folders for a bare name. Never closed: its
        // types stay registered.
        const std::string path = std::filesystem::absolute(library).string();
        if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr)
        {
            throw UsageError(fmt::format("--load {}: {}", library, dlerror()));
        }
        const std::vector<std::string> conflicts = TypeCatalogue().Conflicts();
        if (!conflicts.empty())
        {
            throw UsageError(fmt::format("--load {}: {}", library, fmt::join(conflicts, "; ")));
        }
    }
}

} // namespace nexsim
