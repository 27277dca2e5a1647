// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/record-reader.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace nexsim
{

RecordReader::RecordReader(const nlohmann::ordered_json& json, std::string pointer)
    : m_json(&json), m_pointer(std::move(pointer))
{
}

void
RecordReader::Fail(const std::string& expected) const
{
    throw RecordError((m_pointer.empty() ? "the document" : m_pointer) + " is not " + expected);
}

bool
RecordReader::Has(const char* key) const
{
    return m_json->is_object() && m_json->contains(key);
}

RecordReader
RecordReader::operator[](const char* key) const
{
    if (!Has(key))
    {
        throw RecordError(m_pointer + "/" + key + " is missing");
    }
    return RecordReader((*m_json)[key], m_pointer + "/" + key);
}

std::string
RecordReader::Text() const
{
    if (!m_json->is_string())
    {
        Fail("text");
    }
    return m_json->get<std::string>();
}

bool
RecordReader::Boolean() const
{
    if (!m_json->is_boolean())
    {
        Fail("true or false");
    }
    return m_json->get<bool>();
}

std::int64_t
RecordReader::Signed() const
{
    const bool tooLarge =
        m_json->is_number_unsigned() &&
        m_json->get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    if (!m_json->is_number_integer() || tooLarge)
    {
        Fail("a 64-bit integer");
    }
    return m_json->get<std::int64_t>();
}

std::uint64_t
RecordReader::Unsigned() const
{
    // A number built in memory is signed even when positive, one that was parsed is not.
    if (!m_json->is_number_unsigned() &&
        !(m_json->is_number_integer() && m_json->get<std::int64_t>() >= 0))
    {
        Fail("an unsigned 64-bit integer");
    }
    return m_json->get<std::uint64_t>();
}

std::uint64_t
RecordReader::Hash() const
{
    const std::string text = m_json->is_string() ? m_json->get<std::string>() : "";
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.size() != 16 || error != std::errc() || end != text.data() + text.size())
    {
        Fail("16 hexadecimal digits");
    }
    return value;
}

MetricValue
RecordReader::Number() const
{
    if (m_json->is_number_float())
    {
        return m_json->get<double>();
    }
    return Signed();
}

std::vector<RecordReader>
RecordReader::Elements() const
{
    if (!m_json->is_array())
    {
        Fail("an array");
    }
    std::vector<RecordReader> elements;
    elements.reserve(m_json->size());
    for (const auto& element : *m_json)
    {
        elements.emplace_back(element, m_pointer + "/" + std::to_string(elements.size()));
    }
    return elements;
}

std::vector<std::pair<std::string, RecordReader>>
RecordReader::Members() const
{
    if (!m_json->is_object())
    {
        Fail("an object");
    }
    std::vector<std::pair<std::string, RecordReader>> members;
    for (const auto& [name, value] : m_json->items())
    {
        members.emplace_back(name, RecordReader(value, m_pointer + "/" + name));
    }
    return members;
}

} // namespace nexsim
