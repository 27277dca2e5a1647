// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/helper/foreign-value.h"
#include "models/link/bernoulli-loss.h"
#include "models/link/simplex-link.h"
#include "models/nic/nic.h"
#include "models/switch/switch.h"
#include "tests/support/simulation.h"

#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"
#include <doctest/doctest.h>

#include <stdexcept>

namespace foreign_value_test
{

namespace
{

using nexsim::BernoulliLossModel;
using nexsim::IntegerValue;
using nexsim::Nic;
using nexsim::SimplexLink;
using nexsim::Switch;
using nexsim::ValueFor;

/** What the value becomes. */
int64_t
Number(ns3::TypeId type, const char* attribute, const ns3::AttributeValue& value)
{
    const auto made = ValueFor(type, attribute, value);
    return dynamic_cast<const IntegerValue&>(*made).Get();
}

} // namespace

TEST_CASE("values as ns-3 programs write them become exact integers")
{
    const nexsim::testing::Simulation simulation;
    const ns3::TypeId link = SimplexLink::GetTypeId();
    CHECK(Number(link, "Delay", ns3::TimeValue(ns3::NanoSeconds(5))) == 5000);
    CHECK(Number(link, "Rate", ns3::DataRateValue(ns3::DataRate("2.5Gbps"))) == 2'500'000'000);
    CHECK(Number(link, "Overhead", ns3::UintegerValue(38)) == 38);
    CHECK(Number(link, "Rate", IntegerValue(7)) == 7);
    CHECK(Number(Nic::GetTypeId(), "TxRing", ns3::IntegerValue(9)) == 9);
    CHECK(Number(Switch::GetTypeId(), "Forwarding", ns3::StringValue("cut-through")) == 1);
    CHECK(Number(BernoulliLossModel::GetTypeId(), "Probability", ns3::DoubleValue(0.01)) ==
          10'000'000);
}

TEST_CASE("a value that does not fit is refused, and what would fit is said")
{
    const nexsim::testing::Simulation simulation;
    const ns3::TypeId link = SimplexLink::GetTypeId();
    CHECK_THROWS_WITH_AS(
        ValueFor(link, "Delay", ns3::UintegerValue(5)),
        "nexsim::SimplexLink refuses its attribute Delay: expected an ns3::TimeValue of 0 to "
        "100000000000000 ps",
        std::invalid_argument);
    CHECK_THROWS_AS(ValueFor(link, "Delay", ns3::StringValue("5")), std::invalid_argument);
    CHECK_THROWS_AS(ValueFor(link, "Delay", ns3::TimeValue(ns3::Seconds(-1))),
                    std::invalid_argument);
    CHECK_THROWS_AS(ValueFor(link, "Rate", ns3::UintegerValue(5)), std::invalid_argument);
    CHECK_THROWS_WITH_AS(
        ValueFor(link, "DataRate", ns3::UintegerValue(5)),
        "nexsim::SimplexLink has no attribute DataRate; it has: Rate, Delay, Mtu, Overhead, Loss, "
        "Jitter",
        std::invalid_argument);
    CHECK_THROWS_WITH_AS(
        ValueFor(Switch::GetTypeId(), "Forwarding", ns3::StringValue("fast")),
        "nexsim::Switch refuses its attribute Forwarding: expected an ns3::StringValue, one of: "
        "store-and-forward, cut-through",
        std::invalid_argument);
    CHECK_THROWS_AS(ValueFor(Nic::GetTypeId(), "Queue", ns3::StringValue("nexsim::NoSuchDisc")),
                    std::invalid_argument);
    CHECK(ValueFor(Nic::GetTypeId(), "Queue", ns3::StringValue("nexsim::FifoQueueDisc")) !=
          nullptr);
}

} // namespace foreign_value_test
