// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/queue-class.h"

#include "models/base/attributes.h"
#include "models/queue/fifo-queue-disc.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(QueueClass);

ns3::TypeId
QueueClass::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::QueueClass")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<QueueClass>()
            .AddAttribute("Match",
                          "Which packets go here; a packet goes to the first queue it matches.",
                          PolicyValue(),
                          MakePolicyAccessor(&QueueClass::m_match),
                          MakePolicyChecker<PacketMatch>())
            .AddAttribute("Weight",
                          "Share of the link, for schedulers that divide it by weight.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&QueueClass::m_weight),
                          MakeIntegerRangeChecker(1, 1'000'000))
            .AddAttribute("ShapingRate",
                          "IP bits per second that leave this queue at most (token bucket).",
                          QuantityDefault(BitRate(kUnlimited)),
                          MakeQuantityAccessor(&QueueClass::m_shapingRate),
                          MakeQuantityChecker<BitRate>(BitRate(1), BitRate(kUnlimited)))
            .AddAttribute("ShapingBurst",
                          "IP bytes that may leave at once; what is larger is dropped.",
                          QuantityDefault(Bytes(15'000)),
                          MakeQuantityAccessor(&QueueClass::m_shapingBurst),
                          MakeQuantityChecker<Bytes>(Bytes(64), Bytes(1 << 30)))
            .AddAttribute("Queue",
                          "Discipline of this queue.",
                          BlueprintValue(Blueprint(FifoQueueDisc::GetTypeId())),
                          MakePolicyTemplateAccessor(&QueueClass::m_queue),
                          MakePolicyTemplateChecker<QueueDisc>());
    return tid;
}

} // namespace nexsim
