// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/tie-watch.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <functional>

namespace tie_watch_test
{

namespace
{

using nexsim::Priority;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::TieWatch;
using nexsim::TimerCall;
using nexsim::TimerEvent;
using nexsim::testing::Simulation;
using ns3::Simulator;
using ns3::Time;

/** An object that events touch. */
struct Scene
{
    /** An event of foreign code touches it. */
    void Touch(int64_t delay)
    {
        Simulator::Schedule(Time(delay), [this] { watch.Touch(run); });
    }

    /** An event of ours touches it, and then does something more. */
    ns3::Ptr<TimerEvent> Timed(SimTime at, Priority priority)
    {
        const auto touch = [](void* object, TimerCall call) {
            if (call == TimerCall::Fire)
            {
                auto* scene = static_cast<Scene*>(object);
                scene->watch.Touch(scene->run);
            }
        };
        auto event = TimerEvent::Make(touch, this, run.Kernel(), priority, uint64_t{1});
        event->ArmAt(at);
        return event;
    }

    Simulation simulation;
    RunContext run;
    TieWatch watch;
};

} // namespace

TEST_CASE("two events of one instant and priority, neither caused by the other, are contended")
{
    Scene scene;
    scene.Touch(5);
    scene.Touch(5);
    scene.Touch(6);
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 1);
    CHECK(scene.watch.ByPriority() == 0);
}

TEST_CASE("events at time zero, scheduled before the run, are contended like others")
{
    Scene scene;
    scene.Touch(0);
    scene.Touch(0);
    scene.Touch(0);
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 2);
}

TEST_CASE("where priorities differ, their order decides")
{
    Scene scene;
    const auto a = scene.Timed(SimTime(5), Priority::Departure);
    const auto b = scene.Timed(SimTime(5), Priority::Arrival);
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 0);
    CHECK(scene.watch.ByPriority() == 1);
}

TEST_CASE("an event and what it causes within its instant are not contended")
{
    Scene scene;
    Simulator::Schedule(Time(5), [&scene] {
        scene.watch.Touch(scene.run);
        scene.watch.Touch(scene.run);
        Simulator::ScheduleNow([&scene] {
            scene.watch.Touch(scene.run);
            scene.Touch(0); // two steps away
        });
        scene.Touch(0);
    });
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 0);
    CHECK(scene.watch.ByPriority() == 0);
}

TEST_CASE("events caused by different events of one instant are contended")
{
    Scene scene;
    for (int i = 0; i < 2; ++i)
    {
        Simulator::Schedule(Time(5), [&scene] { scene.Touch(0); });
    }
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 1);
}

TEST_CASE("two events that one event scheduled for the same later instant are contended")
{
    Scene scene;
    Simulator::Schedule(Time(5), [&scene] {
        scene.Touch(3);
        scene.Touch(3);
    });
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 1);
}

TEST_CASE("touches of different instants are never contended, also across a pause")
{
    Scene scene;
    for (int i = 0; i < 5; ++i)
    {
        scene.Touch(i);
    }
    scene.simulation.Kernel().SetEnd(SimTime(3));
    Simulator::Run();
    scene.simulation.Kernel().SetEnd(SimTime(10));
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 0);
    CHECK(scene.watch.ByPriority() == 0);
}

TEST_CASE("events scheduled between two runs, for the instant that stands, are contended")
{
    Scene scene;
    Simulator::Schedule(Time(5), [] { Simulator::Stop(); });
    Simulator::Run();
    REQUIRE(Simulator::Now() == Time(5));
    scene.Touch(0);
    scene.Touch(0);
    Simulator::Run();
    CHECK(scene.watch.ByPolicy() == 1);
}

TEST_CASE("under a kernel of ns-3's own nothing is counted")
{
    const Simulation simulation(nexsim::testing::kNs3Kernel);
    RunContext run;
    TieWatch watch;
    for (int i = 0; i < 2; ++i)
    {
        Simulator::Schedule(Time(5), [&] { watch.Touch(run); });
    }
    Simulator::Run();
    CHECK(watch.ByPolicy() == 0);
}

} // namespace tie_watch_test
