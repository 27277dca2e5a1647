// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/skywalk-nexus.h"

#include "models/base/attributes.h"
#include "models/host/processor.h"
#include "models/nic/nic.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SkywalkNexus);

ns3::TypeId
SkywalkNexus::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SkywalkNexus")
            .SetParent<Nexus>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<SkywalkNexus>()
            .AddAttribute("RxBatch",
                          "Packets that the flow switch takes from an interface at a time, at most "
                          "(XNU: fsw_rx_batch).",
                          QuantityDefault(Packets(32)),
                          MakeQuantityAccessor(&SkywalkNexus::m_rxBatch),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 14)))
            .AddAttribute("TxBatch",
                          "Packets that it takes from a channel at a time, at most (XNU: "
                          "fsw_tx_batch).",
                          QuantityDefault(Packets(64)),
                          MakeQuantityAccessor(&SkywalkNexus::m_txBatch),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 14)))
            .AddAttribute("FirstCore",
                          "The core of a NIC's first receive queue; the others follow in turn.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&SkywalkNexus::m_firstCore),
                          MakeIntegerRangeChecker(0, 1023));
    return tid;
}

void
SkywalkNexus::Connect(Processor& processor, KernelInput& hostStack, HostNetwork& network)
{
    m_processor = &processor;
    m_hostStack = &hostStack;
    m_network = &network;
    if (m_firstCore >= processor.CoreCount())
    {
        throw std::invalid_argument(fmt::format("{}: there is no core {} for FirstCore; the host "
                                                "has cores 0 to {}",
                                                Path(),
                                                m_firstCore,
                                                processor.CoreCount() - 1));
    }
    const CostTable& costs = processor.Costs();
    m_costs.entry = costs.Need("irq_entry_softirq", Path());
    m_costs.bookkeeping = costs.Need("packet_bookkeeping", Path());
    m_costs.classify = costs.Need("classify", Path());
    m_costs.copy = costs.Need("copy", Path());
    m_costs.notify = costs.Need("thread_wakeup", Path());
    m_switch.Connect(Run(), costs, Path());
}

void
SkywalkNexus::AddNic(Nic& nic)
{
    auto& queues = m_receivers.emplace_back();
    for (uint32_t queue = 0; queue < nic.RxQueues(); ++queue)
    {
        const uint32_t core =
            (static_cast<uint32_t>(m_firstCore) + queue) % m_processor->CoreCount();
        const CoreClass coreClass = nic.Context(queue) == HandlerContext::KernelThread
                                        ? CoreClass::KernelThread
                                        : CoreClass::Interrupt;
        queues.push_back(std::make_unique<NetifReceiver>(*this,
                                                         coreClass,
                                                         m_processor->At(core),
                                                         *m_hostStack,
                                                         nic,
                                                         queue));
        queues.back()->Connect(Run(), *m_hostStack, *m_network);
    }
}

void
SkywalkNexus::OnReceived(uint32_t nic, uint32_t queue)
{
    m_receivers[nic][queue]->OnReceived();
}

Tally
SkywalkNexus::Held() const
{
    Tally held = m_switch.Held();
    for (const auto& queues : m_receivers)
    {
        for (const auto& receiver : queues)
        {
            held += receiver->HeldPackets();
        }
    }
    return held;
}

void
SkywalkNexus::ReportMetrics(MetricVisitor& visitor) const
{
    int64_t batches = 0;
    int64_t packets = 0;
    for (const auto& queues : m_receivers)
    {
        for (const auto& receiver : queues)
        {
            batches += receiver->Batches();
            packets += receiver->Packets();
        }
    }
    visitor.Counter({"RxPackets", "packets", "packets from interfaces into the flow switch"},
                    packets);
    visitor.Counter({"rx_batches", "1", "batches that they came in"}, batches);
    visitor.Quotient({"packets_per_rx_batch", "packets", "packets per such batch"},
                     packets,
                     batches);
    visitor.Counter({"look_ups", "1", "packets whose flow was looked up"}, m_switch.LookUps());
    visitor.Counter({"previous_hits", "1", "of these, answered by the packet before"},
                    m_switch.PreviousHits());
}

void
SkywalkNexus::DoDispose()
{
    m_switch.Clear();
    for (const auto& queues : m_receivers)
    {
        for (const auto& receiver : queues)
        {
            receiver->ClearAll();
        }
    }
    Nexus::DoDispose();
}

} // namespace nexsim
