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
            .AddAttribute("Checksum",
                          "Who sums up what channels send: the stack in a pass of its own, the "
                          "kernel in the pass that copies, or the NIC where it can.",
                          QuantityDefault(ChecksumMode::Hardware),
                          MakeQuantityAccessor(&SkywalkNexus::m_checksum),
                          MakeChoiceChecker(ChecksumModeNames()))
            .AddAttribute("Segmentation",
                          "Who cuts packets of several segments that channels send: nobody, the "
                          "flow switch, or the NIC where it can.",
                          QuantityDefault(Segmentation::Hardware),
                          MakeQuantityAccessor(&SkywalkNexus::m_segmentation),
                          MakeChoiceChecker({"none", "software", "hardware"}))
            .AddAttribute("GsoBatch",
                          "Segments after which a batch ends whose packets the flow switch cuts "
                          "(XNU: fsw_gso_batch).",
                          QuantityDefault(Packets(8)),
                          MakeQuantityAccessor(&SkywalkNexus::m_gsoBatch),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 14)))
            .AddAttribute("GsoSize",
                          "IP packet that a stack makes of what TCP gives at once, at most (XNU: "
                          "sk_fsw_gso_mtu).",
                          QuantityDefault(Bytes(16'384)),
                          MakeQuantityAccessor(&SkywalkNexus::m_gsoSize),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(65'535)))
            .AddAttribute("Starter",
                          "Whether a thread of the kernel always starts transmission, as at "
                          "interfaces that are not native, instead of the sender's.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&SkywalkNexus::m_usesStarter),
                          ns3::MakeBooleanChecker())
            .AddAttribute(
                "DoorbellLimit",
                "Packets that the driver takes from the queues in the sender's thread, at "
                "most (XNU: NX_NETIF_DOORBELL_MAX_DEQUEUE).",
                QuantityDefault(Packets(64)),
                MakeQuantityAccessor(&SkywalkNexus::m_doorbellLimit),
                MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 14)))
            .AddAttribute("CoalesceLength",
                          "Packets in the queues without which a start is put off, once the load "
                          "is high (XNU: sk_tx_delay_qlen 16, where a driver wants it); 0: never.",
                          QuantityDefault(Packets(0)),
                          MakeQuantityAccessor(&SkywalkNexus::m_coalesceLength),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(100)))
            .AddAttribute("CoalesceTimeout",
                          "For how long, which a SkywalkClassq also adds to its targets (XNU: "
                          "sk_tx_delay_timeout).",
                          QuantityDefault(MicroSeconds(1000)),
                          MakeQuantityAccessor(&SkywalkNexus::m_coalesceTimeout),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), MicroSeconds(20'000)))
            .AddAttribute("FirstCore",
                          "The core of a NIC's first receive queue; the others follow in turn.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&SkywalkNexus::m_firstCore),
                          MakeIntegerRangeChecker(0, 1023))
            .AddAttribute("DevicePool",
                          "The memory of each interface's pool, for packets received and to send; "
                          "without limit and cost when not given.",
                          PolicyValue(),
                          MakePolicyAccessor(&SkywalkNexus::m_devicePool),
                          MakePolicyChecker<PoolMemory>());
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
    if (m_devicePool)
    {
        m_costs.wire = costs.Need("segment_wire_map", Path());
    }
    m_switch.Connect(Run(), costs, Path());
    ConnectTransmit(costs);
}

void
SkywalkNexus::AddNic(Nic& nic)
{
    if (m_devicePool)
    {
        m_pools.push_back(std::make_unique<DevicePool>());
        m_pools.back()->Attach(Run(),
                               fmt::format("{}/device-pool[{}]", Path(), m_receivers.size()));
        m_pools.back()->Connect(nic,
                                m_devicePool->SetupFor(m_processor->CoreCount(), Path()),
                                static_cast<uint32_t>(m_firstCore));
    }
    DevicePool* pool = PoolOf(static_cast<uint32_t>(m_receivers.size()));
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
                                                         queue,
                                                         pool));
        queues.back()->Connect(Run(), *m_hostStack, *m_network);
    }
    NetifStart start;
    start.usesStarter = m_usesStarter;
    start.doorbellLimit = m_doorbellLimit;
    start.coalesceLength = m_coalesceLength;
    start.coalesceTimeout = m_coalesceTimeout;
    m_transmitters.push_back(std::make_unique<NetifTransmitter>());
    m_transmitters.back()->Connect(*this,
                                   nic,
                                   m_processor->At(static_cast<uint32_t>(m_firstCore)),
                                   start,
                                   m_startCosts);
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
    ReportTransmit(visitor);
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
