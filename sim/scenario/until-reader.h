// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_UNTIL_READER_H
#define NEXSIM_UNTIL_READER_H

#include "sim/scenario/section.h"

#include <string>

namespace nexsim
{

/**
 * @brief "until": a condition over metrics, whose form is checked here.
 *
 * Whether its names are those of metrics is known only when the models are there.
 *
 * @return its text; empty where it is missing or faulty
 */
std::string ReadUntil(const Section& root);

} // namespace nexsim

#endif // NEXSIM_UNTIL_READER_H
