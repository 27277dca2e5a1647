// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/integer-list.h"
#include "models/nic/nic.h"
#include "models/nic/none-moderation.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/queue/fifo-scheduler.h"
#include "models/queue/first-match-classifier.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Nic);

ns3::TypeId
Nic::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Nic")
            .SetParent<FrameDevice>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<Nic>()
            .AddAttribute("TxRing",
                          "Descriptors of the transmit ring.",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&Nic::m_txDescriptors),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("RxRing",
                          "Descriptors of each receive ring; what finds none is dropped.",
                          QuantityDefault(Packets(256)),
                          MakeQuantityAccessor(&Nic::m_rxRing),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("RxQueues",
                          "Receive queues, each with a ring and an interrupt of its own.",
                          QuantityDefault(1),
                          MakeQuantityAccessor(&Nic::m_rxQueues),
                          MakeIntegerRangeChecker(1, 256))
            .AddAttribute("RssKey",
                          "Key of the Toeplitz hash that spreads flows over receive queues: 40 "
                          "bytes in hexadecimal. Default: Microsoft's.",
                          ns3::StringValue(kMicrosoftRssKey),
                          ns3::MakeStringAccessor(&Nic::m_rssKey),
                          ns3::MakeStringChecker())
            .AddAttribute("RssPorts",
                          "Protocols whose ports are hashed besides the addresses.",
                          QuantityDefault(RssPorts::TcpAndUdp),
                          MakeQuantityAccessor(&Nic::m_rssPorts),
                          MakeChoiceChecker({"none", "tcp", "tcp-and-udp"}))
            .AddAttribute("RssTable",
                          "Receive queues by the low bits of the hash, a power of two of them; "
                          "without one 128 entries (256 above 128 queues) name all in turn.",
                          ListValue(),
                          MakeListAccessor(&Nic::m_rssTable),
                          MakeIntegerListChecker(0, 255))
            .AddAttribute("Moderation",
                          "When a receive queue interrupts its host.",
                          BlueprintValue(Blueprint(NoneInterruptModeration::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_moderation),
                          MakePolicyTemplateChecker<InterruptModeration>())
            .AddAttribute("Dma",
                          "The PCI Express slot that data passes; without one it takes no time.",
                          PolicyValue(),
                          MakePolicyAccessor(&Nic::m_dma),
                          MakePolicyChecker<Pcie>())
            .AddAttribute("DoorbellFlight",
                          "From the host's store until the NIC knows of new descriptors. There is "
                          "no verified figure: try 300 ns to 500 ns.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&Nic::m_flight),
                          MakeQuantityChecker<SimTime>(SimTime(0), MicroSeconds(1000)))
            .AddAttribute("TxCompletion",
                          "When an interrupt frees the descriptors of packets that were sent; "
                          "without one each is free as transmission starts. Linux's mlx5e driver "
                          "waits for 32 packets or 16 us.",
                          BlueprintValue(),
                          MakePolicyTemplateAccessor(&Nic::m_completion),
                          MakePolicyTemplateChecker<InterruptModeration>())
            .AddAttribute(
                "Checksum",
                "Which checksums the NIC computes; those that it does not, the host does.",
                QuantityDefault(Checksum::Both),
                MakeQuantityAccessor(&Nic::m_checksum),
                MakeChoiceChecker({"none", "tx", "rx", "both"}))
            .AddAttribute("Segmentation",
                          "Whether the NIC cuts packets of several segments (TSO, USO).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&Nic::m_segmentation),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Rsc",
                          "What merges received packets of one flow (LRO); none by default.",
                          PolicyValue(),
                          MakePolicyAccessor(&Nic::m_rsc),
                          MakePolicyChecker<Rsc>())
            .AddAttribute("Queue",
                          "Discipline of the host's queue in front of the transmit ring.",
                          BlueprintValue(Blueprint(FifoQueueDisc::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_queue),
                          MakePolicyTemplateChecker<QueueDisc>())
            .AddAttribute("Queues",
                          "Several queues instead of one; a packet joins the first it matches.",
                          ListValue(),
                          MakeListAccessor(&Nic::m_queueClasses),
                          MakePolicyListChecker<QueueClass>())
            .AddAttribute("Classifier",
                          "Which of several Queues a packet joins.",
                          BlueprintValue(Blueprint(FirstMatchClassifier::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_classifier),
                          MakePolicyTemplateChecker<Classifier>())
            .AddAttribute("Scheduler",
                          "Whose turn it is among the queues.",
                          BlueprintValue(Blueprint(FifoScheduler::GetTypeId())),
                          MakePolicyTemplateAccessor(&Nic::m_scheduler),
                          MakePolicyTemplateChecker<Scheduler>());
    return tid;
}

} // namespace nexsim
