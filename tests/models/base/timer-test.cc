// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/timer.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace timer_test
{

namespace
{

using nexsim::Component;
using nexsim::kNever;
using nexsim::Priority;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::Timer;
using nexsim::TimerCall;
using nexsim::testing::kNs3Kernel;
using nexsim::testing::kOurKernel;
using nexsim::testing::Simulation;

/** A component with one timer, which notes its firings. */
class Alarm : public Component
{
  public:
    Timer timer;
    std::vector<int64_t> fired;
    std::function<void()> onFire = [] {};

  protected:
    void DoAttach() override
    {
        timer.Bind<&Alarm::OnTimer>(*this, Priority::Timer);
    }

  private:
    void OnTimer()
    {
        fired.push_back(Now().Value());
        onFire();
    }
};

/** A component with one timer that notes for what its caches are filled, and when it fires. */
class Anticipated : public Component
{
  public:
    Timer timer;
    mutable std::vector<TimerCall> calls;

  protected:
    void DoAttach() override
    {
        timer.Bind<&Anticipated::OnTimer, &Anticipated::Note>(*this, Priority::Timer);
    }

  private:
    void OnTimer()
    {
        Note(TimerCall::Fire);
    }

    void Note(TimerCall call) const
    {
        calls.push_back(call);
    }
};

/** Calls test(alarm) under both kernels, runs, and compares the firings with `expected`. */
void
ExpectFirings(const std::vector<int64_t>& expected, const std::function<void(Alarm&)>& test)
{
    for (const char* kernel : {kNs3Kernel, kOurKernel})
    {
        CAPTURE(kernel);
        const Simulation simulation(kernel);
        RunContext run;
        CHECK((run.Kernel() != nullptr) == (kernel == kOurKernel));
        Alarm alarm;
        alarm.Attach(run, "alarm");
        test(alarm);
        ns3::Simulator::Run();
        CHECK(alarm.fired == expected);
        CHECK_FALSE(alarm.timer.IsArmed());
        CHECK(alarm.timer.Deadline() == kNever);
    }
}

void
At(int64_t time, const std::function<void()>& action)
{
    ns3::Simulator::Schedule(ns3::Time(time) - ns3::Simulator::Now(), action);
}

} // namespace

TEST_CASE("where many timers are near, their owners are told before they fire, if they still live")
{
    const Simulation simulation(kOurKernel);
    RunContext run;
    std::vector<std::unique_ptr<Anticipated>> owners;
    for (int64_t i = 0; i < 600; ++i)
    {
        owners.push_back(std::make_unique<Anticipated>());
        owners.back()->Attach(run, "owner[" + std::to_string(i) + "]");
        owners.back()->timer.ArmAt(SimTime(100));
    }
    owners[12].reset(); // its event is still pending
    owners[13]->timer.Cancel();
    ns3::Simulator::Run();
    const std::vector<TimerCall> all = {TimerCall::PrefetchNear,
                                        TimerCall::PrefetchFar,
                                        TimerCall::Fire};
    for (size_t i = 9; i < 80; ++i)
    {
        CAPTURE(i);
        CHECK((!owners[i] || owners[i]->calls == (i == 13 ? std::vector<TimerCall>{} : all)));
    }
    CHECK(owners[599]->calls == std::vector<TimerCall>{TimerCall::Fire}); // few are left then
}

TEST_CASE("a timer fires once at its deadline, and can be used again")
{
    ExpectFirings({10, 30}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10));
        CHECK(alarm.timer.IsArmed());
        CHECK(alarm.timer.Deadline() == SimTime(10));
        At(20, [&alarm] { alarm.timer.ArmAt(SimTime(30)); });
    });
}

