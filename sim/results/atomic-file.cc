// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/atomic-file.h"

#include "sim/results/io-error.h"
#include "sim/results/temporary-name.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace nexsim
{

AtomicFile::AtomicFile(std::string path)
    : m_path(std::move(path)), m_temporary(TemporaryName(m_path))
{
}

AtomicFile::~AtomicFile()
{
    if (!m_isCommitted)
    {
        ::unlink(m_temporary.GetPath().c_str());
    }
}

void
AtomicFile::Write(std::string_view text)
{
    m_temporary.Write(text);
}

void
AtomicFile::Commit()
{
    m_temporary.Close();
    if (::rename(m_temporary.GetPath().c_str(), m_path.c_str()) != 0)
    {
        throw IoError("write", m_path, errno);
    }
    m_isCommitted = true;
    const std::string folder = std::filesystem::path(m_path).parent_path().string();
    SyncFolder(folder.empty() ? "." : folder);
}

void
WriteFileAtomically(const std::string& path, std::string_view text)
{
    AtomicFile file(path);
    file.Write(text);
    file.Commit();
}

} // namespace nexsim
