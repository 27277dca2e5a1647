// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/kernel.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <functional>
#include <string>
#include <vector>

// What ns-3 programs call. Each body runs under ns-3's own kernel and under ours and must see the
// same: ns-3's is the reference.

namespace kernel_ns3_calls_test
{

namespace
{

using nexsim::testing::kNs3Kernel;
using nexsim::testing::kOurKernel;
using nexsim::testing::Simulation;
using ns3::EventId;
using ns3::Simulator;
using ns3::Time;
using Log = std::vector<std::string>;

/** The log that `body` leaves under both kernels. */
void
ExpectLog(const Log& expected, const std::function<void(Log&)>& body)
{
    for (const char* kernel : {kNs3Kernel, kOurKernel})
    {
        CAPTURE(kernel);
        Log log;
        {
            const Simulation simulation(kernel);
            body(log);
        }
        CHECK(log == expected);
    }
}

std::function<void()>
Note(Log& log, const std::string& what)
{
    return [&log, what] {
        log.push_back(what + "@" + std::to_string(Simulator::Now().GetTimeStep()));
    };
}

} // namespace

TEST_CASE("ns-3 calls: Stop inside an event ends the run after that event; Run goes on")
{
    ExpectLog({"a@1", "b@2", "paused@2", "c@2", "d@3", "done@3"}, [](Log& log) {
        Simulator::Schedule(Time(1), Note(log, "a"));
        Simulator::Schedule(Time(2), [&log] {
            Simulator::Stop();
            Note(log, "b")();
        });
        Simulator::Schedule(Time(2), Note(log, "c"));
        Simulator::Schedule(Time(3), Note(log, "d"));
        Simulator::Run();
        Note(log, "paused")();
        Simulator::Run();
        Note(log, "done")();
    });
}

TEST_CASE("ns-3 calls: Stop at a time is an event like others, in the order of scheduling")
{
    ExpectLog({"before@5"}, [](Log& log) {
        Simulator::Schedule(Time(5), Note(log, "before"));
        Simulator::Stop(Time(5));
        Simulator::Schedule(Time(5), Note(log, "after"));
        Simulator::Run();
    });
}

TEST_CASE("ns-3 calls: Cancel, Remove, IsExpired and GetDelayLeft before, at and after an event")
{
    const auto state = [](const EventId& id) {
        return (id.IsExpired() ? "expired " : "pending ") +
               std::to_string(Simulator::GetDelayLeft(id).GetTimeStep());
    };
    ExpectLog({"pending 10",
               "pending 4",
               "x@10",
               "expired 0",
               "expired 0",
               "expired 0",
               "expired 0",
               "y@12"},
              [&state](Log& log) {
                  EventId x;
                  x = Simulator::Schedule(Time(10), [&log, &x, &state] {
                      Note(log, "x")();
                      log.push_back(state(x)); // while it runs
                  });
                  log.push_back(state(x));
                  Simulator::Schedule(Time(6), [&log, &x, &state] { log.push_back(state(x)); });
                  EventId cancelled = Simulator::Schedule(Time(11), Note(log, "cancelled"));
                  EventId removed = Simulator::Schedule(Time(11), Note(log, "removed"));
                  Simulator::Schedule(Time(11), [&] {
                      log.push_back(state(cancelled));
                      log.push_back(state(removed));
                  });
                  cancelled.Cancel();
                  removed.Remove();
                  Simulator::Schedule(Time(12), [&] {
                      log.push_back(state(x));
                      x.Cancel(); // long gone: nothing happens
                      Simulator::Remove(x);
                      Note(log, "y")();
                  });
                  Simulator::Run();
              });
}

TEST_CASE("ns-3 calls: at one instant, what has run is expired and what has not is pending")
{
    ExpectLog({"e0", "e0 e1", "e0 e1 e2", "e0 e1 e2 e3", "removed e4"}, [](Log& log) {
        std::vector<EventId> ids(6);
        for (size_t i = 0; i < 4; ++i)
        {
            ids[i] = Simulator::Schedule(Time(5), [&log, &ids] {
                std::string expired;
                for (size_t k = 0; k < 4; ++k)
                {
                    expired += ids[k].IsExpired() ? (k > 0 ? " e" : "e") + std::to_string(k) : "";
                }
                log.push_back(expired);
            });
        }
        ids[5] = Simulator::Schedule(Time(5), [&log, &ids] {
            Simulator::Remove(ids[4]);
            log.push_back(ids[4].IsExpired() ? "removed e4" : "kept e4");
        });
        ids[4] = Simulator::Schedule(Time(5), Note(log, "e4"));
        Simulator::Run();
    });
}

TEST_CASE("ns-3 calls: ScheduleDestroy runs in order at Destroy; Cancel and Remove work on it")
{
    ExpectLog({"run@7", "first@7", "second@7"}, [](Log& log) {
        Simulator::ScheduleDestroy(Note(log, "first"));
        const EventId cancelled = Simulator::ScheduleDestroy(Note(log, "cancelled"));
        EventId removed = Simulator::ScheduleDestroy(Note(log, "removed"));
        Simulator::ScheduleDestroy(Note(log, "second"));
        CHECK_FALSE(cancelled.IsExpired());
        CHECK_FALSE(removed.IsExpired());
        Simulator::Cancel(cancelled);
        Simulator::Remove(removed);
        CHECK(cancelled.IsExpired());
        CHECK(removed.IsExpired());
        Simulator::Schedule(Time(7), Note(log, "run"));
        Simulator::Run();
    });
}

TEST_CASE("ns-3 calls: the context is the scheduler's, or the one given, or none outside events")
{
    ExpectLog({"none", "7", "7", "none", "9"}, [](Log& log) {
        const auto note = [&log] {
            const uint32_t context = Simulator::GetContext();
            log.push_back(context == Simulator::NO_CONTEXT ? "none" : std::to_string(context));
        };
        note();
        Simulator::ScheduleWithContext(7, Time(1), [&note] {
            note();
            Simulator::Schedule(Time(1), note); // inherits
            Simulator::ScheduleWithContext(9, Time(3), note);
        });
        Simulator::Schedule(Time(3), note);
        Simulator::Run();
    });
}

TEST_CASE("ns-3 calls: a stopped simulation is finished, events or not; one with none is too")
{
    ExpectLog({"false", "stopped true", "drained true"}, [](Log& log) {
        const auto note = [&log](const std::string& when) {
            log.push_back(when + (Simulator::IsFinished() ? "true" : "false"));
        };
        Simulator::Schedule(Time(1), [] { Simulator::Stop(); });
        Simulator::Schedule(Time(2), [] {});
        note("");
        Simulator::Run();
        note("stopped ");
        Simulator::Run();
        note("drained ");
    });
}

TEST_CASE("ns-3 calls: ScheduleNow runs after what is scheduled for now already")
{
    ExpectLog({"a@3", "b@3", "now@3", "c@4"}, [](Log& log) {
        Simulator::Schedule(Time(3), [&log] {
            Note(log, "a")();
            Simulator::ScheduleNow(Note(log, "now"));
        });
        Simulator::Schedule(Time(3), Note(log, "b"));
        Simulator::Schedule(Time(4), Note(log, "c"));
        Simulator::Run();
    });
}

TEST_CASE("ns-3 calls: any mix of schedule, cancel and remove runs the same events")
{
    struct Step
    {
        int64_t delay;
        unsigned what; //!< 0 cancels, 1 removes, else schedules
        size_t which;
    };

    CHECK(rc::check([] {
        const auto steps = *rc::gen::container<std::vector<Step>>(
            rc::gen::construct<Step>(rc::gen::inRange<int64_t>(0, 8),
                                     rc::gen::inRange(0U, 5U),
                                     rc::gen::inRange<size_t>(0, 1000)));
        Log logs[2];
        for (const char* kernel : {kNs3Kernel, kOurKernel})
        {
            Log& log = logs[kernel == kOurKernel ? 1 : 0];
            const Simulation simulation(kernel);
            std::vector<EventId> ids;
            size_t next = 0;
            // Each event takes the next three steps.
            std::function<void()> act = [&] {
                for (int i = 0; i < 3 && next < steps.size(); ++i)
                {
                    const Step& step = steps[next++];
                    const size_t victim = ids.empty() ? 0 : step.which % ids.size();
                    if (step.what >= 2 || ids.empty())
                    {
                        const std::string name = std::to_string(ids.size());
                        ids.push_back(Simulator::Schedule(Time(step.delay), [&log, &act, name] {
                            Note(log, name)();
                            act();
                        }));
                    }
                    else if (step.what == 0)
                    {
                        ids[victim].Cancel();
                    }
                    else
                    {
                        Simulator::Remove(ids[victim]);
                    }
                    std::string expired;
                    for (const EventId& id : ids)
                    {
                        expired += id.IsExpired() ? 'x' : '.';
                    }
                    log.push_back(expired);
                }
            };
            act();
            Simulator::Run();
        }
        RC_ASSERT(logs[0] == logs[1]);
    }));
}

} // namespace kernel_ns3_calls_test
