// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/poll-moderation.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PollInterruptModeration);

ns3::TypeId
PollInterruptModeration::GetTypeId()
{
    using Self = PollInterruptModeration;
    const auto packets = [] { return MakeQuantityChecker<Packets>(Packets(0), Packets(1 << 30)); };
    const auto bytes = [] { return MakeQuantityChecker<Bytes>(Bytes(0), Bytes(int64_t{1} << 40)); };
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PollInterruptModeration")
            .SetParent<InterruptModeration>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<PollInterruptModeration>()
            .AddAttribute("Mode",
                          "adaptive turns polling on and off by the averages; always polls.",
                          QuantityDefault(PollMode::Adaptive),
                          MakeQuantityAccessor(&Self::m_mode),
                          MakeChoiceChecker({"adaptive", "always"}))
            .AddAttribute("Interval",
                          "Time from the begin of one poll to that of the next.",
                          QuantityDefault(MilliSeconds(1)),
                          MakeQuantityAccessor(&Self::m_interval),
                          MakeQuantityChecker<SimTime>(NanoSeconds(1), Seconds(10)))
            .AddAttribute("Quota",
                          "Most packets of one poll; default as XNU's queue of a polled interface.",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&Self::m_quota),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("SampleTime",
                          "Least length of a sample.",
                          QuantityDefault(MilliSeconds(10)),
                          MakeQuantityAccessor(&Self::m_sampleTime),
                          MakeQuantityChecker<SimTime>(MilliSeconds(1), Seconds(1)))
            .AddAttribute("HoldTime",
                          "Least time between two switches.",
                          QuantityDefault(Seconds(1)),
                          MakeQuantityAccessor(&Self::m_holdTime),
                          MakeQuantityChecker<SimTime>(MilliSeconds(10), Seconds(1000)))
            .AddAttribute("PacketsLow",
                          "Polling ends at this average per sample and below (and BytesLow); "
                          "defaults are XNU's for links of 100 Mb/s and above.",
                          QuantityDefault(Packets(10)),
                          MakeQuantityAccessor(&Self::m_packetsLow),
                          packets())
            .AddAttribute("PacketsHigh",
                          "Polling begins at this average per sample and above (and BytesHigh).",
                          QuantityDefault(Packets(40)),
                          MakeQuantityAccessor(&Self::m_packetsHigh),
                          packets())
            .AddAttribute("BytesLow",
                          "Polling ends at this average per sample and below (and PacketsLow).",
                          QuantityDefault(Bytes(4096)),
                          MakeQuantityAccessor(&Self::m_bytesLow),
                          bytes())
            .AddAttribute("BytesHigh",
                          "Polling begins at this average per sample and above (and PacketsHigh).",
                          QuantityDefault(Bytes(65'536)),
                          MakeQuantityAccessor(&Self::m_bytesHigh),
                          bytes());
    return tid;
}

void
PollInterruptModeration::DoAttach()
{
    if (m_packetsLow >= m_packetsHigh || m_bytesLow >= m_bytesHigh)
    {
        throw std::invalid_argument(
            fmt::format("{}: PacketsLow ({}) must be below PacketsHigh ({}), and BytesLow ({} B) "
                        "below BytesHigh ({} B)",
                        Path(),
                        m_packetsLow.Value(),
                        m_packetsHigh.Value(),
                        m_bytesLow.Value(),
                        m_bytesHigh.Value()));
    }
    m_sampler.SetLength(m_sampleTime);
    m_timer.Bind<&PollInterruptModeration::OnTimer>(*this, Priority::PolicyTimer);
}

void
PollInterruptModeration::Start()
{
    if (m_mode == PollMode::Always)
    {
        m_isPolling = true;
        m_switched = Now();
        m_timer.ArmAt(Now() + m_interval);
    }
}

Packets
PollInterruptModeration::Quota() const
{
    return m_isPolling ? m_quota : Packets(kUnlimited);
}

HandlerContext
PollInterruptModeration::Context() const
{
    return HandlerContext::KernelThread;
}

void
PollInterruptModeration::OnPacket(Packets waiting)
{
    if (!m_isPolling)
    {
        InterruptModeration::OnPacket(waiting);
    }
}

void
PollInterruptModeration::OnEnabled(const HandlerRun& run)
{
    const bool wasPolling = m_isPolling;
    Sample(run);
    if (!m_isPolling)
    {
        InterruptModeration::OnEnabled(run);
    }
    else if (wasPolling && Now() - run.raised >= m_interval)
    {
        Line().Poll();
    }
    else
    {
        m_timer.ArmAt((wasPolling ? run.raised : Now()) + m_interval);
    }
}

void
PollInterruptModeration::Sample(const HandlerRun& run)
{
    if (m_mode == PollMode::Always || !m_sampler.Add(Now(), run.packets, run.bytes))
    {
        return;
    }
    m_switched = m_switched < SimTime(0) ? Now() : m_switched;
    if (Now() - m_switched < m_holdTime)
    {
        return;
    }
    const bool isLow = m_sampler.IsAtMost(m_packetsLow.Value(), m_bytesLow.Value());
    const bool isHigh = m_sampler.IsAtLeast(m_packetsHigh.Value(), m_bytesHigh.Value());
    if (m_isPolling ? isLow : isHigh)
    {
        Switch();
    }
}

void
PollInterruptModeration::Switch()
{
    if (m_isPolling)
    {
        m_pollingBefore += static_cast<unsigned __int128>((Now() - m_switched).Value());
    }
    m_isPolling = !m_isPolling;
    m_switched = Now();
    ++m_switches;
}

void
PollInterruptModeration::OnTimer()
{
    Line().Poll();
}

void
PollInterruptModeration::ReportMetrics(MetricVisitor& visitor) const
{
    const auto present =
        static_cast<unsigned __int128>(m_isPolling ? (Now() - m_switched).Value() : 0);
    visitor.TimeAverage({"polling", "1", "fraction of time in which the queue is polled"},
                        m_pollingBefore + present);
    visitor.Counter({"switches", "events", "times polling was turned on or off"}, m_switches);
}

} // namespace nexsim
