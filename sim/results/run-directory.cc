// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/run-directory.h"

#include "sim/results/io-error.h"
#include "sim/results/temporary-name.h"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace fs = std::filesystem;

namespace nexsim
{

namespace
{

void
RequirePlainName(const std::string& name)
{
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
    {
        throw std::invalid_argument("'" + name + "' is no plain file name");
    }
}

void
RemoveFolder(const std::string& path)
{
    std::error_code ignored; // what is left is a stale temporary, removed at the next start
    fs::remove_all(path, ignored);
}

} // namespace

RunDirectory::RunDirectory(const std::string& runs, const std::string& id)
    : m_runs(runs), m_path((fs::path(runs) / id).string())
{
    RequirePlainName(id);
    std::error_code error;
    fs::create_directories(runs, error);
    if (error)
    {
        throw IoError("create folder", runs, error.value());
    }
    const std::string temporary = TemporaryName(m_path);
    RemoveFolder(temporary);
    if (!fs::create_directory(temporary, error))
    {
        throw IoError("create folder", temporary, error ? error.value() : EEXIST);
    }
    m_temporary = temporary;
}

RunDirectory::~RunDirectory()
{
    if (!m_temporary.empty())
    {
        m_files.clear();
        RemoveFolder(m_temporary);
    }
}

FileWriter&
RunDirectory::Create(const std::string& name)
{
    RequirePlainName(name);
    const std::string path = (fs::path(m_temporary) / name).string();
    if (m_temporary.empty() || fs::exists(path))
    {
        throw std::invalid_argument("'" + name + "' cannot be added to run folder '" + m_path +
                                    "'");
    }
    m_files.push_back(std::make_unique<FileWriter>(path));
    return *m_files.back();
}

std::int64_t
RunDirectory::GetBytes() const
{
    std::int64_t bytes = 0;
    for (const auto& file : m_files)
    {
        bytes += file->GetBytes();
    }
    return bytes;
}

void
RunDirectory::Write(const std::string& name, std::string_view text)
{
    FileWriter& file = Create(name);
    file.Write(text);
    file.Close();
}

void
RunDirectory::Commit()
{
    for (const auto& file : m_files)
    {
        file->Close();
    }
    SyncFolder(m_temporary);
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0)
    {
        // A folder that is not empty cannot be renamed over, so old and new change places.
        const bool taken = errno == ENOTEMPTY || errno == EEXIST;
        if (!taken ||
            ::renameat2(AT_FDCWD, m_temporary.c_str(), AT_FDCWD, m_path.c_str(), RENAME_EXCHANGE) !=
                0)
        {
            throw IoError("create folder", m_path, errno);
        }
        RemoveFolder(m_temporary);
    }
    m_temporary.clear();
    SyncFolder(m_runs);
}

} // namespace nexsim
