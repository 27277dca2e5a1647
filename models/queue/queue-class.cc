// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/queue-class.h"

#include "models/base/attributes.h"
#include "models/queue/fifo-queue-disc.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PacketMatch);
NS_OBJECT_ENSURE_REGISTERED(QueueClass);

ns3::TypeId
PacketMatch::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::PacketMatch")
                                       .SetParent<ns3::Object>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<PacketMatch>()
                                       .AddAttribute("Dscp",
                                                     "DSCP of the packets; -1 for any.",
                                                     IntegerValue(-1),
                                                     MakeQuantityAccessor(&PacketMatch::m_dscp),
                                                     MakeIntegerRangeChecker(-1, 63));
    return tid;
}

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
            .AddAttribute("Queue",
                          "Discipline of this queue.",
                          BlueprintValue(Blueprint(FifoQueueDisc::GetTypeId())),
                          MakePolicyTemplateAccessor(&QueueClass::m_queue),
                          MakePolicyTemplateChecker<QueueDisc>());
    return tid;
}

} // namespace nexsim
