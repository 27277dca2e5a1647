// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/ip-reassembly.h"

#include "models/base/attributes.h"
#include "models/base/fragments.h"
#include "models/nexus/device-pool.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(IpReassembly);

ns3::TypeId
IpReassembly::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::IpReassembly")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<IpReassembly>()
            .AddAttribute("FragmentLimit",
                          "While it holds more fragments, a further one is dropped; a look that "
                          "finds as many drops the older half of the datagrams. 0 p: half of the "
                          "packets of DevicePool, as in XNU, and without one no limit.",
                          QuantityDefault(Packets(0)),
                          MakeQuantityAccessor(&IpReassembly::m_fragmentLimit),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(kUnlimited)))
            .AddAttribute("QueueLimit",
                          "While it gathers more datagrams, a further one makes the older half "
                          "go, and so does a look that finds as many (XNU: 1024, and at most half "
                          "of FragmentLimit).",
                          QuantityDefault(Packets(1024)),
                          MakeQuantityAccessor(&IpReassembly::m_queueLimit),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("PerQueueLimit",
                          "A fragment for a datagram of which more are held is dropped with all "
                          "of them (XNU).",
                          QuantityDefault(Packets(128)),
                          MakeQuantityAccessor(&IpReassembly::m_perQueueLimit),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 16)))
            .AddAttribute("Lifetime",
                          "A datagram whose first fragment came longer ago is dropped (XNU).",
                          QuantityDefault(Seconds(60)),
                          MakeQuantityAccessor(&IpReassembly::m_lifetime),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(100'000)))
            .AddAttribute("Period",
                          "How often it looks for such, while it holds any (XNU).",
                          QuantityDefault(Seconds(1)),
                          MakeQuantityAccessor(&IpReassembly::m_period),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(100'000)));
    return tid;
}

void
IpReassembly::DoAttach()
{
    m_timeOut = &AddDropReason("RxFragTimeOut");
    m_drain = &AddDropReason("RxFragDrained");
    m_perQueue = &AddDropReason("RxFragHitPerQueueLimit");
    m_noMemory = &AddDropReason("RxFragNoMem");
    m_timer.Bind<&IpReassembly::OnTimer>(*this, Priority::PolicyTimer);
}

void
IpReassembly::Connect(DevicePool* pool, uint32_t core)
{
    m_pool = pool;
    m_core = core;
    if (m_fragmentLimit == Packets(0))
    {
        m_fragmentLimit = Packets(pool == nullptr ? kUnlimited : pool->Capacity() / 2);
    }
    m_queueLimit =
        Packets(std::max<int64_t>(1, std::min(m_queueLimit.Value(), m_fragmentLimit.Value() / 2)));
}

IpReassembly::Queue&
IpReassembly::QueueOf(const Key& key)
{
    const auto found = m_queues.find(key);
    if (found != m_queues.end())
    {
        return found->second;
    }
    if (static_cast<int64_t>(m_queues.size()) > m_queueLimit.Value())
    {
        Halve();
    }
    Queue& queue = m_queues[key];
    queue.since = Now();
    queue.number = ++m_begun;
    m_byAge.emplace(queue.number, key);
    if (!m_timer.IsArmed())
    {
        m_timer.ArmAt(Now() + m_period);
    }
    return queue;
}

/**
 * In XNU's order (ipf_process): a new datagram makes room among datagrams before its fragment is
 * looked at, which may then be dropped for the limit of fragments all the same.
 */
void
IpReassembly::Take(PacketPtr fragment, PacketFifo& complete)
{
    ++m_fragments;
    const Key key(fragment->flow, FragmentIdentification(*fragment));
    Queue& queue = QueueOf(key);
    if (static_cast<int64_t>(queue.byOffset.size()) > m_perQueueLimit.Value())
    {
        DropQueue(key, *m_perQueue);
        DropFragment(std::move(fragment), *m_perQueue);
        return;
    }
    if (m_count > m_fragmentLimit.Value())
    {
        DropFragment(std::move(fragment), *m_noMemory); // its queue stays, be it without fragments
        return;
    }
    const int64_t total = FragmentedBytes(*fragment);
    queue.bytes += FragmentBytes(*fragment);
    queue.byOffset.emplace(FragmentOffset(*fragment), std::move(fragment));
    CountHeld(1);
    if (queue.bytes < total)
    {
        return;
    }
    ++m_reassembled;
    const auto pieces = static_cast<int64_t>(queue.byOffset.size());
    for (auto& [offset, piece] : queue.byOffset)
    {
        complete.Push(std::move(piece));
    }
    m_givenOn += pieces;
    CountHeld(-pieces);
    m_byAge.erase(queue.number);
    m_queues.erase(key);
}

Packet*
IpReassembly::Find(FlowIndex flow, uint32_t identification, int64_t offset) const
{
    const auto queue = m_queues.find({flow, identification});
    if (queue == m_queues.end())
    {
        return nullptr;
    }
    const auto piece = queue->second.byOffset.find(offset);
    return piece == queue->second.byOffset.end() ? nullptr : piece->second.Get();
}

void
IpReassembly::OnTimer()
{
    while (!m_byAge.empty() && Now() - m_queues[m_byAge.begin()->second].since > m_lifetime)
    {
        m_timedOut += DropQueue(Key(m_byAge.begin()->second), *m_timeOut) > 0 ? 1 : 0;
    }
    if (m_count >= m_fragmentLimit.Value() ||
        static_cast<int64_t>(m_queues.size()) >= m_queueLimit.Value())
    {
        Halve();
    }
    if (!m_queues.empty())
    {
        m_timer.ArmAt(Now() + m_period);
    }
}

/** The oldest go. */
void
IpReassembly::Halve()
{
    const size_t left = m_queues.size() / 2;
    while (m_queues.size() > left)
    {
        m_drained += DropQueue(Key(m_byAge.begin()->second), *m_drain) > 0 ? 1 : 0;
    }
}

/** @return the number of its fragments */
size_t
IpReassembly::DropQueue(const Key& key, DropReason& reason)
{
    const auto queue = m_queues.find(key);
    const size_t fragments = queue->second.byOffset.size();
    for (auto& [offset, piece] : queue->second.byOffset)
    {
        DropFragment(std::move(piece), reason);
        CountHeld(-1);
    }
    m_byAge.erase(queue->second.number);
    m_queues.erase(queue);
    return fragments;
}

void
IpReassembly::DropFragment(PacketPtr fragment, DropReason& reason)
{
    if (m_pool != nullptr)
    {
        m_pool->Free(TransportOf(*fragment).poolBuffer, m_core);
        TransportOf(*fragment).poolBuffer = 0;
    }
    Drop(std::move(fragment), reason);
}

void
IpReassembly::CountHeld(int64_t change)
{
    m_countIntegral += static_cast<unsigned __int128>(m_count) *
                       static_cast<unsigned __int128>((Now() - m_countedAt).Value());
    m_countedAt = Now();
    m_count += change;
    m_most = std::max(m_most, m_count);
}

int64_t
IpReassembly::Dropped() const
{
    return m_timeOut->dropped.packets + m_drain->dropped.packets + m_perQueue->dropped.packets +
           m_noMemory->dropped.packets;
}

Tally
IpReassembly::Held() const
{
    Tally held;
    for (const auto& [key, queue] : m_queues)
    {
        for (const auto& [offset, piece] : queue.byOffset)
        {
            held.Add(*piece);
        }
    }
    return held;
}

void
IpReassembly::BeginMeasurement()
{
    m_most = m_count;
}

std::optional<std::string>
IpReassembly::FindError() const
{
    const int64_t held = Held().packets;
    if (m_fragments == m_givenOn + Dropped() + held && held == m_count &&
        m_byAge.size() == m_queues.size())
    {
        return std::nullopt;
    }
    return fmt::format("{} fragments came, {} went on, {} were dropped, and {} are held, of {}; {} "
                       "datagrams, of {}",
                       m_fragments,
                       m_givenOn,
                       Dropped(),
                       held,
                       m_count,
                       m_queues.size(),
                       m_byAge.size());
}

void
IpReassembly::DoDispose()
{
    m_queues.clear();
    m_byAge.clear();
    ns3::Object::DoDispose();
}

void
IpReassembly::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"RxFragV4", "packets", "fragments that came"}, m_fragments);
    visitor.Counter({"RxFragReassed", "packets", "datagrams that were complete"}, m_reassembled);
    visitor.Counter({"RxFragTimeOut", "packets", "datagrams whose time was over"}, m_timedOut);
    visitor.Counter({"RxFragDrained", "packets", "datagrams dropped to make room"}, m_drained);
    visitor.Counter(
        {"RxFragHitPerQueueLimit", "packets", "fragments of datagrams that had too many"},
        m_perQueue->dropped.packets);
    visitor.Counter({"RxFragHitFragLimit", "packets", "fragments that found too many held"},
                    m_noMemory->dropped.packets);
    visitor.Counter({"dropped_fragments", "packets", "fragments dropped, for any reason"},
                    Dropped());
    visitor.Level({"held", "packets", "fragments held"}, m_count);
    visitor.Maximum({"most_held", "packets", "most of them at a time"}, m_most);
    visitor.TimeAverage({"mean_held", "packets", "of them, over time"},
                        m_countIntegral +
                            static_cast<unsigned __int128>(m_count) *
                                static_cast<unsigned __int128>((Now() - m_countedAt).Value()));
    visitor.Level({"queues", "1", "datagrams that are gathered"},
                  static_cast<int64_t>(m_queues.size()));
}

} // namespace nexsim
