// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/queue-disc.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(QueueDisc);

ns3::TypeId
QueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::QueueDisc").SetParent<ns3::Object>().SetGroupName("nexsim/queue");
    return tid;
}

void
QueueDisc::ShareBuffer(BufferManager* buffer, const BufferUser& user)
{
    m_buffer = buffer;
    m_share = buffer != nullptr ? buffer->AddQueue(user) : 0;
    if (buffer != nullptr)
    {
        m_noMemory = &AddDropReason("buffer-full");
    }
}

bool
QueueDisc::DropNext(DropReason& reason)
{
    m_ties.Touch(Run());
    PacketPtr packet = DoDequeue();
    if (!packet)
    {
        return false;
    }
    DropHeld(std::move(packet), reason);
    return true;
}

bool
QueueDisc::WakeBy(Timer& /*wake*/)
{
    return false;
}

void
QueueDisc::DoAttach()
{
    m_changed = Now();
}

void
QueueDisc::ReportMetrics(MetricVisitor& visitor) const
{
    const auto sinceChange = static_cast<uint64_t>((Now() - m_changed).Value());
    visitor.Counter({"arrived_packets", "packets", "packets that came"}, m_arrived);
    visitor.Counter({"departed_packets", "packets", "packets that left in their turn"}, m_departed);
    visitor.Counter({"marked_packets", "packets", "packets marked congestion experienced"},
                    m_marked);
    visitor.TimeAverage({"length_mean", "packets", "mean number of waiting packets over time"},
                        m_integral + static_cast<unsigned __int128>(m_packets) * sinceChange);
    visitor.Level({"length", "packets", "waiting packets"}, m_packets);
    visitor.Level({"backlog", "B", "waiting IP bytes"}, m_bytes);
    visitor.Maximum({"length_max", "packets", "most waiting packets"}, m_maximum);
    visitor.Counter({"contended_ties", "events", "ties that only the tie policy decided"},
                    m_ties.ByPolicy());
    visitor.Counter({"ordered_ties", "events", "ties that the order of priorities decided"},
                    m_ties.ByPriority());
}

void
QueueDisc::BeginMeasurement()
{
    m_maximum = m_packets;
}

} // namespace nexsim
