// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TIES_TEXT_H
#define NEXSIM_TIES_TEXT_H

#include "sim/results/run-record.h"

#include <string>

namespace nexsim
{

/**
 * @brief For people: at which queues, buffers and cores simultaneous events met, how their order was
 * decided, and how to find out whether it matters.
 */
std::string ToText(const TiesRecord& ties);

} // namespace nexsim

#endif // NEXSIM_TIES_TEXT_H
