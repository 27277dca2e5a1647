// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/kernel.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace kernel_test
{

namespace
{

using nexsim::DeterministicSimulatorImpl;
using nexsim::Priority;
using nexsim::RunEnd;
using nexsim::SimTime;
using nexsim::TiePolicy;
using nexsim::testing::Script;
using nexsim::testing::Simulation;
using ns3::Simulator;
using Log = std::vector<std::string>;

struct Planned
{
    int64_t time;
    unsigned priority; //!< 6 stands for an event of foreign code
    unsigned component;
};

rc::Gen<std::vector<Planned>>
AnyPlan()
{
    return rc::gen::container<std::vector<Planned>>(
        rc::gen::construct<Planned>(rc::gen::inRange<int64_t>(0, 6),
                                    rc::gen::inRange(0U, 7U),
                                    rc::gen::inRange(0U, 4U)));
}

unsigned
PriorityOf(const Planned& event)
{
    return event.priority == 6 ? static_cast<unsigned>(Priority::Timer) : event.priority;
}

/** Schedules the plan; events are named by their position. */
void
Schedule(Script& script, const std::vector<Planned>& plan)
{
    for (size_t i = 0; i < plan.size(); ++i)
    {
        if (plan[i].priority == 6)
        {
            script.Foreign(plan[i].time, std::to_string(i));
        }
        else
        {
            script.At(plan[i].time,
                      static_cast<Priority>(plan[i].priority),
                      0x1234567 + plan[i].component,
                      std::to_string(i));
        }
    }
}

Log
RunPlan(const std::vector<Planned>& plan, TiePolicy policy, uint64_t seed)
{
    const Simulation simulation;
    simulation.Kernel().SetTiePolicy(policy, seed);
    Script script(simulation.Kernel());
    Schedule(script, plan);
    Simulator::Run();
    return script.log;
}

} // namespace

TEST_CASE("events run in the order of time, priority and sequence, exactly")
{
    CHECK(rc::check([] {
        const auto plan = *AnyPlan();
        std::vector<size_t> order(plan.size());
        for (size_t i = 0; i < order.size(); ++i)
        {
            order[i] = i;
        }
        std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
            return std::make_tuple(plan[a].time, PriorityOf(plan[a])) <
                   std::make_tuple(plan[b].time, PriorityOf(plan[b]));
        });
        Log expected;
        for (const size_t i : order)
        {
            expected.push_back(std::to_string(i));
        }
        RC_ASSERT(RunPlan(plan, TiePolicy::Fifo, 1) == expected);
    }));
}

TEST_CASE("seeded ties permute events of different components only, and never foreign ones")
{
    CHECK(rc::check([] {
        const auto plan = *AnyPlan();
        const uint64_t seed = *rc::gen::arbitrary<uint64_t>();
        const Log log = RunPlan(plan, TiePolicy::Seeded, seed);
        RC_ASSERT(log == RunPlan(plan, TiePolicy::Seeded, seed));
        RC_ASSERT(log.size() == plan.size());
        std::map<std::tuple<int64_t, unsigned, unsigned>, size_t> lastOf;
        std::tuple<int64_t, unsigned> last{-1, 0};
        for (const std::string& name : log)
        {
            const size_t i = std::stoul(name);
            const std::tuple<int64_t, unsigned> rank{plan[i].time, PriorityOf(plan[i])};
            RC_ASSERT(last <= rank);
            last = rank;
            // Events of one component, and foreign events, keep the order of their scheduling.
            const unsigned component = plan[i].priority == 6 ? 99 : plan[i].component;
            const auto group = std::tuple_cat(rank, std::make_tuple(component));
            const auto known = lastOf.find(group);
            RC_ASSERT((known == lastOf.end() || known->second < i));
            lastOf[group] = i;
        }
    }));
}

TEST_CASE("the seed and the instant decide which component goes first")
{
    std::map<std::string, int> firsts;
    for (uint64_t seed = 0; seed < 100; ++seed)
    {
        const Log log =
            RunPlan({{5, 2, 0}, {5, 2, 1}, {8, 2, 0}, {8, 2, 1}}, TiePolicy::Seeded, seed);
        ++firsts[log[0] + log[2]];
    }
    CHECK(firsts.size() == 4); // either component first, at either instant
    for (const auto& [who, count] : firsts)
    {
        CHECK(count > 10);
    }
}

TEST_CASE("an event scheduled for now runs among the events of now by its priority")
{
    const Simulation simulation;
    Script script(simulation.Kernel());
    Simulator::Schedule(ns3::Time(5), [&] {
        script.log.push_back("first");
        script.Foreign(0, "again");
        script.At(5, Priority::Observer, 1, "observer");
        script.At(5, Priority::Arrival, 1, "arrival");
    });
    script.Foreign(5, "second");
    Simulator::Run();
    CHECK(script.log == Log{"first", "arrival", "second", "again", "observer"});
}

