// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_USAGE_ERROR_H
#define NEXSIM_USAGE_ERROR_H

#include <stdexcept>

namespace nexsim
{

/** @brief The command line asks for what cannot be; the program ends with ExitCode::Usage. */
class UsageError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

} // namespace nexsim

#endif // NEXSIM_USAGE_ERROR_H
