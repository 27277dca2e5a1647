// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MARKDOWN_H
#define NEXSIM_MARKDOWN_H

#include <string>
#include <vector>

namespace nexsim
{

/** @brief A table in Markdown; bars within cells are escaped. */
std::string MarkdownTable(const std::vector<std::string>& headers,
                          const std::vector<std::vector<std::string>>& rows);

/** @brief The text as code. */
std::string Code(const std::string& text);

/** @brief The line at the head of a page that says who writes it. */
std::string WrittenBy(const std::string& page);

} // namespace nexsim

#endif // NEXSIM_MARKDOWN_H
