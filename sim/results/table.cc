// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/table.h"

#include "sim/results/wrapped-text.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::size_t kGap = 2; //!< spaces between columns

bool
StartsCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

/** @brief Bytes of the first so many characters. */
std::size_t
BytesOf(std::string_view text, std::size_t characters)
{
    std::size_t bytes = 0;
    for (; bytes < text.size(); ++bytes)
    {
        if (StartsCharacter(text[bytes]) && characters-- == 0)
        {
            break;
        }
    }
    return bytes;
}

/** @brief Break a text into lines of at most this many characters. */
std::vector<std::string>
Wrap(std::string_view text, std::size_t width)
{
    std::vector<std::string> lines;
    while (Characters(text) > width)
    {
        const std::size_t limit = BytesOf(text, width);
        // A blank right behind the last character that fits breaks the line as well.
        const std::size_t last = text[limit] == ' ' ? limit : limit - 1;
        const std::size_t after = text.find_last_of(" ,/", last);
        const std::size_t size = after == std::string_view::npos ? limit : after + 1;
        lines.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    lines.emplace_back(text);
    return lines;
}

void
TrimRight(std::string& line)
{
    line.erase(line.find_last_not_of(' ') + 1);
}

} // namespace

void
TextTable::AddColumn(std::string header, Align align)
{
    m_columns.push_back({std::move(header), align});
}

void
TextTable::AddRow(std::vector<std::string> cells)
{
    if (cells.size() != m_columns.size())
    {
        throw std::invalid_argument("a table row has " + std::to_string(cells.size()) +
                                    " cells for " + std::to_string(m_columns.size()) + " columns");
    }
    m_rows.push_back(std::move(cells));
}

std::size_t
TextTable::Width(std::size_t column, std::size_t cap) const
{
    std::size_t width = Characters(m_columns[column].header);
    for (const auto& row : m_rows)
    {
        width = std::max(width, Characters(row[column]));
    }
    return std::min(width, cap);
}

std::string
TextTable::ToText(std::size_t width) const
{
    if (m_columns.empty())
    {
        return "";
    }
    const std::size_t cap = (width - kGap) / 2;
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < m_columns.size(); ++column)
    {
        widths.push_back(Width(column, cap));
    }
    std::string text;
    std::vector<std::size_t> block{0};
    std::size_t used = widths[0];
    for (std::size_t column = 1; column < m_columns.size(); ++column)
    {
        if (used + kGap + widths[column] > width)
        {
            text += Block(block, widths) + "\n";
            block = {0};
            used = widths[0];
        }
        block.push_back(column);
        used += kGap + widths[column];
    }
    return text + Block(block, widths);
}

std::string
TextTable::Block(const std::vector<std::size_t>& columns,
                 const std::vector<std::size_t>& widths) const
{
    std::vector<std::string> headers;
    for (const Column& column : m_columns)
    {
        headers.push_back(column.header);
    }
    std::size_t used = kGap * (columns.size() - 1);
    for (const std::size_t column : columns)
    {
        used += widths[column];
    }
    std::string text = Row(headers, columns, widths) + std::string(used, '-') + "\n";
    for (const auto& row : m_rows)
    {
        text += Row(row, columns, widths);
    }
    return text;
}

std::string
TextTable::Row(const std::vector<std::string>& cells,
               const std::vector<std::size_t>& columns,
               const std::vector<std::size_t>& widths) const
{
    std::vector<std::vector<std::string>> wrapped;
    std::size_t height = 0;
    for (const std::size_t column : columns)
    {
        wrapped.push_back(Wrap(cells[column], widths[column]));
        height = std::max(height, wrapped.back().size());
    }
    std::string text;
    for (std::size_t i = 0; i < height; ++i)
    {
        std::string line;
        for (std::size_t j = 0; j < columns.size(); ++j)
        {
            std::string cell = i < wrapped[j].size() ? wrapped[j][i] : "";
            TrimRight(cell);
            const std::string padding(widths[columns[j]] - Characters(cell), ' ');
            const bool left = m_columns[columns[j]].align == Align::Left;
            line +=
                (j == 0 ? "" : std::string(kGap, ' ')) + (left ? cell + padding : padding + cell);
        }
        TrimRight(line);
        text += line + "\n";
    }
    return text;
}

} // namespace nexsim
