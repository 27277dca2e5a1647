// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/plug-in.h"

#include "sim/build-info.h"
#include "sim/cli/usage-error.h"
#include "sim/scenario/type-catalogue.h"

#include <fmt/format.h>

#include <dlfcn.h>

#include <filesystem>

namespace nexsim
{

namespace
{

/** @brief Why dlopen refused a library; what it was built against shows in the symbol it misses. */
std::string
LoadFault(const std::string& why)
{
    const std::string kSymbol = "nexsim_abi_";
    const size_t at = why.find(kSymbol);
    if (at == std::string::npos)
    {
        return why;
    }
    const size_t end = why.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", at);
    return fmt::format("it was built against the headers of another nexsim, {}; this one is {}. "
                       "Build it again against the installed tree of this one",
                       why.substr(at, end == std::string::npos ? end : end - at),
                       GetBuildInfo().abi);
}

} // namespace

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
        // types stay registered. All symbols are bound before any of its code runs, so that what
        // was built against other headers does nothing.
        const std::string path = std::filesystem::absolute(library).string();
        if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr)
        {
            throw UsageError(fmt::format("--load {}: {}", library, LoadFault(dlerror())));
        }
        const std::vector<std::string> conflicts = TypeCatalogue().Conflicts();
        if (!conflicts.empty())
        {
            throw UsageError(fmt::format("--load {}: {}", library, fmt::join(conflicts, "; ")));
        }
    }
}

} // namespace nexsim
