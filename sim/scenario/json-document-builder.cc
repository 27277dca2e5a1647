// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-document-builder.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace nexsim
{

namespace
{

/// A decimal number: the digits without zeros at either end, and the power of ten of the last one.
struct DecimalForm
{
    std::string digits;
    long exponent = 0;

    friend bool operator==(const DecimalForm& a, const DecimalForm& b)
    {
        return a.digits == b.digits && (a.exponent == b.exponent || a.digits.empty());
    }
};

DecimalForm
ToDecimalForm(std::string_view number)
{
    DecimalForm form;
    const std::size_t e = std::min(number.find_first_of("eE"), number.size());
    if (e < number.size())
    {
        const std::size_t digits = e + (number[e + 1] == '+' ? 2 : 1);
        // An exponent beyond long is that of 0 or of a number refused as out of range.
        std::from_chars(number.data() + digits, number.data() + number.size(), form.exponent);
    }
    bool fraction = false;
    for (const char c : number.substr(0, e))
    {
        fraction = fraction || c == '.';
        if (c >= '0' && c <= '9')
        {
            form.digits += form.digits.empty() && c == '0' ? "" : std::string(1, c);
            form.exponent -= fraction ? 1 : 0;
        }
    }
    const std::size_t kept = form.digits.find_last_not_of('0') + 1;
    form.exponent += static_cast<long>(form.digits.size() - kept);
    form.digits.resize(kept);
    return form;
}

/// @return whether the shortest text that reads back as `value` is the number that was written.
bool
KeepsAllDigits(double value, std::string_view written)
{
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(),
                                   buffer.data() + buffer.size(),
                                   value,
                                   std::chars_format::scientific);
    const std::string_view shortest(buffer.data(),
                                    static_cast<std::size_t>(end.ptr - buffer.data()));
    return ToDecimalForm(shortest) == ToDecimalForm(written);
}

} // namespace

std::string
JsonDocumentBuilder::LevelPointer() const
{
    std::string pointer;
    for (std::size_t i = 1; i < m_levels.size(); ++i)
    {
        const Json& parent = *m_levels[i - 1].container;
        pointer = parent.is_array() ? ChildPointer(pointer, parent.size() - 1)
                                    : ChildPointer(pointer, m_levels[i].name);
    }
    return pointer;
}

std::string
JsonDocumentBuilder::NextPointer() const
{
    if (m_levels.empty())
    {
        return "";
    }
    const Json& container = *m_levels.back().container;
    return container.is_array() ? ChildPointer(LevelPointer(), container.size())
                                : ChildPointer(LevelPointer(), m_key);
}

std::string
JsonDocumentBuilder::PlaceText(std::size_t offset)
{
    const TextPosition position = m_places.At(offset);
    return "line " + std::to_string(position.line) + ", column " + std::to_string(position.column);
}

Json*
JsonDocumentBuilder::Place(Json value, std::size_t begin)
{
    if (++m_values > kJsonValueLimit)
    {
        Error(begin,
              NextPointer(),
              "the text has more than " + std::to_string(kJsonValueLimit) + " values");
        return nullptr;
    }
    if (m_levels.empty())
    {
        m_document.value = std::move(value);
        return &m_document.value;
    }
    Json& container = *m_levels.back().container;
    if (container.is_array())
    {
        container.push_back(std::move(value));
        return &container.back();
    }
    if (m_duplicate)
    {
        m_discarded.push_back(std::move(value));
        return &m_discarded.back();
    }
    // Past ordered_map, which would look through all keys; key() has seen that this one is new.
    auto& members = static_cast<Json::object_t::Container&>(container.get_ref<Json::object_t&>());
    members.emplace_back(m_key, std::move(value));
    return &members.back().second;
}

void
JsonDocumentBuilder::TokenEnds(std::size_t end, std::size_t begin)
{
    m_progress.offset = end;
    m_progress.lastOffset = begin;
    m_progress.afterNumber = false;
    m_progress.expects = JsonExpects::End;
    if (!m_levels.empty())
    {
        m_progress.expects = m_levels.back().container->is_array() ? JsonExpects::CommaOrBracket
                                                                   : JsonExpects::CommaOrBrace;
    }
}

bool
JsonDocumentBuilder::Value(Json value)
{
    const std::size_t begin = TokenBegin();
    const bool placed = Place(std::move(value), begin) != nullptr;
    TokenEnds(m_consumed, begin);
    return placed;
}

