// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NAMED_TEXTS_H
#define NEXSIM_NAMED_TEXTS_H

#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief Names with values as text, in order: the parameters of a sweep point. */
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

} // namespace nexsim

#endif // NEXSIM_NAMED_TEXTS_H
