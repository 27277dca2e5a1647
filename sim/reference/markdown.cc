// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/markdown.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

std::string
Row(const std::vector<std::string>& cells)
{
    std::string row = "|";
    for (const std::string& cell : cells)
    {
        row += ' ';
        for (const char c : cell)
        {
            row += c == '|' ? "\\|" : std::string(1, c);
        }
        row += " |";
    }
    return row + "\n";
}

} // namespace

std::string
MarkdownTable(const std::vector<std::string>& headers,
              const std::vector<std::vector<std::string>>& rows)
{
    std::string table = Row(headers) + Row(std::vector<std::string>(headers.size(), "---"));
    for (const auto& cells : rows)
    {
        table += Row(cells);
    }
    return table;
}

std::string
Code(const std::string& text)
{
    return "`" + text + "`";
}

std::string
WrittenBy(const std::string& page)
{
    return fmt::format("<!-- Written by `nexsim describe --markdown {}`; "
                       "tests/reference/run build --write renews it. -->\n",
                       page);
}

} // namespace nexsim
