// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/window-name.h"

#include "sim/scenario/quantity-text.h"

#include <fmt/format.h>

namespace nexsim
{

std::string
WindowPath(const std::string& path, const WindowSpec& window)
{
    return fmt::format("{}@{}-{}",
                       path,
                       FormatQuantity(Dimension::Time, window.from.Value()),
                       FormatQuantity(Dimension::Time, window.to.Value()));
}

} // namespace nexsim
