// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CSV_H
#define NEXSIM_CSV_H

#include "sim/results/text-sink.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief Writes comma-separated values as RFC 4180 has them, in every locale alike.
 *
 * A field that holds a comma, a quote or a line break is quoted. Numbers have a decimal point, and
 * doubles the shortest form that reads back equal. Lines end in LF, not CRLF, so that Unix tools and
 * diff read the files as they are; RFC 4180 readers accept both.
 *
 * Usage: Field()... EndRow(), repeatedly; the first row sets the number of columns.
 */
class CsvWriter
{
  public:
    /** @param sink receives the text; outlives the writer */
    explicit CsvWriter(TextSink& sink);

    CsvWriter& Field(std::string_view text);
    CsvWriter& Field(std::int64_t number);
    CsvWriter& Field(std::uint64_t number);
    /** @throw std::invalid_argument when the number is not finite, which the format cannot hold */
    CsvWriter& Field(double number);

    CsvWriter& Field(const char* text)
    {
        return Field(std::string_view(text));
    }

    /**
     * @brief Finish a row and hand it to the sink.
     * @throw std::logic_error when its number of fields differs from the first row's
     * @throw IoError from the sink
     */
    void EndRow();

  private:
    void Separate();

    TextSink& m_sink;
    std::string m_row;
    std::size_t m_fields{0};  //!< fields in the row under way
    std::size_t m_columns{0}; //!< fields of the first row; 0 before it ended
};

/** @brief Rows of fields, unquoted. */
using CsvRows = std::vector<std::vector<std::string>>;

/**
 * @brief Read what CsvWriter wrote; CRLF line ends are taken as well.
 * @throw std::invalid_argument naming the row of a stray quote, an open quote or a row of other length
 */
CsvRows ReadCsv(std::string_view text);

} // namespace nexsim

#endif // NEXSIM_CSV_H
