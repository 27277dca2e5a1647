// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/spin-lock.h"
#include "tests/support/core-bench.h"
#include "tests/support/metric-map.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace core_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

using Times = std::vector<SimTime>;

SimTime
Us(int64_t us)
{
    return MicroSeconds(us);
}

Processor::Settings
WithSwitch(SimTime cost, SimTime slice = MilliSeconds(3))
{
    Processor::Settings settings = PlainSettings();
    settings.costs.Set(Figure("ctx_switch", cost));
    settings.slice = slice;
    return settings;
}

SimTime
SpentOn(const Processor& processor, CostKind kind)
{
    return processor.Spent()[kind];
}

} // namespace

TEST_CASE("a core does pieces of work one after the other, and counts them while they last")
{
    CoreBench bench;
    JobTask& task = bench.Task(CoreClass::UserThread);
    bench.Give(Us(1), task, Us(10));
    bench.Give(Us(2), task, Us(5));
    bench.Until(Us(4));
    CHECK(bench.processor.At(0).Busy() == Us(3));
    CHECK(SpentOn(bench.processor, 1) == Us(3));
    bench.Until(Us(100));
    CHECK(task.begun == Times{Us(1), Us(11)});
    CHECK(task.finished == Times{Us(11), Us(16)});
    CHECK(task.IsAsleep());
    const MetricMap metrics(bench.processor.At(0));
    CHECK(metrics["busy_time"] == Us(15).Value());
    CHECK(metrics["wakeups"] == 1);
    CHECK(metrics["context_switches"] == 1);
}

