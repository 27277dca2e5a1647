// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/processor.h"
#include "tests/support/core-bench.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <stdexcept>
#include <vector>

namespace processor_test
{

using namespace nexsim;
using namespace nexsim::testing;

TEST_CASE("a processor places on the core that is asked for, or on each in turn")
{
    CoreBench bench(PlainSettings(3));
    Processor& processor = bench.processor;
    CHECK(processor.Place(std::nullopt, "a").Number() == 0);
    CHECK(processor.Place(2, "b").Number() == 2);
    CHECK(processor.Place(std::nullopt, "c").Number() == 1);
    CHECK(processor.Place(std::nullopt, "d").Number() == 2);
    CHECK(processor.Place(std::nullopt, "e").Number() == 0);
    CHECK_THROWS_WITH_AS(processor.Place(3, "host/app"),
                         "host/app is placed on core 3, and its host has 3; they are numbered from "
                         "0",
                         std::invalid_argument);
}

TEST_CASE("a processor without a context switch's cost says so")
{
    RunContext run;
    Processor::Settings settings;
    CHECK_THROWS_WITH_AS(Processor(run, "server", settings),
                         "server needs the cost figure \"ctx_switch\", which its host's Costs do "
                         "not have; extend them with a profile that has it, or write "
                         "\"ctx_switch\": \"100ns\"",
                         std::invalid_argument);
}

TEST_CASE("a processor reports the kinds of work that somebody asked for, spinning and polling")
{
    Processor::Settings settings = PlainSettings();
    settings.costs.Set(Figure("unused", SimTime(1)));
    CoreBench bench(std::move(settings));
    bench.Task(CoreClass::UserThread);
    std::vector<std::string> names;
    for (const CostKind kind : bench.processor.ReportedKinds())
    {
        names.push_back(bench.processor.KindName(kind));
    }
    CHECK(names == std::vector<std::string>{"ctx_switch", "work", "spin", "busy_poll"});
}

namespace
{

/** A run of random tasks, with what it has to obey watched at every step. */
class RandomRun
{
  public:
    RandomRun()
        : m_bench(Settings()), m_lockCount(*rc::gen::inRange(0, 3)),
          m_horizon(MicroSeconds(*rc::gen::inRange(20, 400)))
    {
        for (int i = 0; i < m_lockCount; ++i)
        {
            m_locks.push_back(std::make_unique<SpinLock>());
            m_locks.back()->Attach(m_bench.run, fmt::format("lock[{}]", i));
        }
        const int tasks = *rc::gen::inRange(1, 7);
        for (int i = 0; i < tasks; ++i)
        {
            AddTask();
        }
    }

    void Check()
    {
        for (SimTime at = NanoSeconds(500); at < m_horizon; at += NanoSeconds(1700))
        {
            m_bench.Until(at);
            CheckSums();
        }
        m_bench.Until(m_horizon + MilliSeconds(100));
        CheckSums();
        SimTime useful;
        for (const auto& [task, given] : m_given)
        {
            RC_ASSERT(task->jobs.empty());
            RC_ASSERT(static_cast<int64_t>(task->finished.size()) == given.count);
            RC_ASSERT(task->IsAsleep() == (task->period == SimTime(0)));
            useful += given.span;
        }
        RC_ASSERT(m_bench.processor.Spent()[1] == useful);
    }

  private:
    struct Given
    {
        int64_t count = 0;
        SimTime span;
    };

    static Processor::Settings Settings()
    {
        Processor::Settings settings = PlainSettings(*rc::gen::inRange<uint32_t>(1, 4));
        settings.costs.Set(Figure("ctx_switch", NanoSeconds(*rc::gen::inRange(0, 3000))));
        settings.slice = MicroSeconds(*rc::gen::inRange(1, 30));
        settings.idleStates = {{SimTime(0), NanoSeconds(*rc::gen::inRange(0, 2000))},
                               {MicroSeconds(30), MicroSeconds(10)}};
        return settings;
    }

