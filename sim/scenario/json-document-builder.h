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
#include <memory>
#include <optional>
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
 * @brief Builds the document from nlohmann's events.
 *
 * Keeps byte offsets only; lines, columns and pointers are made when a message needs them. A token
 * begins with the first character after the last one that is neither space nor `,` nor `:`.
 */
class JsonDocumentBuilder : public nlohmann::json_sax<Json>
{
  public:
    JsonDocumentBuilder(std::string_view text, JsonDocument& document, Diagnostics& diagnostics)
        : m_text(text), m_places(text), m_document(document), m_diagnostics(diagnostics)
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
        return Value(value); // a copy: the lexer goes on with the room that it has made
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
        std::string name; //!< the key of the container, if it has one
        std::size_t begin = 0;
        std::size_t firstKey = 0; //!< index into m_keyBegins
        /// By key the number of the member; only of an object of many.
        std::unique_ptr<std::unordered_map<std::string, std::size_t>> index;
    };

    /// @return where the token that was just read begins
    std::size_t TokenBegin() const
    {
        std::size_t at = m_progress.offset;
        while (at < m_text.size() &&
               (m_text[at] == ' ' || m_text[at] == '\n' || m_text[at] == ',' || m_text[at] == ':' ||
                m_text[at] == '\t' || m_text[at] == '\r'))
        {
            ++at;
        }
        return at;
    }

    void Error(std::size_t offset, std::string pointer, std::string message)
    {
        m_diagnostics.Error(m_document.file,
                            m_places.At(offset),
                            std::move(pointer),
                            std::move(message));
    }

    /// @return the number of the member of this key in the innermost object, if it has one
    std::optional<std::size_t> FindMember(const std::string& name);
    std::string LevelPointer() const;
    std::string NextPointer() const;
    std::string PlaceText(std::size_t offset);
    Json* Place(Json value, std::size_t begin);
    bool Value(Json value);
    bool Number(Json value);
    bool Open(Json container);
    bool Close();
    void TokenEnds(std::size_t end, std::size_t begin);

    std::string_view m_text;
    std::size_t m_consumed = 0; //!< by the lexer, which may be one character beyond the token
    TextPlaces m_places;
    JsonDocument& m_document;
    Diagnostics& m_diagnostics;

    std::vector<Level> m_levels;
    std::vector<std::size_t> m_keyBegins; //!< of the members of all levels, those refused left out
    std::string m_key;
    bool m_duplicate = false; //!< the value of m_key has no place in the document
    std::list<Json> m_discarded;
    std::size_t m_values = 0;
    JsonProgress m_progress; //!< without `opened`
};

} // namespace nexsim

#endif // NEXSIM_JSON_DOCUMENT_BUILDER_H
