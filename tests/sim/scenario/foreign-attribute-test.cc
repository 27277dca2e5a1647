// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/foreign-attribute.h"

#include "ns3/boolean.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/integer.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/queue-size.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include <doctest/doctest.h>

namespace foreign_attribute_test
{

using namespace nexsim;

namespace
{

/** What comes of a value that a scenario gives for an attribute with this checker of ns-3's. */
std::string
Read(const ns3::Ptr<const ns3::AttributeChecker>& checker, const Json& value)
{
    ns3::TypeId::AttributeInformation attribute;
    attribute.name = "Knob";
    attribute.checker = checker;
    const auto read = ReadForeignAttribute(attribute, value);
    return read ? (*read)->SerializeToString(checker) : "error: " + read.Error().message;
}

} // namespace

TEST_SUITE("sim/scenario attributes of ns-3's types")
{
    TEST_CASE("truth values and texts")
    {
        CHECK(Read(ns3::MakeBooleanChecker(), true) == "true");
        CHECK(Read(ns3::MakeBooleanChecker(), false) == "false");
        CHECK(Read(ns3::MakeBooleanChecker(), 1) == "error: expected true or false; got 1");
        CHECK(Read(ns3::MakeBooleanChecker(), "true") ==
              "error: expected true or false; got \"true\"");
        CHECK(Read(ns3::MakeStringChecker(), "a b") == "a b");
        CHECK(Read(ns3::MakeStringChecker(), 7) == "error: expected a text; got 7");
    }

    TEST_CASE("whole numbers keep to the range of ns-3's checker and to 64 bits")
    {
        const auto small = ns3::MakeIntegerChecker<int64_t>(-5, 5);
        CHECK(Read(small, -5) == "-5");
        CHECK(Read(small, 6) == "error: Knob refuses 6");
        CHECK(Read(small, 1.5) == "error: expected a whole number; got 1.5");
        CHECK(Read(ns3::MakeIntegerChecker<int64_t>(), UINT64_MAX) ==
              "error: expected a whole number; got 18446744073709551615");
        const auto count = ns3::MakeUintegerChecker<uint64_t>();
        CHECK(Read(count, UINT64_MAX) == "18446744073709551615");
        CHECK(Read(count, 0) == "0");
        CHECK(Read(count, -1) == "error: expected a whole number of at least 0; got -1");
        CHECK(Read(count, "1") == "error: expected a whole number of at least 0; got \"1\"");
        CHECK(Read(ns3::MakeUintegerChecker<uint8_t>(), 256) == "error: Knob refuses 256");
    }

    TEST_CASE("real numbers may be written as whole ones, but not as texts")
    {
        const auto share = ns3::MakeDoubleChecker<double>(0, 1);
        CHECK(Read(share, 0.25) == "0.25");
        CHECK(Read(share, 1) == "1");
        CHECK(Read(share, 1.5) == "error: Knob refuses 1.5");
        CHECK(Read(share, "0.5") == "error: expected a number; got \"0.5\"");
    }

    TEST_CASE("times and rates need our units and are exact")
    {
        ns3::TimeValue time;
        CHECK(time.DeserializeFromString(Read(ns3::MakeTimeChecker(), "1500ns"), nullptr));
        CHECK(time.Get().GetTimeStep() == 1'500'000);
        CHECK(Read(ns3::MakeTimeChecker(), 8) ==
              "error: expected a time with a unit such as \"10us\"; got 8");
        CHECK(Read(ns3::MakeTimeChecker(), "8") ==
              "error: expected a time with a unit such as \"10us\"; got \"8\"");
        CHECK(Read(ns3::MakeTimeChecker(ns3::Time(0)), "-5ms") == "error: Knob refuses \"-5ms\"");
        CHECK(Read(ns3::MakeDataRateChecker(), "10Gbps") == "10000000000bps");
        CHECK(Read(ns3::MakeDataRateChecker(), "10B").find("error: expected a rate") == 0);
    }

    TEST_CASE("queue sizes are in packets or in bytes")
    {
        const auto size = ns3::MakeQueueSizeChecker();
        CHECK(Read(size, "100p") == "100p");
        CHECK(Read(size, "3kB") == "3000B");
        CHECK(Read(size, "5GB") ==
              "error: expected at most 4294967295 bytes or packets; got \"5GB\"");
        CHECK(Read(size, "3us").find("error: ") == 0);
        CHECK(Read(size, 3).find("error: ") == 0);
    }

    TEST_CASE("enumerations take their names only")
    {
        const auto mode = ns3::MakeEnumChecker(1, "Packets", 2, "Bytes");
        CHECK(Read(mode, "Bytes") == "Bytes");
        CHECK(Read(mode, "bytes") == "error: expected one of Packets|Bytes; got \"bytes\"");
        CHECK(Read(mode, 2).find("which a scenario cannot write") != std::string::npos);
    }

    TEST_CASE("what a scenario cannot write is named")
    {
        CHECK(Read(ns3::MakeObjectFactoryChecker(), "x") ==
              "error: attribute Knob holds a ObjectFactoryValue, which a scenario cannot write");
    }
}

} // namespace foreign_attribute_test
