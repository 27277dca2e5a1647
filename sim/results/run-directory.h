// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_DIRECTORY_H
#define NEXSIM_RUN_DIRECTORY_H

#include "sim/results/file-writer.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief The folder of one run, which is either whole or absent.
 *
 * The files are written in a temporary folder beside the final one. Commit() brings them to the disk
 * and renames the folder; without Commit() the destructor removes it. What a killed process leaves is
 * removed by RemoveStaleTemporaries() at the start of the next experiment.
 */
class RunDirectory
{
  public:
    /**
     * @brief Create the temporary folder, and the folders above it where they are missing.
     * @param runs the folder of all runs, as in "results/<name>/runs"
     * @param id the run's id, a plain file name
     * @throw IoError
     */
    RunDirectory(const std::string& runs, const std::string& id);
    ~RunDirectory();
    RunDirectory(const RunDirectory&) = delete;
    RunDirectory& operator=(const RunDirectory&) = delete;

    /**
     * @brief Create a file in the folder; it stays open until Commit() or until closed.
     * @param name a plain file name, new in this folder
     * @return a writer owned by this object
     * @throw IoError; std::invalid_argument for a name that is a path or already taken
     */
    FileWriter& Create(const std::string& name);

    /** @brief Bytes written to all files so far. */
    std::int64_t GetBytes() const;

    /** @brief Create a file with this content. */
    void Write(const std::string& name, std::string_view text);

    /**
     * @brief Close every file, bring all to the disk and give the folder its name, replacing in one
     * step a run of the same id. Nothing may be created afterwards.
     * @throw IoError, after which no part of the new run is left
     */
    void Commit();

    /** @brief The folder's final path, "<runs>/<id>". */
    const std::string& GetPath() const
    {
        return m_path;
    }

  private:
    std::string m_runs;
    std::string m_path;
    std::string m_temporary; //!< empty once committed
    std::vector<std::unique_ptr<FileWriter>> m_files;
};

} // namespace nexsim

#endif // NEXSIM_RUN_DIRECTORY_H
