// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/plain-value.h"

#include "sim/scenario/nearest-name.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/section.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

std::string
Bound(const AttributeDescription& description, int64_t value)
{
    return description.kind == AttributeDescription::Kind::Integer
               ? std::to_string(value)
               : FormatQuantity(description.dimension, value);
}

/** @brief The value when it lies within the description's range; else an error is reported. */
std::optional<int64_t>
Within(const AttributeDescription& description,
       int64_t value,
       const std::string& pointer,
       const ReadContext& context)
{
    if (value < description.minimum)
    {
        context.Error(pointer,
                      fmt::format("{} is too small; the least is {}",
                                  Bound(description, value),
                                  Bound(description, description.minimum)));
        return std::nullopt;
    }
    if (value > description.maximum)
    {
        context.Error(pointer,
                      fmt::format("{} is too large; the most is {}",
                                  Bound(description, value),
                                  Bound(description, description.maximum)));
        return std::nullopt;
    }
    return value;
}

} // namespace

std::optional<int64_t>
ReadQuantityValue(const AttributeDescription& description,
                  const Json& value,
                  const std::string& pointer,
                  const ReadContext& context)
{
    if (description.dimension == Dimension::Ratio && value.is_number())
    {
        // An expression gives a ratio as a number.
        return ReadRatio(value, pointer, {description.minimum, description.maximum}, context);
    }
    if (!value.is_string())
    {
        context.Error(pointer,
                      fmt::format("expected {}; got {}",
                                  ExpectedQuantity(description.dimension),
                                  ShowJson(value)));
        return std::nullopt;
    }
    const auto text = value.get<std::string>();
    if (text == "unlimited" && description.mayBeUnlimited)
    {
        return kUnlimited;
    }
    const auto parsed = ParseQuantity(text, description.dimension);
    if (!parsed)
    {
        context.Error(pointer, parsed.Error().message);
        return std::nullopt;
    }
    return Within(description, parsed->value, pointer, context);
}

std::optional<int64_t>
ReadIntegerValue(const AttributeDescription& description,
                 const Json& value,
                 const std::string& pointer,
                 const ReadContext& context)
{
    if (!value.is_number_integer())
    {
        context.Error(pointer, "expected a whole number; got " + ShowJson(value));
        return std::nullopt;
    }
    const bool fits = !value.is_number_unsigned() || value.get<uint64_t>() <= INT64_MAX;
    return Within(description, fits ? value.get<int64_t>() : INT64_MAX, pointer, context);
}

std::optional<int64_t>
ReadChoiceValue(const AttributeDescription& description,
                const Json& value,
                const std::string& pointer,
                const ReadContext& context)
{
    const auto& choices = description.choices;
    const std::string word = value.is_string() ? value.get<std::string>() : "";
    const auto choice = std::find(choices.begin(), choices.end(), word);
    if (!value.is_string() || choice == choices.end())
    {
        context.Error(pointer,
                      fmt::format("expected one of {}; got {}{}",
                                  QuotedList(choices),
                                  ShowJson(value),
                                  value.is_string() ? SuggestName(word, choices) : ""));
        return std::nullopt;
    }
    return choice - choices.begin();
}

} // namespace nexsim