TEST_CASE("before the foreign events of an instant have begun, all of them are pending")
{
    const Simulation simulation;
    Script script(simulation.Kernel());
    const ns3::EventId later = script.Foreign(10, "later");
    script.Foreign(5, "earlier"); // its number is higher, its time is not
    bool checked = false;

    struct Look
    {
        const ns3::EventId& id;
        bool& checked;
    } look{later, checked};

    const auto fire = [](void* object, nexsim::TimerCall /*call*/) {
        auto* at = static_cast<Look*>(object);
        CHECK_FALSE(at->id.IsExpired());
        at->checked = true;
    };
    const auto timer = nexsim::TimerEvent::Make(fire,
                                                &look,
                                                &simulation.Kernel(),
                                                Priority::Departure,
                                                uint64_t{1});
    timer->ArmAt(SimTime(10));
    ns3::Simulator::Run();
    CHECK(checked);
    CHECK(later.IsExpired());
    CHECK(ns3::Simulator::GetContext() == 0xffffffff);
}

TEST_CASE("where another simulator is in use already, selecting ours is a programming error")
{
    const Simulation other(nexsim::testing::kNs3Kernel);
    CHECK(Simulator::Now() == ns3::Time(0)); // from here on ns-3's own is the one
    CHECK_THROWS_AS(DeterministicSimulatorImpl::Select(), std::logic_error);
    CHECK(DeterministicSimulatorImpl::Current() == nullptr);
}

TEST_CASE("a removed event does not come up at all, whatever context scheduled it")
{
    for (const uint32_t context : {0U, 7U, 0xffffffffU})
    {
        CAPTURE(context);
        const Simulation simulation;
        for (const int64_t delay : {0, 1, 1000})
        {
            Simulator::ScheduleWithContext(context, ns3::Time(1), [delay] {
                Simulator::Remove(Simulator::Schedule(ns3::Time(delay), [] {}));
            });
        }
        Simulator::Schedule(ns3::Time(500), [] {});
        Simulator::Run();
        CHECK(simulation.Kernel().GetEventCount() == 4);
        CHECK(Simulator::Now() == ns3::Time(500));
        Simulator::ScheduleWithContext(context, ns3::Time(1), [] {});
        Simulator::Run();
        CHECK(Simulator::GetContext() == 0xffffffff); // none outside events
    }
}

TEST_CASE("a negative delay, or one beyond the end of time, throws and releases the event")
{
    const Simulation simulation;
    const auto token = std::make_shared<int>(1);
    Simulator::Schedule(ns3::Time(10), [&token] {
        const auto event = [held = token] { CHECK(*held == 0); };
        CHECK_THROWS_WITH_AS(Simulator::Schedule(ns3::Time(-3), event),
                             "an event was scheduled 3 ps before now, which is 10 ps",
                             std::logic_error);
        CHECK_THROWS_AS(Simulator::ScheduleWithContext(1, ns3::Time(-1), event), std::logic_error);
        CHECK_THROWS_AS(Simulator::Schedule(ns3::Time(nexsim::kUnlimited), event),
                        std::invalid_argument);
        CHECK_THROWS_AS(Simulator::Stop(ns3::Time(-1)), std::logic_error);
    });
    Simulator::Run();
    CHECK(token.use_count() == 1);
    CHECK(simulation.Kernel().GetEventCount() == 1);
}

TEST_CASE("an exception leaves Run, and nothing of the event is lost")
{
    const auto token = std::make_shared<int>(1);
    {
        const Simulation simulation;
        Simulator::Schedule(ns3::Time(1), [held = token] {
            throw std::runtime_error("broken " + std::to_string(*held));
        });
        Simulator::Schedule(ns3::Time(2), [held = token] { CHECK(*held == 0); });
        CHECK_THROWS_WITH_AS(Simulator::Run(), "broken 1", std::runtime_error);
        CHECK(token.use_count() == 2);
    }
    CHECK(token.use_count() == 1);
}

TEST_CASE("the end is exclusive, the clock stands at it afterwards, and a run can go on")
{
    const Simulation simulation;
    DeterministicSimulatorImpl& kernel = simulation.Kernel();
    Script script(kernel);
    for (const int64_t time : {0, 99, 100, 101})
    {
        script.At(time, Priority::Initialise, 1, std::to_string(time));
    }
    kernel.SetEnd(SimTime(100));
    Simulator::Run();
    CHECK(script.log == Log{"0", "99"});
    CHECK(kernel.HowRunEnded() == RunEnd::EndTime);
    CHECK(kernel.CurrentTime() == SimTime(100));
    CHECK(Simulator::Now() == ns3::Time(100));
    kernel.SetEnd(SimTime(101));
    Simulator::Run();
    CHECK(script.log == Log{"0", "99", "100"});
    kernel.SetEnd(SimTime(5)); // time does not run backwards
    Simulator::Run();
    CHECK(kernel.CurrentTime() == SimTime(101));
    kernel.SetEnd(SimTime(500));
    Simulator::Run();
    CHECK(script.log == Log{"0", "99", "100", "101"});
    CHECK(kernel.CurrentTime() == SimTime(500));
}

