// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TABLE_H
#define NEXSIM_TABLE_H

#include <cstddef>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Side of a column to which its cells move. */
enum class Align
{
    Left,
    Right
};

/**
 * @brief A plain-text table for a terminal of given width.
 *
 * Columns that do not fit beside each other go into further blocks below, each beginning with the
 * first column. A cell wider than half the table is continued on lines below it, broken after a space,
 * a comma or a slash where there is one. Widths count UTF-8 characters.
 */
class TextTable
{
  public:
    /** @brief Append a column; all columns come before the first row. */
    void AddColumn(std::string header, Align align);

    /**
     * @brief Append a row.
     * @throw std::invalid_argument when the number of cells is not that of the columns
     */
    void AddRow(std::vector<std::string> cells);

    /**
     * @brief The table as lines of at most this width, without spaces at their ends.
     * @param width at least 20
     */
    std::string ToText(std::size_t width = 100) const;

  private:
    struct Column
    {
        std::string header;
        Align align;
    };

    std::size_t Width(std::size_t column, std::size_t cap) const;
    std::string Block(const std::vector<std::size_t>& columns,
                      const std::vector<std::size_t>& widths) const;
    std::string Row(const std::vector<std::string>& cells,
                    const std::vector<std::size_t>& columns,
                    const std::vector<std::size_t>& widths) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace nexsim

#endif // NEXSIM_TABLE_H
