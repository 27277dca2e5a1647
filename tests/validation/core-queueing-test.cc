// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/base/exponential-quantity.h"
#include "models/base/timer.h"
#include "tests/support/core-bench.h"
#include "tests/support/sample.h"

#include <doctest/doctest.h>

#include <cmath>
#include <deque>
#include <memory>
#include <vector>

namespace core_queueing_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr double kMicrosecond = 1e6; //!< ps

SimTime
Span(double us)
{
    return SimTime(static_cast<int64_t>(std::llround(us * kMicrosecond)));
}

CostFigure
Exponential(std::string name, double mean)
{
    CostFigure figure = Figure(std::move(name), SimTime(0));
    const auto law = ns3::CreateObject<ExponentialRandomQuantity>();
    law->SetAttribute("Mean", IntegerValue(Span(mean)));
    figure.randomValue = law;
    return figure;
}

/** Takes its work from a queue; what it takes to do one is the cost figure "service". */
class Server : public CoreTask
{
  public:
    Server(const RunContext& run, Processor& processor, CoreClass coreClass)
        : CoreTask(coreClass), m_run(run), m_service(processor.Costs().Need("service", "server")),
          m_vacation(processor.Costs().Use("vacation"))
    {
    }

    void Arrive(Core& core)
    {
        m_queue.push_back(m_run.Now());
        core.Wake(*this);
    }

    bool Begin(CoreWork& work) override
    {
        m_isAway = m_queue.empty() && m_vacation;
        if (m_isAway)
        {
            work.Add(*m_vacation);
            return true;
        }
        if (m_queue.empty())
        {
            return false;
        }
        waited += static_cast<double>((m_run.Now() - m_queue.front()).Value()) / kMicrosecond;
        work.Add(m_service);
        return true;
    }

    void Finish() override
    {
        if (m_isAway)
        {
            return;
        }
        stayed += static_cast<double>((m_run.Now() - m_queue.front()).Value()) / kMicrosecond;
        m_queue.pop_front();
        ++served;
        if (served == kDiscarded)
        {
            waited = 0;
            stayed = 0;
        }
    }

    SimTime PollPeriod() const override
    {
        return pollPeriod;
    }

    double MeanWait() const
    {
        return waited / static_cast<double>(served - kDiscarded);
    }

    double MeanStay() const
    {
        return stayed / static_cast<double>(served - kDiscarded);
    }

    static constexpr int64_t kDiscarded = 10'000;

    SimTime pollPeriod;
    double waited = 0;
    double stayed = 0;
    int64_t served = 0;

  private:
    const RunContext& m_run;
    Cost m_service;
    std::optional<Cost> m_vacation;
    std::deque<SimTime> m_queue;
    bool m_isAway = false;
};

/** A Poisson process of arrivals at a server. */
class Arrivals : public Component
{
  public:
    Arrivals(Server& server, Core& core, double rate) : m_server(server), m_core(core), m_rate(rate)
    {
    }

  protected:
    void DoAttach() override
    {
        m_stream.emplace(Stream("gaps"));
        m_next.Bind<&Arrivals::OnTime>(*this, Priority::Arrival);
        Arm();
    }

  private:
    void OnTime()
    {
        Arm();
        m_server.Arrive(m_core);
    }

    void Arm()
    {
        m_next.ArmAt(Now() + Span(-std::log(m_stream->Uniform()) / m_rate));
    }

    Server& m_server;
    Core& m_core;
    double m_rate;
    std::optional<RandomStream> m_stream;
    Timer m_next;
};

constexpr uint32_t kSeeds = 5;
constexpr int64_t kJobs = 100'000;

struct Queue
{
    double rate = 0.5;
    CostFigure service = Figure("service", MicroSeconds(1));
    std::optional<CostFigure> vacation = {};
    SimTime pollPeriod = {};
    std::vector<IdleExit> idleStates = {};
};

Sample
MeanWait(const Queue& queue)
{
    return OverSeeds(kSeeds, [&queue](uint32_t seed) {
        Processor::Settings settings = PlainSettings();
        settings.costs.Set(queue.service);
        if (queue.vacation)
        {
            settings.costs.Set(*queue.vacation);
        }
        settings.idleStates = queue.idleStates;
        CoreBench bench(std::move(settings), seed);
        Server server(bench.run, bench.processor, CoreClass::UserThread);
        server.pollPeriod = queue.pollPeriod;
        Arrivals arrivals(server, bench.processor.At(0), queue.rate);
        arrivals.Attach(bench.run, "arrivals");
        if (queue.vacation || queue.pollPeriod > SimTime(0))
        {
            bench.At(SimTime(0), [&] { bench.processor.At(0).Wake(server); });
        }
        bench.Until(Span(static_cast<double>(kJobs) / queue.rate));
        return server.MeanWait();
    });
}

