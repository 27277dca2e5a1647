// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-positions.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/text-cursor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief Goes once through a text that is JSON. */
class PositionScanner
{
  public:
    PositionScanner(std::string_view text,
                    std::unordered_map<std::string, JsonPositions::Entry>& entries)
        : m_text(text), m_places(text), m_entries(entries)
    {
    }

    void Scan()
    {
        const TextPosition here = Begin();
        Value("", here, here);
    }

  private:
    /// @return the next token's place
    TextPosition Begin()
    {
        m_at = std::min(m_text.find_first_not_of(" \t\n\r,:", m_at), m_text.size());
        return m_places.At(m_at);
    }

    bool IsAt(char c) const
    {
        return m_at >= m_text.size() || m_text[m_at] == c;
    }

    void Value(std::string pointer, TextPosition key, TextPosition here)
    {
        const char first = m_text[m_at];
        if (first == '{' || first == '[')
        {
            ++m_at;
            first == '{' ? Members(pointer) : Elements(pointer);
            ++m_at;
        }
        else if (first == '"')
        {
            SkipString();
        }
        else
        {
            m_at = std::min(m_text.find_first_of(",]} \t\n\r", m_at), m_text.size());
        }
        m_entries.emplace(std::move(pointer), JsonPositions::Entry{key, here});
    }

    void Members(const std::string& pointer)
    {
        for (TextPosition key = Begin(); !IsAt('}'); key = Begin())
        {
            const std::size_t begin = m_at;
            SkipString();
            const std::string_view written = m_text.substr(begin, m_at - begin);
            const TextPosition value = Begin();
            Value(ChildPointer(pointer, Unescaped(written)), key, value);
        }
    }

    void Elements(const std::string& pointer)
    {
        std::size_t index = 0;
        for (TextPosition here = Begin(); !IsAt(']'); here = Begin())
        {
            Value(ChildPointer(pointer, index), here, here);
            ++index;
        }
    }

    void SkipString()
    {
        ++m_at;
        while (!IsAt('"'))
        {
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        }
        ++m_at;
    }

    static std::string Unescaped(std::string_view written)
    {
        return written.find('\\') == std::string_view::npos
                   ? std::string(written.substr(1, written.size() - 2))
                   : nlohmann::json::parse(written).get<std::string>();
    }

    std::string_view m_text;
    TextPlaces m_places;
    std::unordered_map<std::string, JsonPositions::Entry>& m_entries;
    std::size_t m_at = 0;
};

} // namespace

JsonPositions::Entry
JsonPositions::Find(std::string_view pointer) const
{
    if (m_text.empty())
    {
        return {};
    }
    if (m_entries.empty())
    {
        PositionScanner(m_text, m_entries).Scan();
    }
    std::string enclosing(pointer);
    auto entry = m_entries.find(enclosing);
    while (entry == m_entries.end() && !enclosing.empty())
    {
        enclosing = ParentPointer(enclosing);
        entry = m_entries.find(enclosing);
    }
    return entry == m_entries.end() ? Entry{} : entry->second;
}

TextPosition
JsonPositions::ValueAt(std::string_view pointer) const
{
    return Find(pointer).value;
}

TextPosition
JsonPositions::KeyAt(std::string_view pointer) const
{
    return Find(pointer).key;
}

} // namespace nexsim
