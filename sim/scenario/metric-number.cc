// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/metric-number.h"

#include "sim/scenario/expression-value.h"

namespace nexsim
{

std::optional<MetricNumber>
InMetricUnit(const Json& json)
{
    const auto value =
        json.is_structured() ? Outcome<ExpressionValue>(TextError{}) : ValueFromJson(json);
    if (!value)
    {
        return std::nullopt;
    }
    if (const auto* number = std::get_if<Rational>(&*value))
    {
        return MetricNumber{ToDouble(*number), "1"};
    }
    const auto* quantity = std::get_if<ExactQuantity>(&*value);
    if (quantity == nullptr)
    {
        return std::nullopt;
    }
    const double amount = ToDouble(quantity->value);
    switch (quantity->dimension)
    {
    case Dimension::Time:
        return MetricNumber{amount, "ps"};
    case Dimension::Rate:
        return MetricNumber{amount, "bps"};
    case Dimension::Size:
        return MetricNumber{amount, "B"};
    case Dimension::Count:
        return MetricNumber{amount, "packets"};
    case Dimension::Frequency:
        // The base unit is a millionth per second; "Hz" and "pps" tell what is counted.
        return MetricNumber{
            amount / 1e6,
            json.get_ref<const std::string&>().find("pps") == std::string::npos ? "Hz" : "pps"};
    case Dimension::Energy:
        return MetricNumber{amount / 1000, "pJ"};
    default:
        return std::nullopt;
    }
}

} // namespace nexsim
