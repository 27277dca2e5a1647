// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MALFORMED_TABLE_H
#define NEXSIM_MALFORMED_TABLE_H

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief A scenario that is wrong, and every line that nexsim must say about it.
 */
struct MalformedCase
{
    std::string table; //!< the file that holds it
    std::string title;
    std::string text;
    std::string messages; //!< without the file's name; one line each
};

/**
 * @brief Reads tests/sim/scenario/malformed/<name>.txt, below the working directory.
 *
 * A case is `## title`, the lines of the scenario, then one line `>> 2:5: error: ...` per message.
 */
std::vector<MalformedCase> ReadMalformedTable(const std::string& name);

} // namespace nexsim

#endif // NEXSIM_MALFORMED_TABLE_H
