// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WINDOW_NAME_H
#define NEXSIM_WINDOW_NAME_H

#include "sim/scenario/scenario.h"

#include <string>

namespace nexsim
{

/** @brief The path of a metric over a part of the run: "web/throughput@20ms-40ms". */
std::string WindowPath(const std::string& path, const WindowSpec& window);

} // namespace nexsim

#endif // NEXSIM_WINDOW_NAME_H
