// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FILE_WRITER_H
#define NEXSIM_FILE_WRITER_H

#include "sim/results/text-sink.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief A buffered file, created or truncated at construction.
 *
 * Nothing is known to be on disk before Close() has returned: a writer destroyed without Close()
 * drops its buffer, since whoever forgot to close was interrupted by an error already under way.
 */
class FileWriter : public TextSink
{
  public:
    /** @throw IoError when the file cannot be created */
    explicit FileWriter(std::string path);
    ~FileWriter() override;
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;

    void Write(std::string_view text) override;

    /**
     * @brief Bring every byte to the disk and close. A second call does nothing.
     * @throw IoError, also for errors that only appear now, such as a quota
     */
    void Close();

    /** @brief Bytes written so far, those still in the buffer included. */
    std::int64_t GetBytes() const
    {
        return m_bytes;
    }

    /** @brief The path given at construction. */
    const std::string& GetPath() const
    {
        return m_path;
    }

  private:
    void Flush();

    std::string m_path;
    std::string m_buffer;
    int m_descriptor;
    std::int64_t m_bytes{0};
};

/**
 * @brief The whole content of a file.
 * @throw IoError
 */
std::string ReadFile(const std::string& path);

/**
 * @brief Bring a folder's list of names to the disk, which a rename needs to survive a power cut.
 * @throw IoError
 */
void SyncFolder(const std::string& path);

} // namespace nexsim

#endif // NEXSIM_FILE_WRITER_H
