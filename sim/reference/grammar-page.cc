// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/grammar-page.h"

#include "sim/reference/markdown.h"
#include "sim/scenario/quantity-text.h"

#include <fmt/format.h>

#include <limits>
#include <vector>

namespace nexsim
{

namespace
{

std::string
Integers(Range range)
{
    return range.most == std::numeric_limits<int64_t>::max()
               ? fmt::format("a whole number of at least {}", range.least)
               : fmt::format("a whole number, {} to {}", range.least, range.most);
}

/** @brief A bound that only the integer that carries the amount has is none to speak of. */
std::string
Amounts(Dimension dimension, Range range)
{
    const std::string least = FormatQuantity(dimension, range.least);
    return range.most >= std::numeric_limits<int64_t>::max() - 1
               ? fmt::format("{} of at least {}", DimensionName(dimension), least)
               : fmt::format("{}, {} to {}",
                             DimensionName(dimension),
                             least,
                             FormatQuantity(dimension, range.most));
}

std::string
Units()
{
    std::vector<std::vector<std::string>> rows;
    for (const Dimension dimension : {Dimension::Time,
                                      Dimension::Rate,
                                      Dimension::Frequency,
                                      Dimension::Size,
                                      Dimension::Count,
                                      Dimension::Ratio,
                                      Dimension::Energy,
                                      Dimension::EnergyPerByte,
                                      Dimension::TimePerByte})
    {
        std::vector<std::string> names;
        for (const QuantityUnit& unit : UnitsOf(dimension))
        {
            names.push_back(Code(std::string(unit.name)));
        }
        rows.push_back({DimensionNoun(dimension), fmt::format("{}", fmt::join(names, " "))});
    }
    return MarkdownTable({"quantity", "units"}, rows);
}

std::string
KeyTable(const GrammarSection& section)
{
    std::vector<std::vector<std::string>> rows;
    for (const GrammarKey& key : section.keys)
    {
        rows.push_back({Code(key.name),
                        Takes(key),
                        key.IsRequired() ? "must be there" : key.standard,
                        key.meaning,
                        Code(key.example)});
    }
    return fmt::format("\n## {}\n\n{}\n\n{}",
                       section.title,
                       section.about,
                       MarkdownTable({"key", "takes", "without it", "meaning", "example"}, rows));
}

} // namespace

std::string
Takes(const GrammarKey& key)
{
    switch (key.form)
    {
    case Form::Version:
        return "1";
    case Form::Text:
        return "a text";
    case Form::FileName:
        return "a text of up to 100 letters, digits, - _ and .";
    case Form::Name:
        return "a name";
    case Form::Integer:
        return Integers(key.range);
    case Form::Quantity:
        return Amounts(key.dimension, key.range);
    case Form::Fraction:
        return fmt::format("a number, or {}", Amounts(Dimension::Ratio, key.range));
    case Form::Bound:
        return key.range.most == 0 ? "a number or a quantity"
                                   : "a number or a quantity, not negative";
    case Form::Word:
        return fmt::format("{}", fmt::join(key.words, ", "));
    case Form::Formula:
        return "the text of an expression";
    case Form::Condition:
        return "the text of a condition over paths of metrics";
    case Form::Port:
        return "a port";
    case Form::Taps:
        return "a port `server/nic`, `sw/port[server]`, a link, or a list of these";
    case Form::EntriesOrAll:
        return "true, false, or a list of names of entries of `traffic`";
    case Form::WindowOrAll:
        return "true, false, or a window";
    case Form::Captures:
        return "a list of places or captures";
    case Form::Routing:
        return "an object of attributes of Routing";
    case Form::TypeName:
        return "the name of a type";
    case Form::MetricPath:
        return "the path of a metric";
    case Form::MetricPaths:
        return "a list of paths of metrics";
    case Form::EntryNames:
        return "a list of names of entries of `traffic`";
    case Form::VariantName:
        return "the name of a variant";
    case Form::NodeSelector:
        return "nodes";
    case Form::EndSelector:
        return "hosts `a`, `a[*]`, or applications `a/web`";
    case Form::NodePair:
        return "a list of two node selectors";
    case Form::Address:
        return "an IPv4 address";
    case Form::Ties:
    case Form::Limits:
    case Form::Precision:
    case Form::Measure:
    case Form::Window:
        return "an object, see below";
    case Form::Topology:
        return "an object of a Topology type";
    case Form::Nodes:
        return "an object: name or selector to node";
    case Form::Apps:
        return "an object: name to attributes of an App";
    case Form::Links:
        return "a list of links";
    case Form::Direction:
        return "an object of attributes of a link";
    case Form::Ports:
        return "an object: node selector to attributes of its port";
    case Form::Match:
        return "an object of attributes of a PacketMatch, in lowercase";
    case Form::Entries:
        return "an object: name to entry";
    case Form::AddressMap:
        return "an object: address to host or application";
    case Form::Events:
        return "a list of events";
    case Form::Settings:
        return "an object: JSON Pointer to value";
    case Form::Windows:
        return "a list of windows";
    case Form::Parameters:
        return "an object: name to number, quantity, text, true or false, or expression";
    case Form::Variants:
        return "an object: name to an object, JSON Pointer to value";
    case Form::Sweep:
        return "an object: name to list, range or object of labelled values";
    case Form::Zip:
        return "a list of lists of names";
    case Form::Claims:
        return "a list of claims";
    case Form::PointOfSweep:
        return "an object: name to value";
    }
    return "";
}

std::string
GrammarPage()
{
    std::string page = fmt::format(
        "\n# The scenario file, key by key\n\n"
        "One JSON file describes one experiment. Lowercase keys are grammar and stand on this "
        "page; "
        "CamelCase keys are attributes of the named `type` and stand on the pages of the folders. "
        "An "
        "unknown or repeated key is an error. `nexsim schema` writes the same as a JSON Schema.\n\n"
        "## Quantities\n\nA text of digits, at most one decimal point and a unit, without a blank: "
        "`\"1.5ms\"`. It becomes an integer exactly, or is an error.\n\n{}\n"
        "What work costs a host (`Costs`) is a time, a time per byte such as `\"0.1ns/B\"`, or a "
        "number of things: see [host](../../models/host/README.md).\n",
        Units());
    for (const GrammarSection& section : Grammar())
    {
        page += KeyTable(section);
    }
    return page;
}

} // namespace nexsim
