// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SHOW_JSON_H
#define NEXSIM_SHOW_JSON_H

#include "sim/scenario/json-reader.h"

#include <string>

namespace nexsim
{

/** @brief A JSON value as a message shows it: short, its kind recognisable. */
std::string ShowJson(const Json& value);

} // namespace nexsim

#endif // NEXSIM_SHOW_JSON_H
