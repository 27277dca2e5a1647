// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/section.h"

#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/rational.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

const Json&
EmptyObject()
{
    static const Json kEmpty = Json::object();
    return kEmpty;
}

/** @brief Nothing when the value is in the range. */
std::optional<std::string>
RangeFault(int64_t value, Range range, std::string (*show)(Dimension, int64_t), Dimension dimension)
{
    if (value < range.least)
    {
        return fmt::format("{} is too small; the least is {}",
                           show(dimension, value),
                           show(dimension, range.least));
    }
    if (value > range.most)
    {
        return fmt::format("{} is too large; the most is {}",
                           show(dimension, value),
                           show(dimension, range.most));
    }
    return std::nullopt;
}

std::string
ShowPlain(Dimension /*dimension*/, int64_t value)
{
    return std::to_string(value);
}

std::string
ShowAmount(Dimension dimension, int64_t value)
{
    return FormatQuantity(dimension, value);
}

} // namespace

Section::Section(const Json& json, std::string pointer, const ReadContext& context)
    : m_json(&json), m_pointer(std::move(pointer)), m_context(context)
{
    if (!json.is_object())
    {
        context.Error(m_pointer, "expected an object; got " + ShowJson(json));
        m_json = &EmptyObject();
    }
}

void
Section::CheckKeys(const std::vector<std::string>& known) const
{
    for (const auto& item : m_json->items())
    {
        const std::string& key = item.key();
        if (std::find(known.begin(), known.end(), key) == known.end())
        {
            m_context.KeyError(PointerTo(key),
                               "unknown key " + Quoted(key) + SuggestName(key, known));
        }
    }
}

const Json*
Section::Find(std::string_view key) const
{
    const auto member = m_json->find(std::string(key));
    return member == m_json->end() ? nullptr : &*member;
}

bool
Section::Require(std::string_view key, std::string_view example) const
{
    if (Find(key) != nullptr)
    {
        return true;
    }
    m_context.Error(
        m_pointer,
        fmt::format("the key {} is missing, such as {}: {}", Quoted(key), Quoted(key), example));
    return false;
}

std::optional<std::string>
Section::Text(std::string_view key) const
{
    const Json* value = Find(key);
    if (value == nullptr)
    {
        return std::nullopt;
    }
    if (!value->is_string())
    {
        Error(key, "expected a text in double quotes; got " + ShowJson(*value));
        return std::nullopt;
    }
    return value->get<std::string>();
}

std::optional<std::string>
Section::Word(std::string_view key, const std::vector<std::string>& words) const
{
    auto text = Text(key);
    if (!text || std::find(words.begin(), words.end(), *text) != words.end())
    {
        return text;
    }
    const auto nearest = NearestName(*text, words);
    Error(key,
          "expected one of " + QuotedList(words) + "; got " + Quoted(*text) +
              (nearest ? "; did you mean " + Quoted(*nearest) + "?" : ""));
    return std::nullopt;
}

std::optional<std::string>
Section::Word(const GrammarKey& key) const
{
    return Word(key.name, key.words);
}

std::optional<int64_t>
Section::Integer(const GrammarKey& key) const
{
    return Integer(key.name, key.range);
}

std::optional<int64_t>
Section::Amount(const GrammarKey& key) const
{
    return Amount(key.name, key.dimension, key.range);
}

std::optional<int64_t>
Section::Integer(std::string_view key, Range range) const
{
    const Json* value = Find(key);
    if (value == nullptr)
    {
        return std::nullopt;
    }
    if (!value->is_number_integer())
    {
        Error(key, "expected a whole number; got " + ShowJson(*value));
        return std::nullopt;
    }
    if (value->is_number_unsigned() &&
        value->get<uint64_t>() > static_cast<uint64_t>(std::max<int64_t>(range.most, 0)))
    {
        Error(key, fmt::format("{} is too large; the most is {}", value->dump(), range.most));
        return std::nullopt;
    }
    const auto number = value->get<int64_t>();
    if (const auto fault = RangeFault(number, range, ShowPlain, Dimension::Count))
    {
        Error(key, *fault);
        return std::nullopt;
    }
    return number;
}

std::optional<int64_t>
Section::Amount(std::string_view key, Dimension dimension, Range range) const
{
    const Json* value = Find(key);
    return value == nullptr ? std::nullopt
                            : ReadAmount(*value, PointerTo(key), dimension, range, m_context);
}

std::optional<std::vector<std::string>>
Section::Texts(std::string_view key) const
{
    const Json* value = Find(key);
    if (value == nullptr)
    {
        return std::nullopt;
    }
    if (!value->is_array())
    {
        Error(key, "expected a list of texts; got " + ShowJson(*value));
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < value->size(); ++i)
    {
        const Json& element = (*value)[i];
        if (!element.is_string())
        {
            m_context.Error(ChildPointer(PointerTo(key), i),
                            "expected a text in double quotes; got " + ShowJson(element));
            return std::nullopt;
        }
        texts.push_back(element.get<std::string>());
    }
    return texts;
}

void
Section::Error(std::string_view key, std::string message) const
{
    m_context.Error(Has(key) ? PointerTo(key) : m_pointer, std::move(message));
}

void
Section::Warning(std::string_view key, std::string message) const
{
    m_context.KeyWarning(PointerTo(key), std::move(message));
}

std::string
Section::PointerTo(std::string_view key) const
{
    return ChildPointer(m_pointer, key);
}

std::optional<int64_t>
ReadAmount(const Json& json,
           const std::string& pointer,
           Dimension dimension,
           Range range,
           const ReadContext& context)
{
    if (!json.is_string())
    {
        context.Error(pointer,
                      "expected " + ExpectedQuantity(dimension) + "; got " + ShowJson(json));
        return std::nullopt;
    }
    const auto amount = ParseQuantity(json.get_ref<const std::string&>(), dimension);
    if (!amount)
    {
        context.Error(pointer, amount.Error().message);
        return std::nullopt;
    }
    if (const auto fault = RangeFault(amount->value, range, ShowAmount, dimension))
    {
        context.Error(pointer, *fault);
        return std::nullopt;
    }
    return amount->value;
}

std::optional<int64_t>
ReadRatio(const Json& json, const std::string& pointer, Range range, const ReadContext& context)
{
    if (!json.is_number())
    {
        return ReadAmount(json, pointer, Dimension::Ratio, range, context);
    }
    constexpr int64_t kParts = 1'000'000'000;
    const auto number = FromDouble(json.get<double>());
    const auto parts = number ? Multiply(*number, kParts) : std::nullopt;
    const auto whole = parts ? RoundToInt64(*parts) : std::nullopt;
    if (!whole)
    {
        context.Error(pointer, json.dump() + " is out of range");
        return std::nullopt;
    }
    if (const auto fault = RangeFault(*whole, range, ShowAmount, Dimension::Ratio))
    {
        context.Error(pointer, *fault);
        return std::nullopt;
    }
    return whole;
}

} // namespace nexsim
