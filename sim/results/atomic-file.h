// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ATOMIC_FILE_H
#define NEXSIM_ATOMIC_FILE_H

#include "sim/results/file-writer.h"

#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief A file that readers see as it was before or whole, never in part.
 *
 * It is written under a temporary name in the same folder; Commit() brings it to the disk and renames
 * it. Without Commit() the destructor removes it.
 */
class AtomicFile : public TextSink
{
  public:
    /** @throw IoError when the folder takes no file */
    explicit AtomicFile(std::string path);
    ~AtomicFile() override;

    void Write(std::string_view text) override;

    /**
     * @brief Put the file in its place.
     * @throw IoError, after which the old file stands
     */
    void Commit();

  private:
    std::string m_path;
    FileWriter m_temporary;
    bool m_isCommitted{false};
};

/**
 * @brief Write a whole file through AtomicFile.
 * @throw IoError
 */
void WriteFileAtomically(const std::string& path, std::string_view text);

} // namespace nexsim

#endif // NEXSIM_ATOMIC_FILE_H
