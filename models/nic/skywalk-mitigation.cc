// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/skywalk-mitigation.h"

#include "models/base/attributes.h"

#include <array>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SkywalkMitigationInterruptModeration);

namespace
{

/** @brief Averages per sample at which to go a row down or up, and what the thread waits. */
struct Row
{
    int64_t packetsLow;
    int64_t packetsHigh;
    int64_t bytesLow;
    int64_t bytesHigh;
    SimTime delay;
};

constexpr size_t kRows = 5;
using Table = std::array<Row, kRows>;

// XNU, bsd/skywalk/nexus/netif/nx_netif_mit.c, for samples of 10 ms.
constexpr Table kNative{{{10, 60, 4'000, 6'000, MicroSeconds(100)},
                         {40, 100, 5'000, 300'000, MicroSeconds(300)},
                         {80, 200, 100'000, 300'000, MicroSeconds(500)},
                         {220, 240, 330'000, 375'000, MicroSeconds(1000)},
                         {250, 2000, 450'000, 30'000'000, MicroSeconds(200)}}};
constexpr Table kCompat{{{10, 60, 4'000, 6'000, MicroSeconds(100)},
                         {40, 100, 5'000, 300'000, MicroSeconds(300)},
                         {80, 200, 100'000, 300'000, MicroSeconds(500)},
                         {220, 240, 330'000, 375'000, MicroSeconds(1000)},
                         {250, 2000, 450'000, 3'000'000, MicroSeconds(200)}}};
constexpr Table kCellular{{{10, 40, 4'000, 6'000, MicroSeconds(300)},
                           {20, 60, 5'000, 150'000, MicroSeconds(500)},
                           {40, 80, 80'000, 200'000, MicroSeconds(700)},
                           {60, 250, 150'000, 375'000, MicroSeconds(1500)},
                           {260, 2000, 450'000, 3'000'000, MicroSeconds(400)}}};

const Row&
RowOf(SkywalkMitigationTable table, size_t level)
{
    const std::array<const Table*, 3> tables{&kNative, &kCompat, &kCellular};
    return tables.at(static_cast<size_t>(table))->at(level);
}

} // namespace

ns3::TypeId
SkywalkMitigationInterruptModeration::GetTypeId()
{
    using Self = SkywalkMitigationInterruptModeration;
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SkywalkMitigationInterruptModeration")
            .SetParent<InterruptModeration>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<SkywalkMitigationInterruptModeration>()
            .AddAttribute("Table",
                          "Thresholds and delays of a native, a compatible or a native cellular "
                          "interface.",
                          QuantityDefault(SkywalkMitigationTable::Native),
                          MakeQuantityAccessor(&Self::m_table),
                          MakeChoiceChecker({"native", "compat", "cellular"}))
            .AddAttribute("Mode",
                          "advanced delays the thread by the table; simple never does.",
                          QuantityDefault(SkywalkMitigationMode::Advanced),
                          MakeQuantityAccessor(&Self::m_mode),
                          MakeChoiceChecker({"simple", "advanced"}))
            .AddAttribute("SampleTime",
                          "Least length of a sample; the tables are made for 10 ms.",
                          QuantityDefault(MilliSeconds(10)),
                          MakeQuantityAccessor(&Self::m_sampleTime),
                          MakeQuantityChecker<SimTime>(MilliSeconds(1), Seconds(1)))
            .AddAttribute("HoldTime",
                          "Least time between two moves in the table; without a sample for longer "
                          "than this it starts anew.",
                          QuantityDefault(Seconds(1)),
                          MakeQuantityAccessor(&Self::m_holdTime),
                          MakeQuantityChecker<SimTime>(MilliSeconds(1), Seconds(1000)));
    return tid;
}

void
SkywalkMitigationInterruptModeration::DoAttach()
{
    m_sampler.SetLength(m_sampleTime);
    m_timer.Bind<&SkywalkMitigationInterruptModeration::Raise>(*this, Priority::PolicyTimer);
}

HandlerContext
SkywalkMitigationInterruptModeration::Context() const
{
    return HandlerContext::KernelThread;
}

void
SkywalkMitigationInterruptModeration::OnPacket(Packets /*waiting*/)
{
    if (Now() >= m_resume)
    {
        Raise();
    }
    else if (!m_timer.IsArmed())
    {
        m_timer.ArmAt(m_resume);
    }
}

void
SkywalkMitigationInterruptModeration::OnEnabled(const HandlerRun& run)
{
    if (m_mode == SkywalkMitigationMode::Advanced)
    {
        Sample(run);
        const int64_t microsecond = MicroSeconds(1).Value();
        const SimTime worked((Now() - run.raised).Value() / microsecond * microsecond);
        const SimTime delay = Delay();
        m_resume = delay > worked ? Now() + (delay - worked) : Now();
    }
    if (run.waiting > Packets(0))
    {
        OnPacket(run.waiting);
    }
}

void
SkywalkMitigationInterruptModeration::Sample(const HandlerRun& run)
{
    const SimTime last = m_sampler.LastSample();
    if (last >= SimTime(0) && Now() - last > m_holdTime)
    {
        SetLevel(false, 0);
        m_sampler.Reset();
    }
    if (!m_sampler.Add(Now(), run.packets, run.bytes))
    {
        return;
    }
    m_changed = m_changed < SimTime(0) ? Now() : m_changed;
    if (Now() - m_changed >= m_holdTime)
    {
        Step();
    }
}

/** @brief Averages move the thread by one row; leaving the first one downwards ends the delays. */
void
SkywalkMitigationInterruptModeration::Step()
{
    const Row& row = RowOf(m_table, m_level);
    const int64_t before = m_moves;
    if (m_sampler.IsAtMost(row.packetsLow, row.bytesLow))
    {
        SetLevel(m_level > 0, m_level > 0 ? m_level - 1 : 0);
    }
    else if (m_sampler.IsAtLeast(row.packetsHigh, row.bytesHigh))
    {
        SetLevel(true, m_level < kRows - 1 ? m_level + 1 : m_level);
    }
    m_changed = m_moves == before ? m_changed : Now();
}

void
SkywalkMitigationInterruptModeration::SetLevel(bool isDynamic, size_t level)
{
    if (isDynamic != m_isDynamic || level != m_level)
    {
        m_isDynamic = isDynamic;
        m_level = level;
        ++m_moves;
    }
}

/** @brief From one begin of work to the next, at the least. */
SimTime
SkywalkMitigationInterruptModeration::Delay() const
{
    return m_isDynamic ? RowOf(m_table, m_level).delay : SimTime(0);
}

void
SkywalkMitigationInterruptModeration::Raise()
{
    m_timer.Cancel();
    Line().Raise();
}

void
SkywalkMitigationInterruptModeration::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Level({"delay", "ps", "from one begin of work to the next, at the least"},
                  Delay().Value());
    visitor.Counter({"moves", "events", "moves from one row of the table to another"}, m_moves);
}

} // namespace nexsim
