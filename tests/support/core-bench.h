// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CORE_BENCH_H
#define NEXSIM_CORE_BENCH_H

#include "models/base/exponential-quantity.h"
#include "models/host/processor.h"
#include "models/host/spin-lock.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nexsim::testing
{

inline CostFigure
Figure(std::string name, SimTime span)
{
    CostFigure figure;
    figure.name = std::move(name);
    figure.value = span.Value() * 1000;
    return figure;
}

/** @brief Settings with a context switch that costs nothing, unless more is set. */
inline Processor::Settings
PlainSettings(uint32_t cores = 1)
{
    Processor::Settings settings;
    settings.cores = cores;
    settings.costs.Set(Figure("ctx_switch", SimTime(0)));
    settings.costs.Set(Figure("work", SimTime(1)));
    settings.slice = MilliSeconds(3);
    return settings;
}

/** @brief A task that does jobs in the order in which they are given to it. */
class JobTask : public CoreTask
{
  public:
    struct Job
    {
        SimTime span;
        SpinLock* lock = nullptr;
        std::function<void()> done = {};
    };

    JobTask(const RunContext& run, Processor& processor, CoreClass coreClass)
        : CoreTask(coreClass), m_run(run), m_work(processor.Costs().Need("work", "test"))
    {
    }

    bool Begin(CoreWork& work) override
    {
        ++begins;
        if (onBegin)
        {
            onBegin();
        }
        if (jobs.empty())
        {
            return false;
        }
        begun.push_back(m_run.Now());
        work.Add(m_work, jobs.front().span.Value());
        if (jobs.front().lock != nullptr)
        {
            work.Lock(*jobs.front().lock);
        }
        return true;
    }

    void Finish() override
    {
        finished.push_back(m_run.Now());
        const Job job = std::move(jobs.front());
        jobs.pop_front();
        if (job.done)
        {
            job.done();
        }
    }

    SimTime PollPeriod() const override
    {
        return period;
    }

    std::deque<Job> jobs; //!< the first one is under way
    SimTime period;
    std::function<void()> onBegin;
    int64_t begins = 0;
    std::vector<SimTime> begun;
    std::vector<SimTime> finished;

  private:
    const RunContext& m_run;
    Cost m_work;
};

/** @brief A processor alone, and things to do at given times. */
class CoreBench
{
  public:
    explicit CoreBench(Processor::Settings settings = PlainSettings(), uint32_t seed = 1)
        : run(seed), processor(run, "host", std::move(settings))
    {
    }

    /** @brief Calls `what` at `time`, as an arrival. */
    void At(SimTime time, std::function<void()> what)
    {
        m_shots.push_back(std::make_unique<Shot>());
        Shot& shot = *m_shots.back();
        shot.what = std::move(what);
        const auto fire = [](void* object, TimerCall call) {
            if (call == TimerCall::Fire)
            {
                static_cast<Shot*>(object)->what();
            }
        };
        shot.event = TimerEvent::Make(fire, &shot, run.Kernel(), Priority::Arrival, 7);
        shot.event->ArmAt(time);
    }

    /** @brief At `time` the task gets a job and is woken. */
    void Give(SimTime time, JobTask& task, SimTime span, uint32_t core = 0)
    {
        At(time, [this, &task, span, core] {
            task.jobs.push_back({span});
            processor.At(core).Wake(task);
        });
    }

    JobTask& Task(CoreClass coreClass)
    {
        m_tasks.push_back(std::make_unique<JobTask>(run, processor, coreClass));
        return *m_tasks.back();
    }

    void Until(SimTime time) const
    {
        RunUntil(run, time);
    }

  private:
    struct Shot
    {
        std::function<void()> what;
        ns3::Ptr<TimerEvent> event;
    };

    Simulation m_simulation;

  public:
    RunContext run;
    Processor processor;

  private:
    std::vector<std::unique_ptr<Shot>> m_shots;
    std::vector<std::unique_ptr<JobTask>> m_tasks;
};

} // namespace nexsim::testing

#endif // NEXSIM_CORE_BENCH_H
