// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/fifo-queue-disc.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FifoQueueDisc);

ns3::TypeId
FifoQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FifoQueueDisc")
            .SetParent<QueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<FifoQueueDisc>()
            .AddAttribute("MaxPackets",
                          "Most packets that may wait; with 0 one that cannot leave as it comes is "
                          "lost.",
                          QuantityDefault(Packets(1000)),
                          MakeQuantityAccessor(&FifoQueueDisc::m_maxPackets),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(kUnlimited)))
            .AddAttribute("MaxBytes",
                          "Most IP bytes that may wait.",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&FifoQueueDisc::m_maxBytes),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)))
            .AddAttribute("DropFrom",
                          "Who goes where a limit is exceeded: the arriving packet (tail) or the "
                          "oldest ones (head).",
                          QuantityDefault(DropFrom::Tail),
                          MakeQuantityAccessor(&FifoQueueDisc::m_dropFrom),
                          MakeChoiceChecker({"tail", "head"}))
            .AddAttribute("MarkPackets",
                          "Waiting packets from which on arrivals are marked (ECN).",
                          QuantityDefault(Packets(kUnlimited)),
                          MakeQuantityAccessor(&FifoQueueDisc::m_markPackets),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("MarkBytes",
                          "Waiting IP bytes from which on arrivals are marked (ECN).",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&FifoQueueDisc::m_markBytes),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)));
    return tid;
}

void
FifoQueueDisc::DoAttach()
{
    QueueDisc::DoAttach();
    m_full = &AddDropReason("queue-full");
    m_pushedOut = m_dropFrom == DropFrom::Head ? &AddDropReason("pushed-out") : nullptr;
}

void
FifoQueueDisc::DoEnqueue(PacketPtr packet)
{
    if (IsOverLimit() && !MakeRoom(*packet))
    {
        DropHeld(std::move(packet), *m_full);
        return;
    }
    if (Length() >= m_markPackets || Backlog() >= m_markBytes)
    {
        MarkCongestion(*packet);
    }
    m_fifo.Push(std::move(packet));
}

bool
FifoQueueDisc::MakeRoom(const Packet& arriving)
{
    if (m_dropFrom == DropFrom::Tail || arriving.size > m_maxBytes.Value())
    {
        return false;
    }
    while (IsOverLimit())
    {
        DropHeld(m_fifo.Pop(), *m_pushedOut);
    }
    return true;
}

PacketPtr
FifoQueueDisc::DoDequeue()
{
    return m_fifo.Empty() ? PacketPtr() : m_fifo.Pop();
}

void
FifoQueueDisc::DropWaiting()
{
    while (!m_fifo.Empty())
    {
        DropHeld(m_fifo.Pop(), *m_full);
    }
}

Tally
FifoQueueDisc::Held() const
{
    return m_fifo.Sum();
}

} // namespace nexsim
