// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/file-finder.h"

#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

namespace nexsim
{

namespace
{

namespace fs = std::filesystem;

constexpr std::size_t kLongestFileName = 1000;

/** @brief Nothing when the name may be looked for. */
std::optional<std::string>
NameFault(const std::string& name)
{
    const fs::path path(name);
    if (name.empty() || name.size() > kLongestFileName || name.find('\0') != std::string::npos)
    {
        return "expected the name of a file; got " + Quoted(name);
    }
    if (path.is_absolute())
    {
        return Quoted(name) + " is an absolute path; name a file beside the scenario or of the "
                              "shipped data";
    }
    const bool climbs =
        std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
    return climbs ? std::optional(Quoted(name) + " leads out of the scenario's folder; \"..\" is "
                                                 "not allowed")
                  : std::nullopt;
}

/** @brief True when a part of the name, below the folder, is a symbolic link. */
bool
PassesLink(const fs::path& folder, const fs::path& name)
{
    fs::path at = folder;
    std::error_code error;
    return std::any_of(name.begin(), name.end(), [&](const fs::path& part) {
        at /= part;
        return fs::is_symlink(fs::symlink_status(at, error));
    });
}

std::vector<std::string>
FilesIn(const std::vector<fs::path>& folders)
{
    std::vector<std::string> names;
    for (const fs::path& folder : folders)
    {
        std::error_code error;
        for (fs::directory_iterator file(folder, error), end; !error && file != end;
             file.increment(error))
        {
            names.push_back(file->path().filename().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

FileFinder::FileFinder(std::vector<fs::path> folders) : m_folders(std::move(folders)) {}

Outcome<fs::path>
FileFinder::Find(const std::string& name)
{
    const auto known = std::find_if(m_found.begin(), m_found.end(), [&](const NamedFile& file) {
        return file.name == name;
    });
    if (known != m_found.end())
    {
        return known->path;
    }
    auto path = LookFor(name);
    if (path)
    {
        m_found.push_back({name, *path});
    }
    return path;
}

Outcome<fs::path>
FileFinder::LookFor(const std::string& name) const
{
    if (const auto fault = NameFault(name))
    {
        return TextError{*fault, 0};
    }
    if (m_folders.empty())
    {
        return TextError{Quoted(name) + " cannot be found: this text has no folder", 0};
    }
    for (const fs::path& folder : m_folders)
    {
        const fs::path path = folder / name;
        std::error_code error;
        const fs::file_status status = fs::symlink_status(path, error);
        if (PassesLink(folder, name))
        {
            return TextError{Quoted(name) + " is reached through a symbolic link, which is not "
                                            "followed",
                             0};
        }
        if (fs::is_regular_file(status))
        {
            return path;
        }
        if (fs::exists(status))
        {
            return TextError{Quoted(name) + " is no regular file", 0};
        }
    }
    const auto nearest = NearestName(name, FilesIn(m_folders));
    return TextError{fmt::format("there is no file {} beside the scenario or in the shipped data{}",
                                 Quoted(name),
                                 nearest ? "; did you mean " + Quoted(*nearest) + "?" : ""),
                     0};
}

std::vector<fs::path>
ScenarioFolders(const fs::path& scenario, const fs::path& data)
{
    const fs::path own = scenario.parent_path();
    std::vector<fs::path> folders = {own.empty() ? fs::path(".") : own};
    if (data.empty())
    {
        return folders;
    }
    folders.push_back(data);
    std::vector<fs::path> kinds;
    std::error_code error;
    for (fs::directory_iterator entry(data, error), end; !error && entry != end;
         entry.increment(error))
    {
        if (entry->symlink_status().type() == fs::file_type::directory)
        {
            kinds.push_back(entry->path());
        }
    }
    std::sort(kinds.begin(), kinds.end());
    folders.insert(folders.end(), kinds.begin(), kinds.end());
    return folders;
}

} // namespace nexsim
