// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_TIMES_H
#define NEXSIM_RUN_TIMES_H

#include <map>
#include <string>

namespace nexsim
{

/** @brief Wall time of finished runs in seconds, by id. Only estimates of time rest on it. */
using RunTimes = std::map<std::string, double>;

/**
 * @brief From times.json of an experiment's folder.
 *
 * A file that is not there, or not what it should be, is no reason to fail: nothing is known then.
 */
RunTimes ReadRunTimes(const std::string& folder);

/** @throw IoError */
void WriteRunTimes(const std::string& folder, const RunTimes& times);

} // namespace nexsim

#endif // NEXSIM_RUN_TIMES_H
