// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/kernel.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

// ns-3's event numbers have 32 bits, ours 64: around the wrap nothing may change.

namespace kernel_wrap_test
{

namespace
{

using nexsim::Priority;
using nexsim::testing::Script;
using nexsim::testing::Simulation;
using ns3::EventId;
using ns3::Simulator;
using ns3::Time;
using Log = std::vector<std::string>;

constexpr uint64_t kWrap = uint64_t{1} << 32;

} // namespace

TEST_CASE("across the wrap of ns-3's event numbers, events of one instant keep their order")
{
    const Simulation simulation;
    simulation.Kernel().SetFirstSequence(kWrap - 3);
    Script script(simulation.Kernel());
    Log expected;
    std::set<uint32_t> numbers;
    for (int i = 0; i < 8; ++i)
    {
        const EventId id = script.Foreign(5, std::to_string(i));
        CHECK(id.GetUid() >= 4); // ns-3 keeps 0 to 3 for itself
        CHECK(numbers.insert(id.GetUid()).second);
        expected.push_back(std::to_string(i));
    }
    CHECK(*numbers.begin() == 4);
    CHECK(*numbers.rbegin() == 0xffffffff);
    Simulator::Run();
    CHECK(script.log == expected);
}

TEST_CASE("a first sequence number that ns-3 keeps for itself is passed over")
{
    for (uint64_t low = 0; low < 4; ++low)
    {
        const Simulation simulation;
        simulation.Kernel().SetFirstSequence(kWrap + low);
        CHECK(Simulator::Schedule(Time(1), [] {}).GetUid() == 4);
    }
}

TEST_CASE("across the wrap, Cancel, Remove and IsExpired mean the events they mean")
{
    for (int victim = 0; victim < 8; ++victim)
    {
        CAPTURE(victim);
        const Simulation simulation;
        simulation.Kernel().SetFirstSequence(kWrap - 4);
        Script script(simulation.Kernel());
        std::vector<EventId> ids;
        Log expected;
        for (int i = 0; i < 8; ++i)
        {
            ids.push_back(script.Foreign(5, std::to_string(i)));
            if (i != victim)
            {
                expected.push_back(std::to_string(i));
            }
        }
        Simulator::Remove(ids[static_cast<size_t>(victim)]);
        CHECK(ids[static_cast<size_t>(victim)].IsExpired());
        CHECK_FALSE(ids[static_cast<size_t>((victim + 1) % 8)].IsExpired());
        Simulator::Run();
        CHECK(script.log == expected);
        CHECK(simulation.Kernel().GetEventCount() == 7);
    }
}

TEST_CASE("across the wrap, at one instant, what has run is expired and what has not is pending")
{
    const Simulation simulation;
    simulation.Kernel().SetFirstSequence(kWrap - 3);
    std::vector<EventId> ids(6);
    int checked = 0;
    for (size_t i = 0; i < ids.size(); ++i)
    {
        ids[i] = Simulator::Schedule(Time(5), [&ids, &checked, i] {
            for (size_t k = 0; k < ids.size(); ++k)
            {
                CHECK(ids[k].IsExpired() == (k <= i));
                ++checked;
            }
        });
    }
    Simulator::Run();
    CHECK(checked == 36);
}

TEST_CASE("an event that was scheduled more than 2^32 events ago can still be removed")
{
    const Simulation simulation;
    Script script(simulation.Kernel());
    const EventId old = script.Foreign(5, "old");
    simulation.Kernel().SetFirstSequence(kWrap + 1000);
    script.Foreign(5, "new");
    Simulator::Remove(old);
    Simulator::Run();
    CHECK(script.log == Log{"new"});
}

TEST_CASE("timers and foreign events share one sequence, before and after the wrap")
{
    const Simulation simulation;
    simulation.Kernel().SetFirstSequence(kWrap - 2);
    Script script(simulation.Kernel());
    Log expected;
    for (int i = 0; i < 4; ++i)
    {
        script.Foreign(5, "f" + std::to_string(i));
        script.At(5, Priority::Timer, 1, "t" + std::to_string(i));
        expected.push_back("f" + std::to_string(i));
        expected.push_back("t" + std::to_string(i));
    }
    Simulator::Run();
    CHECK(script.log == expected);
}

} // namespace kernel_wrap_test
