// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OMNETPP_EXPORT_H
#define NEXSIM_OMNETPP_EXPORT_H

#include "sim/experiment/finished-experiment.h"

#include <cstddef>
#include <string>

namespace nexsim
{

/**
 * @brief Writes the runs of an experiment as result files of OMNeT++, format version 3: per run a
 * "<id>.sca" with its scalars and latency histograms, and a "<id>.vec" when it has series.
 *
 * experiment, measurement, replication and iteration variables are as OMNeT++ has them; the measurement
 * is the variant with its parameters. A path "sw/port[a]/queue/length" becomes the scalar "length" of
 * module "sw.port[a].queue". Integers stay integers in their base units, time stamps of vectors are
 * seconds, exactly. A histogram lists our buckets between an underflow and an overflow bin; squares of
 * its values are not known, so it has no stddev and no sqrsum.
 *
 * Source: OMNeT++ Simulation Manual, appendix "Native Result File Formats".
 * @param folder made if it is not there; files of the same names are replaced
 * @return files written
 * @throw IoError; std::invalid_argument from a table that is none
 */
std::size_t WriteOmnetpp(const FinishedExperiment& experiment, const std::string& folder);

} // namespace nexsim

#endif // NEXSIM_OMNETPP_EXPORT_H