TEST_CASE("without an end a run drains and leaves the clock at its last event")
{
    const Simulation simulation;
    Script script(simulation.Kernel());
    script.Foreign(77, "x");
    Simulator::Run();
    CHECK(simulation.Kernel().HowRunEnded() == RunEnd::Drained);
    CHECK(Simulator::Now() == ns3::Time(77));
    CHECK(Simulator::IsFinished());
}

TEST_CASE("the event limit counts the events of all runs")
{
    const Simulation simulation;
    DeterministicSimulatorImpl& kernel = simulation.Kernel();
    Script script(kernel);
    for (int i = 0; i < 10; ++i)
    {
        script.Foreign(i, std::to_string(i));
    }
    kernel.SetEventLimit(4);
    Simulator::Run();
    CHECK(kernel.HowRunEnded() == RunEnd::EventLimit);
    CHECK(script.log.size() == 4);
    CHECK(kernel.GetEventCount() == 4);
    CHECK(Simulator::Now() == ns3::Time(3));
    kernel.SetEventLimit(7);
    Simulator::Run();
    CHECK(script.log.size() == 7);
    kernel.SetEventLimit(10);
    Simulator::Run();
    CHECK(kernel.HowRunEnded() == RunEnd::Drained); // all done, not a limit hit
}

TEST_CASE("the watchdog is called every 16384 events and may stop the run")
{
    const Simulation simulation;
    DeterministicSimulatorImpl& kernel = simulation.Kernel();
    int calls = 0;
    kernel.SetWatchdog([&] {
        if (++calls == 2)
        {
            Simulator::Stop();
        }
    });
    for (int i = 0; i < 50'000; ++i)
    {
        Simulator::Schedule(ns3::Time(i), [] {});
    }
    Simulator::Run();
    CHECK(calls == 2);
    CHECK(kernel.HowRunEnded() == RunEnd::Stopped);
    CHECK(kernel.GetEventCount() == 2 * 16384);
}

TEST_CASE("a simulation's end releases pending events, also those that remove each other")
{
    const auto token = std::make_shared<int>(1);

    struct Remover
    {
        ~Remover()
        {
            Simulator::Remove(other);
        }

        ns3::EventId other;
    };

    {
        const Simulation simulation;
        std::vector<std::shared_ptr<Remover>> removers;
        for (int i = 0; i < 200; ++i)
        {
            removers.push_back(std::make_shared<Remover>());
            const auto id =
                Simulator::Schedule(ns3::Time(1000 - i), [held = token, own = removers.back()] {});
            // Each is owned by an event only, and removes one scheduled before it, due later.
            if (i > 0)
            {
                removers.back()->other =
                    Simulator::Schedule(ns3::Time(5000 + i), [held = token] {});
            }
            static_cast<void>(id);
        }
        removers.clear();
        CHECK(token.use_count() == 1 + 399);
    }
    CHECK(token.use_count() == 1);
}

TEST_CASE("the check after an instant is asked once per instant, and ends the run where it says so")
{
    Simulation simulation;
    DeterministicSimulatorImpl& kernel = simulation.Kernel();
    Script script(kernel);
    for (const int64_t time : {0, 3, 3, 3, 7, 9})
    {
        script.At(time, Priority::Timer, 1, std::to_string(time));
    }
    std::vector<std::pair<int64_t, size_t>> asked; // when, and after how many events
    kernel.SetInstantCheck([&] {
        asked.emplace_back(kernel.CurrentTime().Value(), script.log.size());
        return script.log.size() >= 5;
    });
    kernel.SetEnd(SimTime(100));
    Simulator::Run();
    CHECK(asked == std::vector<std::pair<int64_t, size_t>>{{0, 1}, {3, 4}, {7, 5}});
    CHECK(kernel.HowRunEnded() == RunEnd::Condition);
    CHECK(kernel.CurrentTime() == SimTime(7));
    kernel.SetInstantCheck([&] { return script.log.size() >= 6; });
    Simulator::Run(); // the last instant counts, too, and the clock stays there
    CHECK(kernel.HowRunEnded() == RunEnd::Condition);
    CHECK(kernel.CurrentTime() == SimTime(9));
    kernel.SetInstantCheck({});
    Simulator::Run();
    CHECK(kernel.HowRunEnded() == RunEnd::EndTime);
    CHECK(kernel.CurrentTime() == SimTime(100));
}

} // namespace kernel_test