/** Pollaczek and Khinchine. @param second moment of the service, of mean 1 */
double
PollaczekKhinchine(double rate, double second)
{
    return rate * second / (2 * (1 - rate));
}

void
CheckAgrees(const Sample& sample, double value, double relative)
{
    CAPTURE(sample.mean);
    CAPTURE(value);
    CAPTURE(3 * sample.deviation / std::sqrt(sample.count));
    CHECK(sample.Agrees(value, relative));
}

} // namespace

// Fails when an exit latency is charged to every job, to none, or not shared by those that wait.
TEST_CASE("a way out of idleness D adds (2 D + lam D^2) / (2 (1 + lam D)) to the wait of M/G/1")
{
    for (const double rate : {0.3, 0.5, 0.8})
    {
        for (const double exit : {0.5, 2.0, 10.0})
        {
            CAPTURE(rate);
            CAPTURE(exit);
            Queue queue;
            queue.rate = rate;
            queue.idleStates = {{SimTime(0), Span(exit)}};
            const double setUp = (2 * exit + rate * exit * exit) / (2 * (1 + rate * exit));
            CheckAgrees(MeanWait(queue), PollaczekKhinchine(rate, 1) + setUp, 0.01);
        }
    }
    Queue queue;
    queue.service = Exponential("service", 1);
    queue.idleStates = {{SimTime(0), Span(2)}};
    CheckAgrees(MeanWait(queue), 1.0 + 1.5, 0.01);
}

// Fails when a look is cut short by the wake-up, or looks begin anew with each arrival.
TEST_CASE("a task that polls with period V adds V / 2 to the wait of M/G/1")
{
    for (const double rate : {0.3, 0.5, 0.8})
    {
        for (const double period : {0.25, 2.0})
        {
            CAPTURE(rate);
            CAPTURE(period);
            Queue queue;
            queue.rate = rate;
            queue.pollPeriod = Span(period);
            CheckAgrees(MeanWait(queue), PollaczekKhinchine(rate, 1) + period / 2, 0.01);
        }
    }
}

// Fails when a random cost has another law than its figure.
TEST_CASE("vacations V of a server without work add E[V^2] / (2 E[V]) to the wait of M/G/1")
{
    Queue queue;
    queue.vacation = Figure("vacation", MicroSeconds(2));
    CheckAgrees(MeanWait(queue), 1.5, 0.01);
    queue.vacation = Exponential("vacation", 2);
    CheckAgrees(MeanWait(queue), 2.5, 0.01);
    queue.rate = 0.8;
    CheckAgrees(MeanWait(queue), PollaczekKhinchine(0.8, 1) + 2, 0.01);
}

// Fails when a class is not interrupted, or what is interrupted begins anew.
TEST_CASE("classes wait as in M/G/1 with preemptive-resume priority")
{
    const std::vector<CoreClass> classes = {CoreClass::Interrupt,
                                            CoreClass::KernelThread,
                                            CoreClass::UserThread};
    for (const auto& rates : {std::vector<double>{0.3, 0, 0.4},
                              std::vector<double>{0, 0.5, 0.2},
                              std::vector<double>{0.2, 0.2, 0.3}})
    {
        double before = 0; // load of the classes above
        double residual = 0;
        for (size_t k = 0; k < classes.size(); ++k)
        {
            if (rates[k] == 0)
            {
                continue;
            }
            const double with = before + rates[k];
            residual += rates[k] / 2;
            const double stay = 1 / (1 - before) + residual / ((1 - before) * (1 - with));
            const Sample sample = OverSeeds(kSeeds, [&](uint32_t seed) {
                Processor::Settings settings = PlainSettings();
                settings.costs.Set(Figure("service", MicroSeconds(1)));
                CoreBench bench(std::move(settings), seed);
                std::vector<std::unique_ptr<Server>> servers;
                std::vector<std::unique_ptr<Arrivals>> arrivals;
                for (size_t i = 0; i < classes.size(); ++i)
                {
                    servers.push_back(
                        std::make_unique<Server>(bench.run, bench.processor, classes[i]));
                    if (rates[i] > 0)
                    {
                        arrivals.push_back(std::make_unique<Arrivals>(*servers[i],
                                                                      bench.processor.At(0),
                                                                      rates[i]));
                        arrivals.back()->Attach(bench.run, fmt::format("arrivals[{}]", i));
                    }
                }
                bench.Until(Span(static_cast<double>(kJobs) / 0.2));
                return servers[k]->MeanStay();
            });
            CAPTURE(k);
            CheckAgrees(sample, stay, 0.01);
            before = with;
        }
    }
}

