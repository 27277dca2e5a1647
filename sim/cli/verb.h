// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_VERB_H
#define NEXSIM_VERB_H

#include "sim/results/exit-code.h"

#include <CLI/CLI.hpp>

namespace nexsim
{

/** @brief One verb of the command line, such as "run"; each has a file of its own. */
class Verb
{
  public:
    virtual ~Verb() = default;

    /** @brief Declares the verb and its options; returns its part of the program. */
    virtual CLI::App* Declare(CLI::App& program) = 0;

    /** @brief Does it, with the options as parsed. */
    virtual ExitCode Execute() = 0;
};

} // namespace nexsim

#endif // NEXSIM_VERB_H
