// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/codel-queue-disc.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CoDelQueueDisc);

struct CoDelQueueDisc::Head
{
    CoDelQueueDisc& disc;
    Bytes popped{0}; //!< still counted in the disc's backlog

    PacketPtr Pop()
    {
        if (disc.m_waiting.Empty())
        {
            popped = Bytes(0);
            return PacketPtr();
        }
        popped = Bytes(disc.m_waiting.Front().size);
        return disc.m_waiting.Pop();
    }

    Bytes Backlog() const
    {
        return disc.Backlog() - popped;
    }

    void Drop(PacketPtr packet)
    {
        popped = Bytes(0);
        disc.DropHeld(std::move(packet), *disc.m_late);
    }

    bool Mark(Packet& packet)
    {
        return disc.MarkCongestion(packet);
    }
};

ns3::TypeId
CoDelQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CoDelQueueDisc")
            .SetParent<SingleQueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<CoDelQueueDisc>()
            .AddAttribute("Target",
                          "Waiting time that is no reason to drop.",
                          QuantityDefault(MilliSeconds(5)),
                          MakeQuantityAccessor(&CoDelQueueDisc::m_target),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(10)))
            .AddAttribute("Interval",
                          "How long packets must be late before one is dropped: a round trip.",
                          QuantityDefault(MilliSeconds(100)),
                          MakeQuantityAccessor(&CoDelQueueDisc::m_interval),
                          MakeQuantityChecker<SimTime>(MicroSeconds(10), Seconds(100)))
            .AddAttribute("MinBytes",
                          "With so many IP bytes left behind or less, nothing is dropped.",
                          QuantityDefault(Bytes(1500)),
                          MakeQuantityAccessor(&CoDelQueueDisc::m_minBytes),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)))
            .AddAttribute("Ecn",
                          "Mark ECN-capable packets instead of dropping them.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&CoDelQueueDisc::m_ecn),
                          ns3::MakeBooleanChecker())
            .AddAttribute("CeThreshold",
                          "Every ECN-capable packet that has waited longer is marked.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&CoDelQueueDisc::m_ceThreshold),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Law",
                          "When the next packet is dropped; none is SquareRoot.",
                          PolicyValue(),
                          MakePolicyAccessor(&CoDelQueueDisc::m_law),
                          MakePolicyChecker<CoDelLaw>());
    return tid;
}

void
CoDelQueueDisc::DoAttach()
{
    SingleQueueDisc::DoAttach();
    m_late = &AddDropReason("late");
    if (!m_law)
    {
        m_law = ns3::CreateObject<SquareRootCoDelLaw>();
    }
    m_control = CoDelControl(m_law, {m_target, m_interval, m_ceThreshold, m_minBytes, m_ecn});
}

void
CoDelQueueDisc::DoEnqueue(PacketPtr packet)
{
    if (IsOverLimit())
    {
        DropFull(std::move(packet));
        return;
    }
    m_waiting.Push(std::move(packet));
}

PacketPtr
CoDelQueueDisc::DoDequeue()
{
    Head head{*this};
    return m_control.Dequeue(m_state, head, Now());
}

} // namespace nexsim