    void AddTask()
    {
        const auto coreClass = static_cast<CoreClass>(*rc::gen::inRange(0, 3));
        JobTask& task = m_bench.Task(coreClass);
        const auto core = *rc::gen::inRange<uint32_t>(0, m_bench.processor.CoreCount());
        // A poller never lets a lower class work.
        const bool polls = coreClass == CoreClass::UserThread && *rc::gen::inRange(0, 4) == 0;
        task.period = polls ? NanoSeconds(*rc::gen::inRange(1, 500)) : SimTime(0);
        task.onBegin = [this, &task, core] { CheckMayBegin(task, core); };
        if (polls)
        {
            m_bench.At(SimTime(0), [this, &task, core] { m_bench.processor.At(core).Wake(task); });
        }
        const int jobs = *rc::gen::inRange(1, 12);
        for (int i = 0; i < jobs; ++i)
        {
            const auto span = NanoSeconds(*rc::gen::inRange(0, 20000));
            const int lock = *rc::gen::inRange(-2, m_lockCount);
            const auto at = m_horizon.Value() / 1000 * *rc::gen::inRange(0, 1000);
            ++m_given[&task].count;
            m_given[&task].span += span;
            m_bench.At(SimTime(at), [this, &task, core, span, lock] {
                SpinLock* held = lock < 0 ? nullptr : m_locks[static_cast<size_t>(lock)].get();
                task.jobs.push_back({span, held});
                m_bench.processor.At(core).Wake(task);
            });
        }
        m_onCore[core].push_back(&task);
    }

    /** Nobody of a higher class on this core has work that waits. */
    void CheckMayBegin(const JobTask& task, uint32_t core)
    {
        for (const JobTask* other : m_onCore[core])
        {
            const bool outranks = other->Class() < task.Class();
            RC_ASSERT(!(outranks && !other->IsAsleep() && !other->jobs.empty()));
        }
    }

    void CheckSums() const
    {
        SimTime busy;
        SimTime byClass;
        for (uint32_t core = 0; core < m_bench.processor.CoreCount(); ++core)
        {
            const Core& at = const_cast<Processor&>(m_bench.processor).At(core);
            busy += at.Busy();
            for (const CoreClass one :
                 {CoreClass::Interrupt, CoreClass::KernelThread, CoreClass::UserThread})
            {
                byClass += at.Busy(one);
            }
            CheckConserves(core, at);
        }
        SimTime byKind;
        for (const SimTime spent : m_bench.processor.Spent())
        {
            byKind += spent;
        }
        RC_ASSERT(busy == byKind);
        RC_ASSERT(busy == byClass);
    }

    /** A core with a job does not stand still for longer than a way out of idleness takes. */
    void CheckConserves(uint32_t core, const Core& at) const
    {
        bool isWanted = false;
        const auto tasks = m_onCore.find(core);
        for (const JobTask* task :
             tasks == m_onCore.end() ? std::vector<JobTask*>{} : tasks->second)
        {
            isWanted = isWanted || !task->jobs.empty();
        }
        Seen& seen = m_seen[core];
        const SimTime now = m_bench.run.Now();
        if (isWanted && seen.wasWanted && seen.doneJobs == DoneOn(core))
        {
            // Wanted all the time: what was not busy is at most one way out.
            RC_ASSERT((now - seen.at) - (at.Busy() - seen.busy) <= MicroSeconds(10));
            seen.idle += (now - seen.at) - (at.Busy() - seen.busy);
            RC_ASSERT(seen.idle <= MicroSeconds(10));
        }
        else
        {
            seen.idle = SimTime(0);
        }
        seen.wasWanted = isWanted;
        seen.at = now;
        seen.busy = at.Busy();
        seen.doneJobs = DoneOn(core);
    }

    size_t DoneOn(uint32_t core) const
    {
        size_t done = 0;
        const auto tasks = m_onCore.find(core);
        for (const JobTask* task :
             tasks == m_onCore.end() ? std::vector<JobTask*>{} : tasks->second)
        {
            done += task->finished.size();
        }
        return done;
    }

    struct Seen
    {
        bool wasWanted = false;
        SimTime at;
        SimTime busy;
        SimTime idle;
        size_t doneJobs = 0;
    };

    CoreBench m_bench;
    int m_lockCount;
    SimTime m_horizon;
    std::vector<std::unique_ptr<SpinLock>> m_locks;
    std::map<uint32_t, std::vector<JobTask*>> m_onCore;
    std::map<JobTask*, Given> m_given;
    mutable std::map<uint32_t, Seen> m_seen;
};

} // namespace

TEST_CASE("random tasks: time is counted by core, class and kind alike; none is lost, none goes "
          "before a higher class, and no core rests that has work")
{
    CHECK(rc::check([] { RandomRun().Check(); }));
}

} // namespace processor_test