TEST_CASE("a higher class takes the core at once, and the lower one goes on where it stopped")
{
    CoreBench bench;
    JobTask& user = bench.Task(CoreClass::UserThread);
    JobTask& kernel = bench.Task(CoreClass::KernelThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    bench.Give(Us(0), user, Us(100));
    bench.Give(Us(10), kernel, Us(50));
    bench.Give(Us(20), interrupt, Us(5));
    bench.Give(Us(21), user, Us(7)); // joins its queue, disturbs nobody
    bench.Until(Us(30));
    CHECK(bench.processor.At(0).Busy(CoreClass::UserThread) == Us(10));
    CHECK(bench.processor.At(0).Busy(CoreClass::KernelThread) == Us(15));
    CHECK(bench.processor.At(0).Busy(CoreClass::Interrupt) == Us(5));
    bench.Until(Us(1000));
    CHECK(interrupt.finished == Times{Us(25)});
    CHECK(kernel.finished == Times{Us(65)});
    CHECK(user.finished == Times{Us(155), Us(162)});
    CHECK(MetricMap(bench.processor.At(0))["preemptions"] == 2);
}

TEST_CASE("a thread that follows another pays the switch, an interrupt does not")
{
    CoreBench bench(WithSwitch(Us(2)));
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& kernel = bench.Task(CoreClass::KernelThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    bench.Give(Us(0),
               a,
               Us(10)); // 2 + 10, interrupted at 3 by 1, at 5 by 2 + 4 and a way back of 2
    bench.Give(Us(3), interrupt, Us(1));
    bench.Give(Us(5), kernel, Us(4));
    bench.Until(Us(9));
    CHECK(SpentOn(bench.processor, 0) == Us(4));
    bench.Until(Us(1000));
    CHECK(interrupt.finished == Times{Us(4)});
    CHECK(kernel.finished == Times{Us(11)});
    CHECK(a.finished == Times{Us(21)});
    CHECK(a.WakeUpSpan() == Us(2));
    CHECK(SpentOn(bench.processor, 0) == Us(6));
    CHECK(SpentOn(bench.processor, 1) == Us(15));
    CHECK(MetricMap(bench.processor.At(0))["context_switches"] == 3);
    // Woken again, it has its context still.
    bench.Give(Us(1000), a, Us(1));
    bench.Until(Us(2000));
    CHECK(a.finished.back() == Us(1001));
    CHECK(a.WakeUpSpan() == Us(0));
}

TEST_CASE("an observer is told of all that a core does, in order, and what each time went to")
{
    struct Runs : WorkObserver
    {
        void OnWork(const WorkDone& /*done*/, const Packet& /*packet*/) override {}

        void OnRun(const Core& core, const CoreTask& task, SimTime since) override
        {
            CHECK(since >= last);
            last = core.Now();
            classes.push_back(task.Class());
            spans.push_back(core.Now() - since);
            task.Work().ForNext(core.Now() - since,
                                [this](CostKind kind, SimTime span) { spent.at(kind) += span; });
        }

        SimTime last;
        std::vector<CoreClass> classes;
        Times spans;
        Times spent = Times(2); //!< by kind: switches, work
    } runs;

    CoreBench bench(WithSwitch(Us(2)));
    bench.processor.SetObserver(&runs);
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& kernel = bench.Task(CoreClass::KernelThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    bench.Give(Us(0), a, Us(10)); // as above: 2 + 10, interrupted at 3 and at 5
    bench.Give(Us(3), interrupt, Us(1));
    bench.Give(Us(5), kernel, Us(4));
    bench.Until(Us(16));
    bench.processor.At(0).TellUntold();
    CHECK(runs.spans == Times{Us(3), Us(1), Us(1), Us(6), Us(5)});
    CHECK(runs.classes == std::vector<CoreClass>{CoreClass::UserThread,
                                                 CoreClass::Interrupt,
                                                 CoreClass::UserThread,
                                                 CoreClass::KernelThread,
                                                 CoreClass::UserThread});
    CHECK(bench.processor.At(0).Busy() == Us(16));
    CHECK(runs.spent == Times{SpentOn(bench.processor, 0), SpentOn(bench.processor, 1)});
    CHECK(runs.spent == Times{Us(4), Us(12)}); // the way back stands behind the part under way
    bench.processor.SetObserver(nullptr);
}

TEST_CASE("threads of a class take turns by slices, between pieces, however often interrupted")
{
    CoreBench bench(WithSwitch(Us(0), Us(30)));
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& b = bench.Task(CoreClass::UserThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    for (int i = 0; i < 8; ++i)
    {
        bench.Give(Us(0), a, Us(20));
        bench.Give(Us(0), b, Us(20));
    }
    // An interrupt in the middle of every piece does not renew the slice.
    for (int i = 0; i < 40; ++i)
    {
        bench.Give(Us(10 * i + 5), interrupt, Us(0));
    }
    bench.Until(Us(1000));
    // Two pieces of 20 us pass 30 us.
    CHECK(Times(a.finished.begin(), a.finished.begin() + 4) ==
          Times{Us(20), Us(40), Us(100), Us(120)});
    CHECK(Times(b.finished.begin(), b.finished.begin() + 4) ==
          Times{Us(60), Us(80), Us(140), Us(160)});
    CHECK(a.finished.size() == 8);
    CHECK(b.finished.size() == 8);
    CHECK(bench.processor.At(0).Busy() == Us(320));
}

TEST_CASE("an idle core is in the deepest state whose residency has passed")
{
    Processor::Settings settings = WithSwitch(Us(1));
    settings.idleStates = {{Us(0), Us(2)}, {Us(600), Us(133)}};
    CoreBench bench(std::move(settings));
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& b = bench.Task(CoreClass::UserThread);
    bench.Give(Us(599), a, Us(10));  // +2 and a switch of 1
    bench.Give(Us(1212), a, Us(10)); // idle since 612: +133
    bench.Give(Us(1300), b, Us(10)); // while it wakes up: waits for the rest, and for a
    bench.Until(Us(1300));
    CHECK(a.finished == Times{Us(612)});
    CHECK(a.WakeUpSpan() == Us(133));
    bench.Until(Us(5000));
    CHECK(a.finished == Times{Us(612), Us(1355)});
    CHECK(b.finished == Times{Us(1366)});
    CHECK(b.WakeUpSpan() == Us(46));
    const MetricMap metrics(bench.processor.At(0));
    CHECK(metrics["wakes_from_idle"] == 2);
    CHECK(metrics["busy_time"] == Us(32).Value());
}

TEST_CASE("a lock goes to cores in the order of asking, and its holder is not interrupted")
{
    Processor::Settings settings = PlainSettings(3);
    settings.costs.Set(Figure("ctx_switch", Us(1)));
    CoreBench bench(std::move(settings));
    SpinLock lock;
    lock.Attach(bench.run, "lock");
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& b = bench.Task(CoreClass::UserThread);
    JobTask& c = bench.Task(CoreClass::UserThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    const auto give = [&](SimTime time, JobTask& task, uint32_t core, SimTime span) {
        bench.At(time, [&, core, span] {
            task.jobs.push_back({span, &lock});
            bench.processor.At(core).Wake(task);
        });
    };
    give(Us(0), a, 0, Us(10)); // asks at 1, after the switch to it
    give(Us(4), c, 2, Us(10)); // asks at 5, spins to 11
    give(Us(3), b, 1, Us(10)); // asks at 4 + 2 for the interrupt, spins to 21
    bench.Give(Us(3), interrupt, Us(2), 1);
    bench.Give(Us(6), interrupt, Us(2), 1); // too late: comes after the lock
    bench.Until(Us(12));
    CHECK(MetricMap(lock)["held_share"] == Us(11).Value());
    bench.Until(Us(1000));
    CHECK(a.finished == Times{Us(11)});
    CHECK(c.finished == Times{Us(21)});
    CHECK(b.finished == Times{Us(31)});
    CHECK(interrupt.finished == Times{Us(5), Us(33)});
    CHECK(SpentOn(bench.processor, bench.processor.SpinKind()) == Us(6 + 15));
    const MetricMap metrics(lock);
    CHECK(metrics["acquired"] == 3);
    CHECK(metrics["contended"] == 2);
    CHECK(metrics["spin_time"] == Us(21).Value());
    CHECK(metrics["held_share"] == Us(30).Value());
}

TEST_CASE("where a profile has a hand-over, a contended lock costs it at each")
{
    Processor::Settings settings = PlainSettings(2);
    settings.costs.Set(Figure("lock_hand_over", Us(3)));
    CoreBench bench(std::move(settings));
    SpinLock lock;
    lock.Attach(bench.run, "lock");
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& b = bench.Task(CoreClass::UserThread);
    bench.At(Us(0), [&] {
        a.jobs = {{Us(10), &lock}};
        b.jobs = {{Us(10), &lock}};
        bench.processor.At(0).Wake(a);
        bench.processor.At(1).Wake(b);
    });
    bench.Until(Us(100));
    CHECK(a.finished == Times{Us(10)});
    CHECK(b.finished == Times{Us(23)});
    CHECK(MetricMap(lock)["held_share"] == Us(23).Value());
}

TEST_CASE("a task that polls keeps its core busy and begins when the look under way is over")
{
    CoreBench bench;
    JobTask& task = bench.Task(CoreClass::UserThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    task.period = Us(4);
    bench.At(Us(0), [&] { bench.processor.At(0).Wake(task); });
    bench.Give(Us(9), task, Us(10));      // looks end at 12
    bench.Give(Us(30), interrupt, Us(5)); // polls since 22, again from 35
    bench.Give(Us(43), task, Us(1));      // on a boundary: at once
    bench.Until(Us(20));
    CHECK(bench.processor.At(0).Busy() == Us(20));
    bench.Until(Us(50));
    CHECK(task.begun == Times{Us(12), Us(43)});
    CHECK(interrupt.finished == Times{Us(35)});
    CHECK(!task.IsAsleep());
    CHECK(bench.processor.At(0).Busy() == Us(50));
    CHECK(SpentOn(bench.processor, bench.processor.PollKind()) == Us(50 - 5 - 11));
}

TEST_CASE("a task that polls goes on after its switch, and lets others of its class go on")
{
    CoreBench bench(WithSwitch(Us(1), Us(20)));
    JobTask& poller = bench.Task(CoreClass::UserThread);
    JobTask& other = bench.Task(CoreClass::UserThread);
    poller.period = Us(3);
    bench.At(Us(0), [&] { bench.processor.At(0).Wake(poller); });
    bench.Give(Us(5), other, Us(10));  // the poller's slice is over at 20
    bench.Give(Us(25), poller, Us(2)); // it is ready then, without a wake-up of its own
    bench.Until(Us(1000));
    CHECK(other.finished == Times{Us(31)});
    CHECK(poller.begun == Times{Us(31)});
    CHECK(poller.finished == Times{Us(34)});
    CHECK(bench.processor.At(0).Busy() == Us(1000));
    CHECK(bench.processor.Spent()[0] == Us(3));
    CHECK(bench.processor.Spent()[1] == Us(12));
    CHECK(SpentOn(bench.processor, bench.processor.PollKind()) == Us(985));
}

TEST_CASE("a task that is woken by what its own Begin does is asked again")
{
    CoreBench bench;
    JobTask& task = bench.Task(CoreClass::UserThread);
    task.onBegin = [&] {
        if (task.begins == 1)
        {
            bench.At(bench.run.Now() + Us(5), [&] { task.jobs.push_back({Us(1)}); });
        }
        if (task.begins <= 2)
        {
            bench.processor.At(0).Wake(task);
        }
    };
    bench.At(Us(0), [&] { bench.processor.At(0).Wake(task); });
    bench.Until(Us(100));
    CHECK(task.begins == 3);
    CHECK(task.IsAsleep());
}

TEST_CASE("what a task wakes while it works goes first or waits, by class")
{
    CoreBench bench;
    JobTask& user = bench.Task(CoreClass::UserThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    user.jobs = {{Us(10),
                  nullptr,
                  [&] {
                      interrupt.jobs.push_back({Us(3)});
                      bench.processor.At(0).Wake(interrupt);
                  }},
                 {Us(10)}};
    user.onBegin = [&] {
        if (user.begins == 2)
        {
            interrupt.jobs.push_back({Us(2)});
            bench.processor.At(0).Wake(interrupt);
        }
    };
    bench.At(Us(0), [&] { bench.processor.At(0).Wake(user); });
    bench.Until(Us(100));
    CHECK(interrupt.finished == Times{Us(13), Us(15)});
    CHECK(user.finished == Times{Us(10), Us(25)});
}

TEST_CASE("a thread that is outranked between pieces goes on before the others of its class")
{
    CoreBench bench;
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& b = bench.Task(CoreClass::UserThread);
    JobTask& interrupt = bench.Task(CoreClass::Interrupt);
    a.jobs = {{Us(10),
               nullptr,
               [&] {
                   interrupt.jobs.push_back({Us(3)});
                   bench.processor.At(0).Wake(interrupt);
               }},
              {Us(10)}};
    bench.At(Us(0), [&] { bench.processor.At(0).Wake(a); });
    bench.Give(Us(1), b, Us(10));
    bench.Until(Us(100));
    CHECK(interrupt.finished == Times{Us(13)});
    CHECK(a.finished == Times{Us(10), Us(23)});
    CHECK(b.finished == Times{Us(33)});
}

TEST_CASE("a task that never takes time stops the run with its name")
{
    CoreBench bench;
    JobTask& task = bench.Task(CoreClass::UserThread);
    task.onBegin = [&] { task.jobs.push_back({SimTime(0)}); };
    bench.At(Us(5), [&] { bench.processor.At(0).Wake(task); });
    CHECK_THROWS_WITH_AS(bench.Until(Us(10)),
                         "host/core[0]: a task began a piece of work 1000000 times at 5000000 ps "
                         "and time does not go on; give what it does a cost above zero",
                         std::runtime_error);
    CHECK(task.begins == 1'000'000);
}

TEST_CASE("wakes and completions at one instant without a common cause are contended")
{
    CoreBench bench;
    JobTask& a = bench.Task(CoreClass::UserThread);
    JobTask& b = bench.Task(CoreClass::UserThread);
    bench.Give(Us(1), a, Us(4));
    bench.Give(Us(1), b, Us(4)); // by another event of the same priority
    bench.Give(Us(5), a, Us(1)); // a completes then: a departure goes first
    bench.Until(Us(100));
    CHECK(MetricMap(bench.processor.At(0))["contended_ties"] == 1);
    CHECK(MetricMap(bench.processor.At(0))["ordered_ties"] == 1);
}

} // namespace core_test