bool
JsonDocumentBuilder::Number(Json value)
{
    const std::size_t begin = TokenBegin();
    const bool placed = Place(std::move(value), begin) != nullptr;
    // The lexer has looked one character beyond a number, unless the text ends with it.
    const bool atEnd = m_consumed == m_text.size() && m_text.back() >= '0' && m_text.back() <= '9';
    TokenEnds(atEnd ? m_consumed : m_consumed - 1, begin);
    m_progress.afterNumber = true;
    return placed;
}

bool
JsonDocumentBuilder::number_float(number_float_t value, const string_t& written)
{
    const std::size_t begin = TokenBegin();
    const bool integer = written.find_first_of(".eE") == std::string::npos;
    if (integer)
    {
        Error(begin,
              NextPointer(),
              "the integer " + written + " is out of range; " +
                  (written.front() == '-' ? "the smallest is -9223372036854775808"
                                          : "the largest is 18446744073709551615"));
    }
    else if (!KeepsAllDigits(value, written))
    {
        Error(begin,
              NextPointer(),
              "the number " + written + " has more digits than can be kept; write at most 15");
    }
    return Number(value == 0 ? 0.0 : value);
}

bool
JsonDocumentBuilder::Open(Json container)
{
    const std::size_t begin = TokenBegin();
    if (m_levels.size() == kJsonDepthLimit)
    {
        Error(begin,
              NextPointer(),
              "more than " + std::to_string(kJsonDepthLimit) + " arrays and objects in each other");
        return false;
    }
    const bool array = container.is_array();
    Json* place = Place(std::move(container), begin);
    if (place == nullptr)
    {
        return false;
    }
    m_duplicate = false;
    m_levels.push_back({place, m_key, begin, m_keyBegins.size(), nullptr});
    TokenEnds(m_consumed, begin);
    m_progress.expects = array ? JsonExpects::FirstElement : JsonExpects::FirstKey;
    return true;
}

bool
JsonDocumentBuilder::Close()
{
    m_keyBegins.resize(m_levels.back().firstKey);
    m_levels.pop_back();
    TokenEnds(m_consumed, m_consumed - 1);
    return true;
}

std::optional<std::size_t>
JsonDocumentBuilder::FindMember(const std::string& name)
{
    constexpr std::size_t kMany = 16; // from then on an index is quicker than to compare all
    Level& level = m_levels.back();
    const auto& members = level.container->get_ref<const Json::object_t&>();
    if (members.size() < kMany)
    {
        const auto known = std::find_if(members.begin(), members.end(), [&](const auto& member) {
            return member.first == name;
        });
        return known == members.end() ? std::nullopt
                                      : std::optional<std::size_t>(known - members.begin());
    }
    if (level.index == nullptr)
    {
        level.index = std::make_unique<std::unordered_map<std::string, std::size_t>>();
        for (const auto& member : members)
        {
            level.index->emplace(member.first, level.index->size());
        }
    }
    const auto [known, isNew] = level.index->emplace(name, members.size());
    return isNew ? std::nullopt : std::optional(known->second);
}

bool
JsonDocumentBuilder::key(string_t& name)
{
    const std::size_t begin = TokenBegin();
    m_key = name;
    const auto known = FindMember(m_key);
    m_duplicate = known.has_value();
    if (m_duplicate)
    {
        Error(begin,
              NextPointer(),
              "duplicate key " + Quoted(m_key) + "; " +
                  PlaceText(m_keyBegins[m_levels.back().firstKey + *known]) + " has it already");
    }
    else
    {
        m_keyBegins.push_back(begin);
    }
    TokenEnds(m_consumed, begin);
    m_progress.expects = JsonExpects::Colon;
    return true;
}

bool
JsonDocumentBuilder::parse_error(std::size_t /*offset*/,
                                 const std::string& token,
                                 const nlohmann::json::exception& error)
{
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow)
    {
        Error(TokenBegin(), NextPointer(), "the number " + token + " is out of range");
        return false;
    }
    JsonProgress progress = m_progress;
    progress.opened = m_levels.empty() ? "" : PlaceText(m_levels.back().begin);
    const TextError reason = DescribeJsonError(m_text, progress);
    Error(reason.offset, LevelPointer(), reason.message);
    return false;
}

} // namespace nexsim
