// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_JSON_DOCUMENT_BUILDER_H
#define NEXSIM_JSON_DOCUMENT_BUILDER_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/json-syntax-error.h"
#include "sim/scenario/text-cursor.h"

#include <cstddef>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace nexsim
{

/**
 * @brief Iterates over a text and lets somebody else see how far nlohmann's lexer has come: its
 * events carry no positions.
 */
class CountingIterator
{
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, std::size_t* consumed) : m_at(at), m_consumed(consumed) {}

    reference operator*() const
    {
        return *m_at;
    }

    CountingIterator& operator++()
    {
        ++m_at;
        ++*m_consumed;
        return *this;
    }

    CountingIterator operator++(int)
    {
        CountingIterator before = *this;
        ++*this;
        return before;
    }

    friend bool operator==(const CountingIterator& a, const CountingIterator& b)
    {
        return a.m_at == b.m_at;
    }

    friend bool operator!=(const CountingIterator& a, const CountingIterator& b)
    {
        return a.m_at != b.m_at;
    }

  private:
    const char* m_at;
    std::size_t* m_consumed;
};

/**
 * @brief Builds the document from nlohmann's events, and knows at each of them where the token
 * began: the first character after the last token that is neither space nor `,` nor `:`.
 */
class JsonDocumentBuilder : public nlohmann::json_sax<Json>
{
  public:
    JsonDocumentBuilder(std::string_view text, JsonDocument& document, Diagnostics& diagnostics)
        : m_text(text), m_cursor(text), m_document(document), m_diagnostics(diagnostics)
    {
    }

    std::size_t* Consumed()
    {
        return &m_consumed;
    }

    bool null() override
    {
        return Value(nullptr);
    }

    bool boolean(bool value) override
    {
        return Value(value);
    }

    bool number_integer(number_integer_t value) override
    {
        return Number(value);
    }

    bool number_unsigned(number_unsigned_t value) override
    {
        return Number(value);
    }

    bool number_float(number_float_t value, const string_t& written) override;

    bool string(string_t& value) override
    {
        return Value(std::move(value));
    }

    bool binary(binary_t& /*value*/) override
    {
        return false;
    }

    bool start_object(std::size_t /*size*/) override
    {
        return Open(Json::object());
    }

    bool start_array(std::size_t /*size*/) override
    {
        return Open(Json::array());
    }

    bool key(string_t& name) override;

    bool end_object() override
    {
        return Close();
    }

    bool end_array() override
    {
        return Close();
    }

    bool parse_error(std::size_t offset,
                     const std::string& token,
                     const nlohmann::json::exception& error) override;

  private:
    struct Level
    {
        Json* container = nullptr;
        std::string pointer;
        TextPosition begin;
        std::unordered_map<std::string, TextPosition> keys;
    };

    /// @return where the token that was just read begins
    std::size_t TokenBegin() const
    {
        const std::size_t at = m_text.find_first_not_of(" \t\n\r,:", m_end);
        return std::min(at, m_text.size());
    }

    void Error(TextPosition position, std::string pointer, std::string message)
    {
        m_diagnostics.Error(m_document.file, position, std::move(pointer), std::move(message));
    }

    std::string NextPointer() const;
    Json* Place(Json value, std::size_t begin);
    bool Value(Json value);
    bool Number(Json value);
    bool Open(Json container);
    bool Close();
    void TokenEnds(std::size_t end, std::size_t begin);

    std::string_view m_text;
    std::size_t m_consumed = 0; //!< by the lexer, which may be one character beyond the token
    std::size_t m_end = 0;      //!< of the last key, value or bracket
    TextCursor m_cursor;
    JsonDocument& m_document;
    Diagnostics& m_diagnostics;

    std::vector<Level> m_levels;
    std::string m_key;
    TextPosition m_keyPosition;
    bool m_duplicate = false; //!< the value of m_key has no place in the document
    std::list<Json> m_discarded;
    std::size_t m_values = 0;
    JsonProgress m_progress;
};

} // namespace nexsim

#endif // NEXSIM_JSON_DOCUMENT_BUILDER_H