TEST_CASE("arming an armed timer moves its deadline, earlier or later")
{
    ExpectFirings({5}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10));
        alarm.timer.ArmAt(SimTime(5));
    });
    ExpectFirings({15}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10));
        alarm.timer.ArmAt(SimTime(15));
    });
    ExpectFirings({12}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10));
        alarm.timer.ArmAt(SimTime(20));
        alarm.timer.ArmAt(SimTime(5));
        At(3, [&alarm] { alarm.timer.ArmAt(SimTime(12)); });
    });
}

TEST_CASE("a cancelled timer does not fire, and can be armed for the same or another instant")
{
    ExpectFirings({}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10));
        At(4, [&alarm] { alarm.timer.Cancel(); });
    });
    ExpectFirings({10}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10));
        alarm.timer.Cancel();
        alarm.timer.ArmAt(SimTime(10));
    });
    ExpectFirings({11}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10));
        alarm.timer.Cancel();
        At(10, [&alarm] { alarm.timer.ArmAt(SimTime(11)); });
    });
}

TEST_CASE("a timer armed for now fires now, also from its own callback")
{
    ExpectFirings({0, 7, 7, 7, 9}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(0));
        alarm.onFire = [&alarm] {
            const SimTime next[] = {SimTime(7), SimTime(7), SimTime(7), SimTime(9)};
            if (alarm.fired.size() <= 4)
            {
                alarm.timer.ArmAt(next[alarm.fired.size() - 1]);
            }
        };
    });
}

TEST_CASE("a stale firing at the same instant as a new deadline does not fire a timer twice")
{
    ExpectFirings({5, 10}, [](Alarm& alarm) {
        alarm.timer.ArmAt(SimTime(10)); // stays behind
        alarm.timer.ArmAt(SimTime(5));
        alarm.onFire = [&alarm] {
            if (alarm.fired.size() == 1)
            {
                alarm.timer.ArmAt(SimTime(10));
            }
        };
    });
}

TEST_CASE("a timer fires as its last call says, whatever is armed and cancelled when")
{
    for (const char* kernel : {kNs3Kernel, kOurKernel})
    {
        CAPTURE(kernel);
        CHECK(rc::check([kernel] {
            // At odd times: arm for an even time so much later, or cancel (0).
            const auto calls = *rc::gen::container<std::map<int64_t, int64_t>>(
                rc::gen::map(rc::gen::inRange<int64_t>(0, 200),
                             [](int64_t half) { return 2 * half + 1; }),
                rc::gen::weightedOneOf<int64_t>(
                    {{1, rc::gen::just<int64_t>(0)},
                     {4, rc::gen::map(rc::gen::inRange<int64_t>(0, 60), [](int64_t half) {
                          return 2 * half + 1;
                      })}}));
            const Simulation simulation(kernel);
            RunContext run;
            Alarm alarm;
            alarm.Attach(run, "alarm");
            std::vector<int64_t> expected;
            int64_t deadline = 0;
            for (const auto& [time, later] : calls)
            {
                if (deadline != 0 && deadline < time)
                {
                    expected.push_back(deadline);
                }
                deadline = later == 0 ? 0 : time + later;
                const SimTime at(deadline);
                At(time, [&alarm, at] {
                    if (at == SimTime(0))
                    {
                        alarm.timer.Cancel();
                    }
                    else
                    {
                        alarm.timer.ArmAt(at);
                    }
                    RC_ASSERT(alarm.timer.IsArmed() == (at != SimTime(0)));
                });
            }
            if (deadline != 0)
            {
                expected.push_back(deadline);
            }
            ns3::Simulator::Run();
            RC_ASSERT(alarm.fired == expected);
        }));
    }
}

TEST_CASE("moving a deadline later schedules nothing until the old one has come")
{
    const Simulation simulation;
    RunContext run;
    Alarm alarm;
    alarm.Attach(run, "alarm");
    for (int64_t deadline = 10; deadline <= 1000; ++deadline)
    {
        alarm.timer.ArmAt(SimTime(deadline));
    }
    ns3::Simulator::Run();
    CHECK(alarm.fired == std::vector<int64_t>{1000});
    CHECK(simulation.Kernel().GetEventCount() == 2);
}

