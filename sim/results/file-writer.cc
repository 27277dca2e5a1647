// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/file-writer.h"

#include "sim/results/io-error.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::size_t kBufferBytes = 64 * 1024;

/** @brief A descriptor that closes itself. */
class Descriptor
{
  public:
    Descriptor(const std::string& path, int flags)
        : m_value(::open(path.c_str(), flags | O_CLOEXEC))
    {
        if (m_value < 0)
        {
            throw IoError("open", path, errno);
        }
    }

    ~Descriptor()
    {
        ::close(m_value);
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int Get() const
    {
        return m_value;
    }

  private:
    int m_value;
};

/** @brief fsync that accepts media without one, such as pipes and /dev/null. */
bool
Sync(int descriptor)
{
    return ::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP;
}

} // namespace

FileWriter::FileWriter(std::string path)
    : m_path(std::move(path)),
      m_descriptor(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666))
{
    if (m_descriptor < 0)
    {
        throw IoError("create", m_path, errno);
    }
}

FileWriter::~FileWriter()
{
    if (m_descriptor >= 0)
    {
        ::close(m_descriptor);
    }
}

void
FileWriter::Write(std::string_view text)
{
    m_buffer.append(text);
    m_bytes += static_cast<std::int64_t>(text.size());
    if (m_buffer.size() >= kBufferBytes)
    {
        Flush();
    }
}

void
FileWriter::Close()
{
    if (m_descriptor < 0)
    {
        return;
    }
    Flush();
    const bool synced = Sync(m_descriptor);
    const int syncError = errno;
    const bool closed = ::close(std::exchange(m_descriptor, -1)) == 0;
    if (!synced || !closed)
    {
        throw IoError("write", m_path, synced ? errno : syncError);
    }
}

void
FileWriter::Flush()
{
    std::string_view rest = m_buffer;
    while (!rest.empty())
    {
        const ssize_t written = ::write(m_descriptor, rest.data(), rest.size());
        if (written < 0)
        {
            if (errno == EINTR)
            {
                continue;
            }
            throw IoError("write", m_path, errno);
        }
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    m_buffer.clear();
}

std::string
ReadFile(const std::string& path)
{
    const Descriptor file(path, O_RDONLY);
    std::string content;
    std::array<char, kBufferBytes> chunk;
    for (;;)
    {
        const ssize_t count = ::read(file.Get(), chunk.data(), chunk.size());
        if (count == 0)
        {
            return content;
        }
        if (count > 0)
        {
            content.append(chunk.data(), static_cast<std::size_t>(count));
        }
        else if (errno != EINTR)
        {
            throw IoError("read", path, errno);
        }
    }
}

void
SyncFolder(const std::string& path)
{
    const Descriptor folder(path, O_RDONLY | O_DIRECTORY);
    if (!Sync(folder.Get()))
    {
        throw IoError("write", path, errno);
    }
}

} // namespace nexsim
