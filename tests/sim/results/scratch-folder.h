// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEST_SCRATCH_FOLDER_H
#define NEXSIM_TEST_SCRATCH_FOLDER_H

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace nexsim::test
{

/** @brief An empty folder of its own for one test, removed at the end. */
class ScratchFolder
{
  public:
    ScratchFolder()
    {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "nexsim-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr)
        {
            throw std::system_error(errno, std::generic_category(), pattern);
        }
        m_path = pattern;
    }

    ~ScratchFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::string operator/(const std::string& name) const
    {
        return m_path + "/" + name;
    }

    const std::string& GetPath() const
    {
        return m_path;
    }

    /** @brief Names in a folder below, or in this one, sorted. */
    std::vector<std::string> List(const std::string& below = "") const
    {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(m_path + "/" + below))
        {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    std::string m_path;
};

} // namespace nexsim::test

#endif // NEXSIM_TEST_SCRATCH_FOLDER_H