TEST_CASE("a timer refuses a time in the past and keeps what it was armed for")
{
    for (const char* kernel : {kNs3Kernel, kOurKernel})
    {
        CAPTURE(kernel);
        const Simulation simulation(kernel);
        RunContext run;
        Alarm alarm;
        alarm.Attach(run, "alarm");
        alarm.timer.ArmAt(SimTime(20));
        At(10, [&alarm] {
            CHECK_THROWS_AS(alarm.timer.ArmAt(SimTime(9)), std::logic_error);
            CHECK(alarm.timer.Deadline() == SimTime(20));
        });
        ns3::Simulator::Run();
        CHECK(alarm.fired == std::vector<int64_t>{20});
    }
}

TEST_CASE("a timer may end before its firing, also in the middle of it")
{
    for (const char* kernel : {kNs3Kernel, kOurKernel})
    {
        CAPTURE(kernel);
        const Simulation simulation(kernel);
        RunContext run;
        auto before = std::make_unique<Alarm>();
        auto within = std::make_unique<Alarm>();
        before->Attach(run, "before");
        within->Attach(run, "within");
        before->timer.ArmAt(SimTime(10));
        within->timer.ArmAt(SimTime(10));
        bool ran = false;
        within->onFire = [&ran, &within] {
            ran = true;
            within.reset();
        };
        At(5, [&before] { before.reset(); });
        ns3::Simulator::Run();
        CHECK(ran);
    }
}

TEST_CASE("an event that was left behind by an earlier deadline costs itself and nothing more")
{
    const Simulation simulation;
    RunContext run;
    Alarm alarm;
    alarm.Attach(run, "alarm");
    alarm.timer.ArmAt(SimTime(10));
    alarm.timer.ArmAt(SimTime(5)); // what comes up at 10 is stale
    alarm.onFire = [&alarm] {
        if (alarm.fired.size() == 1)
        {
            alarm.timer.ArmAt(SimTime(20));
        }
    };
    ns3::Simulator::Run();
    CHECK(alarm.fired == std::vector<int64_t>{5, 20});
    CHECK(simulation.Kernel().GetEventCount() == 3);
}

TEST_CASE("moving a deadline later, cancelling and arming for the same instant schedule nothing")
{
    const Simulation simulation;
    RunContext run;
    Alarm alarm;
    alarm.Attach(run, "alarm");
    alarm.timer.ArmAt(SimTime(10));
    alarm.timer.ArmAt(SimTime(10));
    alarm.timer.ArmAt(SimTime(15));
    alarm.timer.Cancel();
    alarm.timer.ArmAt(SimTime(15));
    ns3::Simulator::Run();
    CHECK(alarm.fired == std::vector<int64_t>{15});
    CHECK(simulation.Kernel().GetEventCount() == 2); // at 10, on the way, and at 15
}

TEST_CASE("seeded ties let the timers of different components go first in turn")
{
    int firstWins = 0;
    for (uint64_t seed = 0; seed < 64; ++seed)
    {
        const Simulation simulation;
        simulation.Kernel().SetTiePolicy(nexsim::TiePolicy::Seeded, seed);
        RunContext run;
        Alarm first;
        Alarm second;
        std::vector<const Alarm*> order;
        first.onFire = [&] { order.push_back(&first); };
        second.onFire = [&] { order.push_back(&second); };
        first.Attach(run, "first");
        second.Attach(run, "second");
        first.timer.ArmAt(SimTime(10));
        second.timer.ArmAt(SimTime(10));
        ns3::Simulator::Run();
        REQUIRE(order.size() == 2);
        firstWins += order[0] == &first ? 1 : 0;
    }
    CHECK(firstWins > 32 - 16); // four standard deviations of fair draws
    CHECK(firstWins < 32 + 16);
}

} // namespace timer_test
