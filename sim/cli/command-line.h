// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COMMAND_LINE_H
#define NEXSIM_COMMAND_LINE_H

#include "sim/results/exit-code.h"

namespace nexsim
{

/**
 * @brief The whole program: parses the arguments and executes the verb.
 *
 * Nothing escapes: an error becomes a message on standard error and an exit code.
 */
ExitCode RunCommandLine(int argc, char** argv);

} // namespace nexsim

#endif // NEXSIM_COMMAND_LINE_H
