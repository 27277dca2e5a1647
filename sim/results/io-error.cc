// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/io-error.h"

#include <system_error>

namespace nexsim
{

IoError::IoError(const std::string& action, const std::string& path, int errorNumber)
    : std::runtime_error("cannot " + action + " '" + path +
                         "': " + std::generic_category().message(errorNumber)),
      m_path(path), m_errorNumber(errorNumber)
{
}

} // namespace nexsim
