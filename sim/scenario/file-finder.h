// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FILE_FINDER_H
#define NEXSIM_FILE_FINDER_H

#include "sim/scenario/outcome.h"

#include <filesystem>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A file as a scenario names it, and where it is. */
struct NamedFile
{
    std::string name;
    std::filesystem::path path;
};

/**
 * @brief Finds the files that a scenario names: beside it, then in the folders of shipped data.
 *
 * A name never leads out of these folders: it is relative, has no `..`, and no part of it is a
 * symbolic link. Without folders nothing is found.
 */
class FileFinder
{
  public:
    /** @param folders in the order in which they are looked through */
    explicit FileFinder(std::vector<std::filesystem::path> folders);

    /** @brief The path of a regular file; an error says what is wrong with the name. */
    Outcome<std::filesystem::path> Find(const std::string& name);

    /** @brief Every file that was found, in the order in which they were first asked for. */
    const std::vector<NamedFile>& Found() const
    {
        return m_found;
    }

    const std::vector<std::filesystem::path>& Folders() const
    {
        return m_folders;
    }

  private:
    Outcome<std::filesystem::path> LookFor(const std::string& name) const;

    std::vector<std::filesystem::path> m_folders;
    std::vector<NamedFile> m_found;
};

/**
 * @brief The folders for a scenario: its own, and of `data` those that hold files of one kind.
 * @param data the folder of shipped data; empty when there is none
 */
std::vector<std::filesystem::path> ScenarioFolders(const std::filesystem::path& scenario,
                                                   const std::filesystem::path& data);

} // namespace nexsim

#endif // NEXSIM_FILE_FINDER_H
