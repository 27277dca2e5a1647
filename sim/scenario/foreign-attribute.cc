// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/foreign-attribute.h"

#include "models/base/quantity.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/show-json.h"

#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/nstime.h"
#include "ns3/queue-size.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include <fmt/format.h>

#include <limits>

namespace nexsim
{

namespace
{

using Read = Outcome<ns3::Ptr<ns3::AttributeValue>>;

Read
Unexpected(const std::string& expected, const Json& value)
{
    return TextError{fmt::format("expected {}; got {}", expected, ShowJson(value)), 0};
}

Read
ReadAmount(const Json& value, Dimension dimension)
{
    if (!value.is_string())
    {
        return Unexpected(ExpectedQuantity(dimension), value);
    }
    const auto parsed = ParseQuantity(value.get<std::string>(), dimension);
    if (!parsed)
    {
        return parsed.Error();
    }
    const int64_t amount = parsed->value;
    if (dimension == Dimension::Time)
    {
        return ns3::Ptr<ns3::AttributeValue>(ns3::Create<ns3::TimeValue>(ToNs3(SimTime(amount))));
    }
    if (amount < 0)
    {
        return Unexpected("an amount of at least 0", value);
    }
    if (dimension == Dimension::Rate)
    {
        const ns3::DataRate rate(static_cast<uint64_t>(amount));
        return ns3::Ptr<ns3::AttributeValue>(ns3::Create<ns3::DataRateValue>(rate));
    }
    if (amount > std::numeric_limits<uint32_t>::max())
    {
        return Unexpected("at most 4294967295 bytes or packets", value);
    }
    const auto unit =
        dimension == Dimension::Size ? ns3::QueueSizeUnit::BYTES : ns3::QueueSizeUnit::PACKETS;
    const ns3::QueueSize size(unit, static_cast<uint32_t>(amount));
    return ns3::Ptr<ns3::AttributeValue>(ns3::Create<ns3::QueueSizeValue>(size));
}

Read
ReadQueueSize(const Json& value)
{
    const Read packets = ReadAmount(value, Dimension::Count);
    return packets ? packets : ReadAmount(value, Dimension::Size);
}

template <typename Value>
Read
Make(const Value& value)
{
    return ns3::Ptr<ns3::AttributeValue>(ns3::Create<Value>(value));
}

/// ns-3 writes the names of some of its value types with the namespace and of others without.
std::string
WithoutNamespace(const std::string& type)
{
    const std::string prefix = "ns3::";
    return type.rfind(prefix, 0) == 0 ? type.substr(prefix.size()) : type;
}

/**
 * @brief The checker lists its names as "One|Another". ns-3 itself must not be asked for any other:
 * with its assertions compiled out, it reads behind the end of that list and gives what it finds.
 */
Read
ReadEnumeration(const ns3::AttributeChecker& checker, const Json& value)
{
    const std::string names = checker.GetUnderlyingTypeInformation();
    const auto& word = value.get_ref<const std::string&>();
    const bool known = !word.empty() && word.find('|') == std::string::npos &&
                       ("|" + names + "|").find("|" + word + "|") != std::string::npos;
    const auto made = checker.Create();
    if (!known ||
        !made->DeserializeFromString(word, ns3::Ptr<const ns3::AttributeChecker>(&checker)))
    {
        return Unexpected("one of " + names, value);
    }
    return made;
}

bool
FitsInt64(const Json& value)
{
    return value.is_number_integer() &&
           (!value.is_number_unsigned() || value.get<uint64_t>() <= INT64_MAX);
}

Read
ReadByType(const std::string& type,
           const ns3::TypeId::AttributeInformation& attribute,
           const Json& value)
{
    if (type == "BooleanValue")
    {
        return value.is_boolean() ? Make(ns3::BooleanValue(value.get<bool>()))
                                  : Unexpected("true or false", value);
    }
    if (type == "StringValue")
    {
        return value.is_string() ? Make(ns3::StringValue(value.get<std::string>()))
                                 : Unexpected("a text", value);
    }
    if (type == "IntegerValue")
    {
        return FitsInt64(value) ? Make(ns3::IntegerValue(value.get<int64_t>()))
                                : Unexpected("a whole number", value);
    }
    if (type == "UintegerValue")
    {
        return value.is_number_unsigned() || (FitsInt64(value) && value.get<int64_t>() >= 0)
                   ? Make(ns3::UintegerValue(value.get<uint64_t>()))
                   : Unexpected("a whole number of at least 0", value);
    }
    if (type == "DoubleValue")
    {
        return value.is_number() ? Make(ns3::DoubleValue(value.get<double>()))
                                 : Unexpected("a number", value);
    }
    if (type == "TimeValue")
    {
        return ReadAmount(value, Dimension::Time);
    }
    if (type == "DataRateValue")
    {
        return ReadAmount(value, Dimension::Rate);
    }
    if (type == "QueueSizeValue")
    {
        return ReadQueueSize(value);
    }
    if (type == "EnumValue" && value.is_string())
    {
        return ReadEnumeration(*attribute.checker, value);
    }
    return TextError{
        fmt::format("attribute {} holds a {}, which a scenario cannot write", attribute.name, type),
        0};
}

} // namespace

Outcome<ns3::Ptr<ns3::AttributeValue>>
ReadForeignAttribute(const ns3::TypeId::AttributeInformation& attribute, const Json& value)
{
    Read read =
        ReadByType(WithoutNamespace(attribute.checker->GetValueTypeName()), attribute, value);
    if (read && !attribute.checker->Check(**read))
    {
        return TextError{fmt::format("{} refuses {}", attribute.name, ShowJson(value)), 0};
    }
    return read;
}

} // namespace nexsim
