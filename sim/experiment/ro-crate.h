// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RO_CRATE_H
#define NEXSIM_RO_CRATE_H

#include "sim/experiment/finished-experiment.h"

#include <string>

namespace nexsim
{

/**
 * @brief The text of ro-crate-metadata.json, which makes an experiment's folder an RO-Crate 1.1 by the
 * profile Process Run Crate 0.5.
 *
 * Each run is a CreateAction of nexsim: its resolved scenario and the files and libraries it was made
 * from (with the hashes of their contents) in, its result files out; one more makes the tables of
 * the experiment. Times, persons and hosts are not recorded in results, so they are not here either.
 *
 * Source: https://w3id.org/ro/wfrun/process/0.5, https://w3id.org/ro/crate/1.1
 * @param license of the results, a URL; empty for none
 * @param date of publication, "2026-01-31"
 */
std::string RoCrate(const FinishedExperiment& experiment,
                    const std::string& license,
                    const std::string& date);

/** @brief The day, in UTC, on which experiment.json was written last. */
std::string DateOf(const FinishedExperiment& experiment);

} // namespace nexsim

#endif // NEXSIM_RO_CRATE_H
