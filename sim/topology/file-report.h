// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FILE_REPORT_H
#define NEXSIM_FILE_REPORT_H

#include <cstddef>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What is wrong with a file, and what was made of it; each line begins with the place. */
class FileReport
{
  public:
    /** @param file as messages call it */
    explicit FileReport(std::string file);

    /** @param line counted from 1; 0 for the file as a whole */
    void Error(size_t line, const std::string& message);
    void Warning(size_t line, const std::string& message);

    const std::vector<std::string>& Errors() const
    {
        return m_errors;
    }

    const std::vector<std::string>& Warnings() const
    {
        return m_warnings;
    }

  private:
    std::string At(size_t line, const std::string& message) const;

    std::string m_file;
    std::vector<std::string> m_errors;
    std::vector<std::string> m_warnings;
};

/** @brief "a, b, c and 4 more". */
std::string ShortList(const std::vector<std::string>& names);

} // namespace nexsim

#endif // NEXSIM_FILE_REPORT_H
