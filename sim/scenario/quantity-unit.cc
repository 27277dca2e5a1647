// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/quantity-unit.h"

#include "sim/scenario/nearest-name.h"

#include <algorithm>
#include <array>

namespace nexsim
{

namespace
{

constexpr int64_t kKilo = 1'000;
constexpr int64_t kMega = 1'000'000;
constexpr int64_t kGiga = 1'000'000'000;
constexpr int64_t kTera = 1'000'000'000'000;
constexpr int64_t kPeta = 1'000'000'000'000'000;

/// Within a dimension from small to large: FormatQuantity takes the last of equals.
constexpr std::array kUnits = {
    QuantityUnit{"ps", Dimension::Time, 1},
    QuantityUnit{"ns", Dimension::Time, kKilo},
    QuantityUnit{"us", Dimension::Time, kMega},
    QuantityUnit{"ms", Dimension::Time, kGiga},
    QuantityUnit{"s", Dimension::Time, kTera},
    QuantityUnit{"min", Dimension::Time, 60 * kTera},
    QuantityUnit{"h", Dimension::Time, 3600 * kTera},
    QuantityUnit{"bps", Dimension::Rate, 1},
    QuantityUnit{"kbps", Dimension::Rate, kKilo},
    QuantityUnit{"Mbps", Dimension::Rate, kMega},
    QuantityUnit{"Gbps", Dimension::Rate, kGiga},
    QuantityUnit{"Tbps", Dimension::Rate, kTera},
    QuantityUnit{"Hz", Dimension::Frequency, kMega},
    QuantityUnit{"pps", Dimension::Frequency, kMega},
    QuantityUnit{"kHz", Dimension::Frequency, kGiga},
    QuantityUnit{"kpps", Dimension::Frequency, kGiga},
    QuantityUnit{"MHz", Dimension::Frequency, kTera},
    QuantityUnit{"Mpps", Dimension::Frequency, kTera},
    QuantityUnit{"GHz", Dimension::Frequency, kPeta},
    QuantityUnit{"B", Dimension::Size, 1},
    QuantityUnit{"kB", Dimension::Size, kKilo},
    QuantityUnit{"KiB", Dimension::Size, 1024},
    QuantityUnit{"MB", Dimension::Size, kMega},
    QuantityUnit{"MiB", Dimension::Size, 1024 * 1024},
    QuantityUnit{"GB", Dimension::Size, kGiga},
    QuantityUnit{"GiB", Dimension::Size, 1024 * 1024 * 1024},
    QuantityUnit{"p", Dimension::Count, 1},
    QuantityUnit{"ppm", Dimension::Ratio, kKilo},
    QuantityUnit{"%", Dimension::Ratio, 10 * kMega},
    QuantityUnit{"pJ", Dimension::Energy, kKilo},
    QuantityUnit{"nJ", Dimension::Energy, kMega},
    QuantityUnit{"uJ", Dimension::Energy, kGiga},
    QuantityUnit{"mJ", Dimension::Energy, kTera},
    QuantityUnit{"J", Dimension::Energy, kPeta},
    QuantityUnit{"pJ/B", Dimension::EnergyPerByte, kKilo},
    QuantityUnit{"nJ/B", Dimension::EnergyPerByte, kMega},
    QuantityUnit{"ps/B", Dimension::TimePerByte, kKilo},
    QuantityUnit{"ns/B", Dimension::TimePerByte, kMega},
    QuantityUnit{"us/B", Dimension::TimePerByte, kGiga},
};

struct DimensionWords
{
    std::string_view article;
    std::string_view noun;
    std::string_view example;
};

DimensionWords
WordsFor(Dimension dimension)
{
    switch (dimension)
    {
    case Dimension::Time:
        return {"a", "time", "10us"};
    case Dimension::Rate:
        return {"a", "rate", "10Gbps"};
    case Dimension::Frequency:
        return {"a", "frequency", "1000pps"};
    case Dimension::Size:
        return {"a", "size", "1500B"};
    case Dimension::Count:
        return {"a", "number of packets", "32p"};
    case Dimension::Ratio:
        return {"a", "ratio", "50%"};
    case Dimension::Energy:
        return {"an", "energy", "20nJ"};
    case Dimension::EnergyPerByte:
        return {"an", "energy per byte", "5pJ/B"};
    case Dimension::TimePerByte:
        return {"a", "time per byte", "0.1ns/B"};
    case Dimension::Inherited:
        break;
    }
    return {"a", "quantity", "10us"};
}

bool
IsLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

std::vector<QuantityUnit>
UnitsOf(Dimension dimension)
{
    std::vector<QuantityUnit> units;
    for (const QuantityUnit& unit : kUnits)
    {
        if (dimension == Dimension::Inherited || unit.dimension == dimension)
        {
            units.push_back(unit);
        }
    }
    return units;
}

const QuantityUnit*
FindUnit(std::string_view name)
{
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [name](const QuantityUnit& one) {
        return one.name == name;
    });
    return unit == kUnits.end() ? nullptr : &*unit;
}

std::size_t
UnitLength(std::string_view text)
{
    std::size_t length = 0;
    for (const QuantityUnit& unit : kUnits)
    {
        const std::size_t size = unit.name.size();
        const bool ends = size >= text.size() || !IsLetterOrDigit(text[size]);
        if (text.substr(0, size) == unit.name && ends)
        {
            length = std::max(length, size);
        }
    }
    return length;
}

std::string
DimensionNoun(Dimension dimension)
{
    return std::string(WordsFor(dimension).noun);
}

std::string
DimensionName(Dimension dimension)
{
    const DimensionWords words = WordsFor(dimension);
    return std::string(words.article) + " " + std::string(words.noun);
}

std::string
ExpectedQuantity(Dimension dimension)
{
    return DimensionName(dimension) + " with a unit such as " + Quoted(WordsFor(dimension).example);
}

} // namespace nexsim
