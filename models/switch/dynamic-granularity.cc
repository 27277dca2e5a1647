// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/dynamic-granularity.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DynamicGranularityQueueingSystem);

namespace
{

constexpr Ratio
Percent(int64_t value)
{
    return Ratio(value * 10'000'000);
}

} // namespace

ns3::TypeId
DynamicGranularityQueueingSystem::GetTypeId()
{
    using Self = DynamicGranularityQueueingSystem;
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DynamicGranularityQueueingSystem")
            .SetParent<QueueingSystem>()
            .SetGroupName("nexsim/switch")
            .AddConstructor<Self>()
            .AddAttribute("Window",
                          "Time between two samples of the output ports.",
                          QuantityDefault(MicroSeconds(100)),
                          MakeQuantityAccessor(&Self::m_window),
                          MakeQuantityChecker<SimTime>(NanoSeconds(1), Seconds(1)))
            .AddAttribute("Gain",
                          "Weight of the newest sample in the average of the offered rate.",
                          QuantityDefault(Percent(50)),
                          MakeQuantityAccessor(&Self::m_gain),
                          MakeQuantityChecker<Ratio>(Ratio(1), Percent(100)))
            .AddAttribute("Up",
                          "A port is hot above this share of its link's rate.",
                          QuantityDefault(Percent(90)),
                          MakeQuantityAccessor(&Self::m_up),
                          MakeQuantityChecker<Ratio>(Ratio(0), Percent(100'000)))
            .AddAttribute("Down",
                          "It is cool below this share; no more than Up.",
                          QuantityDefault(Percent(70)),
                          MakeQuantityAccessor(&Self::m_down),
                          MakeQuantityChecker<Ratio>(Ratio(0), Percent(100'000)))
            .AddAttribute("BackPressureUp",
                          "A port is hot, too, when it exerts back-pressure for more than this "
                          "share of a window.",
                          QuantityDefault(Percent(5)),
                          MakeQuantityAccessor(&Self::m_backPressureUp),
                          MakeQuantityChecker<Ratio>(Ratio(0), Percent(100)))
            .AddAttribute("DropUp",
                          "A port is hot, too, when more than this share of its packets is "
                          "dropped. 100% is never: a full coarse queue drops the packets of "
                          "innocent ports as well.",
                          QuantityDefault(Percent(100)),
                          MakeQuantityAccessor(&Self::m_dropUp),
                          MakeQuantityChecker<Ratio>(Ratio(0), Percent(100)))
            .AddAttribute("HoldUp",
                          "A port must be hot for so long before it gets fine queues.",
                          QuantityDefault(MilliSeconds(1)),
                          MakeQuantityAccessor(&Self::m_holdUp),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1000)))
            .AddAttribute("HoldDown",
                          "A port must be cool for so long before it loses them.",
                          QuantityDefault(MilliSeconds(100)),
                          MakeQuantityAccessor(&Self::m_holdDown),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1000)))
            .AddAttribute("Pool",
                          "Fine queues that there are; at least Classes.",
                          IntegerValue(1024),
                          MakeQuantityAccessor(&Self::m_pool),
                          MakeIntegerRangeChecker(1, 1 << 24))
            .AddAttribute("Step",
                          "Input modules whose traffic to a hot port is moved in one sample, "
                          "those that offer most first.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&Self::m_step),
                          MakeIntegerRangeChecker(1, 4096));
    return tid;
}

void
DynamicGranularityQueueingSystem::DoAttach()
{
    QueueingSystem::DoAttach();
    if (m_down > m_up)
    {
        throw std::invalid_argument(fmt::format("{}: Down ({}) is above Up ({}); it must not be",
                                                Path(),
                                                ToDouble(m_down),
                                                ToDouble(m_up)));
    }
    if (m_pool < ClassCount())
    {
        throw std::invalid_argument(fmt::format(
            "{}: a Pool of {} queues is not enough for one port in {} Classes; it takes "
            "one queue for each class",
            Path(),
            m_pool,
            ClassCount()));
    }
    m_thresholds = {m_up, m_down, m_backPressureUp, m_dropUp, m_holdUp, m_holdDown, m_gain};
    m_sample.Bind<&DynamicGranularityQueueingSystem::OnSample>(*this, Priority::Timer);
}

void
DynamicGranularityQueueingSystem::Start()
{
    m_sample.ArmAt(Now() + m_window);
}

void
DynamicGranularityQueueingSystem::Build()
{
    m_queues.Build(Shape(), ClassCount());
    m_queues.AddShares([this](const BufferUser& user) { AddShare(user); });
    m_parts.resize(size_t{Shape().InputCount()} * Shape().PortCount());
    m_ports.resize(Shape().PortCount());
    m_free = m_pool;
}

bool
DynamicGranularityQueueingSystem::DoEnqueue(PacketPtr packet,
                                            uint32_t input,
                                            uint32_t port,
                                            uint32_t priority)
{
    constexpr int64_t kBitsPerByte = 8;
    PortDemand& demand = m_ports[port].demand;
    const int64_t overhead = Shape().ports[port]->Link().Overhead().Value();
    const int64_t bits = (packet->size + overhead) * kBitsPerByte;
    demand.CountArrival(bits);
    PartOf(input, port).bits += bits;
    const int64_t length = m_queues.LengthFor(*packet, input, port, priority);
    if (!Admit(packet, input, m_queues.Share(input, port, priority), length))
    {
        demand.CountDrop();
        return false;
    }
    m_queues.Push(std::move(packet), input, port, priority, Now());
    return true;
}

FabricOffer
DynamicGranularityQueueingSystem::Offer(uint32_t input, uint32_t output) const
{
    return m_queues.Offer(input, output, Room());
}

PacketPtr
DynamicGranularityQueueingSystem::DoTake(uint32_t input, const FabricOffer& offer, uint32_t& share)
{
    PacketPtr packet = m_queues.Pop(input, offer, Now(), share);
    if (offer.isFine && m_ports[offer.port].isLeaving)
    {
        Release(input, offer.port);
    }
    return packet;
}

void
DynamicGranularityQueueingSystem::OnSample()
{
    for (uint32_t port = 0; port < Shape().PortCount(); ++port)
    {
        const CrossbarPort& out = *Shape().ports[port];
        Port& state = m_ports[port];
        state.demand.Sample(Now(), m_window, out.Link().Rate(), out.BackPressure(), m_thresholds);
        if (state.parts > 0 && !state.isLeaving && state.demand.IsCool())
        {
            Demote(port);
        }
    }
    for (const uint32_t port : HotPorts())
    {
        Promote(port);
    }
    for (Part& part : m_parts)
    {
        part.bits = 0;
    }
    NoteQueueCount();
    m_maxFine = std::max(m_maxFine, m_pool - m_free);
    m_sample.ArmAt(Now() + m_window);
}

/** @brief The port that is offered most first; of equal ones the lower. */
std::vector<uint32_t>
DynamicGranularityQueueingSystem::HotPorts() const
{
    std::vector<uint32_t> hot;
    for (uint32_t port = 0; port < m_ports.size(); ++port)
    {
        if (m_ports[port].demand.IsHot())
        {
            hot.push_back(port);
        }
    }
    std::stable_sort(hot.begin(), hot.end(), [this](uint32_t a, uint32_t b) {
        return m_ports[a].demand.Offered() > m_ports[b].demand.Offered();
    });
    return hot;
}

/** @brief Input modules that sent to the port in this sample and have no queues for it. */
std::vector<uint32_t>
DynamicGranularityQueueingSystem::CoarseInputs(uint32_t port)
{
    std::vector<uint32_t> inputs;
    for (uint32_t input = 0; input < Shape().InputCount(); ++input)
    {
        const Part& part = PartOf(input, port);
        if (!part.hasQueues && part.bits > 0)
        {
            inputs.push_back(input);
        }
    }
    std::stable_sort(inputs.begin(), inputs.end(), [&](uint32_t a, uint32_t b) {
        return PartOf(a, port).bits > PartOf(b, port).bits;
    });
    return inputs;
}

void
DynamicGranularityQueueingSystem::Promote(uint32_t port)
{
    Port& state = m_ports[port];
    if (state.isLeaving)
    {
        state.isLeaving = false;
        ++m_promotions;
        for (uint32_t input = 0; input < Shape().InputCount(); ++input)
        {
            if (PartOf(input, port).hasQueues)
            {
                m_queues.MakeFine(input, port, Now());
            }
        }
    }
    int64_t left = m_step;
    for (const uint32_t input : CoarseInputs(port))
    {
        if (left-- == 0)
        {
            return;
        }
        if (m_free < ClassCount())
        {
            MakeOneYield();
        }
        if (m_free < ClassCount())
        {
            ++m_refused;
            return;
        }
        m_free -= ClassCount();
        m_promotions += state.parts == 0 ? 1 : 0;
        ++state.parts;
        ++m_moved;
        PartOf(input, port).hasQueues = true;
        m_queues.MakeFine(input, port, Now());
    }
}

void
DynamicGranularityQueueingSystem::Demote(uint32_t port)
{
    ++m_demotions;
    m_ports[port].isLeaving = true;
    for (uint32_t input = 0; input < Shape().InputCount(); ++input)
    {
        Release(input, port);
    }
}

/**
 * @brief Of the ports that only wait out their hold time, the one that is offered least; none while
 * what another gives back is still to come.
 */
void
DynamicGranularityQueueingSystem::MakeOneYield()
{
    const uint32_t none = Shape().PortCount();
    uint32_t least = none;
    for (uint32_t port = 0; port < m_ports.size(); ++port)
    {
        const Port& state = m_ports[port];
        if (state.isLeaving)
        {
            return;
        }
        const bool mayYield = state.parts > 0 && state.demand.IsBelow();
        if (mayYield && (least == none || state.demand.Offered() < m_ports[least].demand.Offered()))
        {
            least = port;
        }
    }
    if (least != none)
    {
        Demote(least);
    }
}

/** @brief What is empty joins the coarse queue again; a part without fine queues is over. */
void
DynamicGranularityQueueingSystem::Release(uint32_t input, uint32_t port)
{
    Part& part = PartOf(input, port);
    if (!part.hasQueues || !m_queues.MakeCoarse(input, port))
    {
        return;
    }
    part.hasQueues = false;
    m_free += ClassCount();
    Port& state = m_ports[port];
    --state.parts;
    state.isLeaving = state.isLeaving && state.parts > 0;
}

void
DynamicGranularityQueueingSystem::OnRoom(uint32_t port, bool hasRoom)
{
    m_queues.OnRoom(port, hasRoom, Now());
}

int64_t
DynamicGranularityQueueingSystem::QueueCount() const
{
    return m_queues.CoarseCount() + m_pool - m_free;
}

unsigned __int128
DynamicGranularityQueueingSystem::HeadOfLineBlocked() const
{
    return m_queues.Blocked(Now());
}

Tally
DynamicGranularityQueueingSystem::Held() const
{
    return m_queues.Held();
}

void
DynamicGranularityQueueingSystem::ReportMetrics(MetricVisitor& visitor) const
{
    QueueingSystem::ReportMetrics(visitor);
    visitor.Counter(
        {"promotions", "1", "times a port began to have fine queues, or kept those it was losing"},
        m_promotions);
    visitor.Counter({"demotions", "1", "times a port began to lose its fine queues"}, m_demotions);
    visitor.Counter(
        {"moved_parts", "1", "times one input module's traffic to a port was given fine queues"},
        m_moved);
    visitor.Counter({"refused_parts", "1", "times the pool had no queues for such traffic"},
                    m_refused);
    visitor.Level({"fine_queues", "1", "queues taken from the pool"}, m_pool - m_free);
    visitor.Maximum({"fine_queues_max", "1", "most queues taken from the pool"}, m_maxFine);
    visitor.Distribution({"barrier_time",
                          "ps",
                          "time from a promotion until the older packets had left the coarse "
                          "queue, where there were any"},
                         m_queues.BarrierTimes());
}

void
DynamicGranularityQueueingSystem::BeginMeasurement()
{
    QueueingSystem::BeginMeasurement();
    m_maxFine = m_pool - m_free;
    m_queues.ForgetBarrierTimes();
}

} // namespace nexsim
