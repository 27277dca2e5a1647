// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/csv.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace nexsim
{

CsvWriter::CsvWriter(TextSink& sink) : m_sink(sink) {}

void
CsvWriter::Separate()
{
    if (m_fields++ > 0)
    {
        m_row += ',';
    }
}

CsvWriter&
CsvWriter::Field(std::string_view text)
{
    Separate();
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
    {
        m_row.append(text);
        return *this;
    }
    m_row += '"';
    for (const char c : text)
    {
        m_row.append(c == '"' ? 2 : 1, c);
    }
    m_row += '"';
    return *this;
}

CsvWriter&
CsvWriter::Field(std::int64_t number)
{
    Separate();
    m_row += fmt::format("{}", number);
    return *this;
}

CsvWriter&
CsvWriter::Field(std::uint64_t number)
{
    Separate();
    m_row += fmt::format("{}", number);
    return *this;
}

CsvWriter&
CsvWriter::Field(double number)
{
    if (!std::isfinite(number))
    {
        throw std::invalid_argument("a CSV field is not finite");
    }
    Separate();
    m_row += fmt::format("{}", number);
    return *this;
}

void
CsvWriter::EndRow()
{
    if (m_columns == 0)
    {
        m_columns = m_fields;
    }
    if (m_fields == 0 || m_fields != m_columns)
    {
        throw std::logic_error(
            fmt::format("a CSV row has {} fields instead of {}", m_fields, m_columns));
    }
    // A row of one empty field would read as no row at all.
    m_row += m_row.empty() ? "\"\"\n" : "\n";
    m_sink.Write(m_row);
    m_row.clear();
    m_fields = 0;
}

namespace
{

/** @brief Splits a text into rows, one field at a time. */
class CsvReader
{
  public:
    explicit CsvReader(std::string_view text) : m_rest(text) {}

    CsvRows Read()
    {
        CsvRows rows;
        while (!m_rest.empty())
        {
            rows.push_back(ReadRow());
            if (rows.back().size() != rows.front().size())
            {
                Fail(fmt::format("{} fields instead of {}",
                                 rows.back().size(),
                                 rows.front().size()));
            }
            ++m_row;
        }
        return rows;
    }

  private:
    std::vector<std::string> ReadRow()
    {
        std::vector<std::string> row;
        do
        {
            row.push_back(Take('"') ? ReadQuoted() : ReadPlain());
        } while (Take(','));
        Take('\r');
        if (!Take('\n') && !m_rest.empty())
        {
            Fail("text after a closing quote, or a stray quote or carriage return");
        }
        return row;
    }

    std::string ReadPlain()
    {
        const std::string_view field = m_rest.substr(0, m_rest.find_first_of(",\"\r\n"));
        m_rest.remove_prefix(field.size());
        return std::string(field);
    }

    std::string ReadQuoted()
    {
        std::string field;
        for (;;)
        {
            const std::size_t quote = m_rest.find('"');
            if (quote == std::string_view::npos)
            {
                Fail("a quote that is never closed");
            }
            field.append(m_rest.substr(0, quote));
            m_rest.remove_prefix(quote + 1);
            if (!Take('"'))
            {
                return field;
            }
            field += '"';
        }
    }

    bool Take(char expected)
    {
        if (m_rest.empty() || m_rest.front() != expected)
        {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    [[noreturn]] void Fail(const std::string& what) const
    {
        throw std::invalid_argument(fmt::format("CSV row {}: {}", m_row, what));
    }

    std::string_view m_rest;
    std::size_t m_row{1}; //!< counts rows; a quoted line break does not start one
};

} // namespace

CsvRows
ReadCsv(std::string_view text)
{
    return CsvReader(text).Read();
}

} // namespace nexsim
