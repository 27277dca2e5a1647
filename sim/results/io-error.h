// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_IO_ERROR_H
#define NEXSIM_IO_ERROR_H

#include <stdexcept>
#include <string>

namespace nexsim
{

/**
 * @brief A file or folder could not be used; ends the program with ExitCode::Internal.
 *
 * what() reads "cannot <action> '<path>': <the system's text for the error number>".
 */
class IoError : public std::runtime_error
{
  public:
    /**
     * @param action what was tried, as in "write" or "create folder"
     * @param path the file or folder concerned
     * @param errorNumber the value of errno right after the failure
     */
    IoError(const std::string& action, const std::string& path, int errorNumber);

    /** @brief The file or folder concerned. */
    const std::string& GetPath() const
    {
        return m_path;
    }

    /** @brief The errno value, such as ENOSPC. */
    int GetErrorNumber() const
    {
        return m_errorNumber;
    }

  private:
    std::string m_path;
    int m_errorNumber;
};

} // namespace nexsim

#endif // NEXSIM_IO_ERROR_H
