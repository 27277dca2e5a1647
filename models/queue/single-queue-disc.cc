// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/single-queue-disc.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SingleQueueDisc);

ns3::TypeId
SingleQueueDisc::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SingleQueueDisc")
            .SetParent<QueueDisc>()
            .SetGroupName("nexsim/queue")
            .AddAttribute("MaxPackets",
                          "Most packets that may wait; with 0 one that cannot leave as it comes is "
                          "lost.",
                          QuantityDefault(Packets(1000)),
                          MakeQuantityAccessor(&SingleQueueDisc::m_maxPackets),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(kUnlimited)))
            .AddAttribute("MaxBytes",
                          "Most IP bytes that may wait.",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&SingleQueueDisc::m_maxBytes),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)));
    return tid;
}

void
SingleQueueDisc::DoAttach()
{
    QueueDisc::DoAttach();
    m_full = &AddDropReason("queue-full");
}

void
SingleQueueDisc::DropWaiting()
{
    while (!m_waiting.Empty())
    {
        DropHeld(m_waiting.Pop(), *m_full);
    }
}

Tally
SingleQueueDisc::Held() const
{
    return m_waiting.Sum();
}

} // namespace nexsim
