// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/rsc.h"

#include "models/base/attributes.h"
#include "models/base/segments.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Rsc);

ns3::TypeId
Rsc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Rsc")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<Rsc>()
            .AddAttribute("Window",
                          "How long the first packet of a merge waits at most; the default is the "
                          "least that Linux's ixgbe driver sets with RSC on.",
                          QuantityDefault(MicroSeconds(6)),
                          MakeQuantityAccessor(&Rsc::m_window),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(1)))
            .AddAttribute("MaxSize",
                          "Largest merged IP packet.",
                          QuantityDefault(Bytes(65535)),
                          MakeQuantityAccessor(&Rsc::m_maxSize),
                          MakeQuantityChecker<Bytes>(Bytes(28), Bytes(65535)))
            .AddAttribute("Flows",
                          "Merges at a time; for one more, the oldest ends. The default is an "
                          "assumption.",
                          QuantityDefault(Packets(32)),
                          MakeQuantityAccessor(&Rsc::m_flows),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(4096)));
    return tid;
}

void
Rsc::DoAttach()
{
    m_timer.Bind<&Rsc::OnWindowEnds>(*this, Priority::PolicyTimer);
}

void
Rsc::Receive(PacketPtr packet)
{
    ++m_received;
    const auto merge = std::find_if(m_merges.begin(), m_merges.end(), [&](const Merge& open) {
        return open.packet->flow == packet->flow;
    });
    if (merge != m_merges.end())
    {
        if (CanMerge(Run(), *merge->packet, *packet) &&
            merge->packet->size + packet->payloadBytes <= m_maxSize.Value())
        {
            Join(merge, std::move(packet));
            return;
        }
        Flush(merge);
    }
    Begin(std::move(packet));
}

void
Rsc::Begin(PacketPtr packet)
{
    // What nothing can follow does not wait: no payload, or flags that want to be seen at once.
    if (!MayBeginMerge(Run(), *packet))
    {
        Pass(std::move(packet));
        return;
    }
    if (static_cast<int64_t>(m_merges.size()) == m_flows.Value())
    {
        Flush(m_merges.begin());
    }
    m_merges.push_back({std::move(packet), Now() + m_window});
    Rearm();
}

void
Rsc::Join(Merges::iterator merge, PacketPtr packet)
{
    ++m_joined;
    Packet& merged = *merge->packet;
    MarkStage(merged, Stage::Reassembly, Now());
    MergeSegments(Run(), merged, std::move(packet), PathHash());
    if (!IsMergeOpen(merged))
    {
        Flush(merge);
    }
}

void
Rsc::Flush(Merges::iterator merge)
{
    PacketPtr packet = std::move(merge->packet);
    m_merges.erase(merge);
    Rearm();
    MarkStage(*packet, Stage::Reassembly, Now());
    Pass(std::move(packet));
}

void
Rsc::Pass(PacketPtr packet)
{
    ++m_passed;
    m_up->Deliver(std::move(packet));
}

void
Rsc::OnWindowEnds()
{
    while (!m_merges.empty() && m_merges.front().ends <= Now())
    {
        Flush(m_merges.begin());
    }
}

void
Rsc::Rearm()
{
    if (m_merges.empty())
    {
        m_timer.Cancel();
        return;
    }
    m_timer.ArmAt(m_merges.front().ends);
}

Tally
Rsc::Held() const
{
    Tally held;
    for (const Merge& merge : m_merges)
    {
        held.Add(*merge.packet);
    }
    return held;
}

void
Rsc::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"joined_packets", "packets", "packets that joined an earlier one"}, m_joined);
    visitor.Quotient({"packets_per_merge", "packets", "packets received per packet passed on"},
                     m_received,
                     m_passed);
}

} // namespace nexsim
