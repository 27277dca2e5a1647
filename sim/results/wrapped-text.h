// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WRAPPED_TEXT_H
#define NEXSIM_WRAPPED_TEXT_H

#include <cstddef>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief UTF-8 characters of a text. */
std::size_t Characters(std::string_view text);

/**
 * @brief Text broken at spaces into lines of at most 100 columns, each with its end of line.
 *
 * A word that is longer has a line of its own. Columns count UTF-8 characters.
 *
 * @param first before the first line
 * @param indent before the others
 */
std::string Wrapped(const std::string& text,
                    const std::string& first = "",
                    const std::string& indent = "");

} // namespace nexsim

#endif // NEXSIM_WRAPPED_TEXT_H