namespace
{

/** Works without the lock ("think"), then with it ("hold"), for ever. */
class LockLoop : public CoreTask
{
  public:
    LockLoop(Processor& processor, SpinLock& lock)
        : CoreTask(CoreClass::UserThread), m_lock(lock),
          m_think(processor.Costs().Need("think", "loop")),
          m_hold(processor.Costs().Need("hold", "loop"))
    {
    }

    bool Begin(CoreWork& work) override
    {
        m_isHolding = !m_isHolding;
        work.Add(m_isHolding ? m_hold : m_think);
        if (m_isHolding)
        {
            work.Lock(m_lock);
        }
        return true;
    }

    void Finish() override
    {
        rounds += m_isHolding ? 1 : 0;
    }

    int64_t rounds = 0;

  private:
    SpinLock& m_lock;
    Cost m_think;
    Cost m_hold;
    bool m_isHolding = true;
};

/** Rounds of all cores together between two times. */
int64_t
Rounds(uint32_t cores, CostFigure think, CostFigure hold, SimTime from, SimTime to, uint32_t seed)
{
    Processor::Settings settings = PlainSettings(cores);
    settings.costs.Set(std::move(think));
    settings.costs.Set(std::move(hold));
    CoreBench bench(std::move(settings), seed);
    SpinLock lock;
    lock.Attach(bench.run, "lock");
    std::vector<std::unique_ptr<LockLoop>> loops;
    bench.At(SimTime(0), [&] {
        for (uint32_t core = 0; core < cores; ++core)
        {
            loops.push_back(std::make_unique<LockLoop>(bench.processor, lock));
            bench.processor.At(core).Wake(*loops.back());
        }
    });
    const auto count = [&loops] {
        int64_t rounds = 0;
        for (const auto& loop : loops)
        {
            rounds += loop->rounds;
        }
        return rounds;
    };
    bench.Until(from);
    const int64_t before = count();
    bench.Until(to);
    return count() - before;
}

/** Mean value analysis of the machine repairman: n machines, up for Z, repaired one by one in S. */
double
MachineRepairman(uint32_t machines, double z, double s)
{
    double waiting = 0;
    double rate = 0;
    for (uint32_t n = 1; n <= machines; ++n)
    {
        const double response = s * (1 + waiting);
        rate = n / (z + response);
        waiting = rate * response;
    }
    return rate;
}

constexpr double kThink = 2.0;
constexpr double kHold = 0.35;

} // namespace

// Fails when two cores hold the lock at once, or spinning costs the holder time.
TEST_CASE("n cores pass a lock min(n / (Z + S), 1 / S) times a second, exactly")
{
    for (const uint32_t cores : {1U, 2U, 4U, 6U, 7U, 8U, 16U})
    {
        CAPTURE(cores);
        const bool isSaturated = cores * kHold > kThink + kHold;
        const double period = isSaturated ? kHold : kThink + kHold;
        const int64_t rounds = Rounds(cores,
                                      Figure("think", Span(kThink)),
                                      Figure("hold", Span(kHold)),
                                      Span(period * 200),
                                      Span(period * 1200),
                                      1);
        CHECK(rounds == (isSaturated ? 1000 : 1000 * cores));
    }
}

// Fails when the lock goes to another than who asked first and is then idle, or is held too long.
TEST_CASE("n cores with exponential times pass a lock as often as the machine repairman's law says")
{
    CHECK(MachineRepairman(4, kThink, kHold) == doctest::Approx(1.569).epsilon(0.001));
    for (const uint32_t cores : {1U, 2U, 4U, 8U, 16U})
    {
        CAPTURE(cores);
        const Sample rate = OverSeeds(kSeeds, [cores](uint32_t seed) {
            const int64_t rounds = Rounds(cores,
                                          Exponential("think", kThink),
                                          Exponential("hold", kHold),
                                          Span(1'000),
                                          Span(21'000),
                                          seed);
            return static_cast<double>(rounds) / 20'000;
        });
        CheckAgrees(rate, MachineRepairman(cores, kThink, kHold), 0.005);
    }
}

} // namespace core_queueing_test
