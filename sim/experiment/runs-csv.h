// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUNS_CSV_H
#define NEXSIM_RUNS_CSV_H

#include "sim/results/atomic-file.h"
#include "sim/results/csv.h"
#include "sim/results/run-record.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Writes runs.csv, one row per number: run, variant, the parameters, replication, metric,
 * value, unit.
 *
 * The file appears under its name with Commit(); before, what stood there stays.
 */
class RunsCsv
{
  public:
    /**
     * @param path of the file
     * @param parameters names of the sweep's parameters, in order of their columns
     * @throw IoError
     */
    RunsCsv(const std::string& path, std::vector<std::string> parameters);

    /**
     * @brief Append every metric of a run. A parameter that the run does not have stays empty, as in a
     * variant that does not use it.
     * @throw std::invalid_argument when the run has a parameter without a column
     * @throw IoError
     */
    void Add(const RunRecord& record);

    /** @throw IoError */
    void Commit();

  private:
    std::vector<std::string> Cells(const NamedTexts& parameters) const;

    AtomicFile m_file;
    CsvWriter m_writer;
    std::vector<std::string> m_parameters;
};

} // namespace nexsim

#endif // NEXSIM_RUNS_CSV_H
