// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/skywalk-nexus.h"

#include "models/base/attributes.h"
#include "models/host/processor.h"
#include "models/nexus/batch-or-chain-end-release-policy.h"
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
            .AddAttribute("Release",
                          "When the received packets of a flow leave for its channel; "
                          "BatchOrChainEnd, as shipped, when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&SkywalkNexus::m_release),
                          MakePolicyChecker<ReleasePolicy>())
            .AddAttribute("Aggregation",
                          "How TCP segments are joined to super-packets; as shipped when none is "
                          "given.",
                          PolicyValue(),
                          MakePolicyAccessor(&SkywalkNexus::m_aggregator),
                          MakePolicyChecker<TcpAggregator>())
            .AddAttribute("Regulator",
                          "Paces what sockets get; without one they get it at once.",
                          PolicyValue(),
                          MakePolicyAccessor(&SkywalkNexus::m_regulator),
                          MakePolicyChecker<BurstRegulator>())
            .AddAttribute("Reaper",
                          "Ends the entries of flows that are over; none: they stay until another "
                          "flow takes their place.",
                          PolicyValue(),
                          MakePolicyAccessor(&SkywalkNexus::m_reaper),
                          MakePolicyChecker<FlowReaper>())
            .AddAttribute("Reclaim",
                          "Limits the memory of channels and takes it back from applications that "
                          "do not run; none: channels are there for good.",
                          PolicyValue(),
                          MakePolicyAccessor(&SkywalkNexus::m_reclaim),
                          MakePolicyChecker<ChannelReclaim>())
            .AddAttribute("TxBatch",
                          "Packets that it takes from a channel at a time, at most (XNU: "
                          "fsw_tx_batch).",
                          QuantityDefault(Packets(64)),
                          MakeQuantityAccessor(&SkywalkNexus::m_txBatch),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 14)))
            .AddAttribute("Verify",
                          "On what it verifies that packets of a channel are of its own flows: on "
                          "its copy of them, where they lie in memory that the application may "
                          "still write, or on nothing. All but the copy is for comparison.",
                          QuantityDefault(Verification::Copy),
                          MakeQuantityAccessor(&SkywalkNexus::m_verification),
                          MakeChoiceChecker({"copy", "shared-memory", "none"}))
            .AddAttribute("Checksum",
                          "Who sums up what channels send and receive: the stack in a pass of its "
                          "own, the kernel in the pass that copies, or the NIC where it can.",
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
                          MakePolicyChecker<PoolMemory>())
            .AddAttribute("Reassembly",
                          "Where the fragments that an interface brings are gathered.",
                          BlueprintValue(Blueprint(IpReassembly::GetTypeId())),
                          MakePolicyTemplateAccessor(&SkywalkNexus::m_reassemblyTemplate),
                          MakePolicyTemplateChecker<IpReassembly>());
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
    m_costs.lookUp = costs.Need("flow_lookup", Path());
    m_costs.previousHit = costs.Need("flow_previous_hit", Path());
    m_costs.notify = costs.Need("thread_wakeup", Path());
    if (m_devicePool)
    {
        m_costs.wire = costs.Need("segment_wire_map", Path());
    }
    ConnectTransmit(costs);
    ConnectReceiveSide(costs);
}

void
SkywalkNexus::ConnectReceiveSide(const CostTable& costs)
{
    if (!m_release)
    {
        m_release = ns3::CreateObject<BatchOrChainEndReleasePolicy>();
    }
    if (!m_aggregator)
    {
        m_aggregator = ns3::CreateObject<TcpAggregator>();
    }
    m_aggregator->Connect(Run(), PathHash());
    m_flows.Connect(Run(), costs, Path());
    m_kept.Attach(Run(), Path() + "/kept");
    if (m_reaper)
    {
        m_reaper->Attach(Run(), Path() + "/reaper");
        m_reaper->Connect(m_flows);
    }
    if (m_reclaim)
    {
        m_reclaim->Attach(Run(), Path() + "/reclaim");
        m_reclaim->Connect(m_processor->At(static_cast<uint32_t>(m_firstCore)),
                           costs.Need("channel_defunct", Path()));
    }
    if (m_regulator)
    {
        m_regulator->Attach(Run(), Path() + "/regulator");
        m_regulator->Connect(m_processor->At(static_cast<uint32_t>(m_firstCore)),
                             *m_hostStack,
                             *m_network);
    }
}

void
SkywalkNexus::AddNic(Nic& nic)
{
    if (m_regulator)
    {
        m_regulator->AddLink(nic.LinkRate());
    }
    if (m_devicePool)
    {
        m_pools.push_back(std::make_unique<DevicePool>());
        m_pools.back()->Attach(Run(),
                               fmt::format("{}/device-pool[{}]", Path(), m_receivers.size()));
        NexusPool::Setup setup = m_devicePool->SetupFor(m_processor->CoreCount(), Path());
        if (m_reclaim)
        {
            setup.host = &m_reclaim->Memory();
            m_reclaim->AddPool(m_pools.back()->Pool());
        }
        m_pools.back()->Connect(nic, setup, static_cast<uint32_t>(m_firstCore));
    }
    DevicePool* pool = PoolOf(static_cast<uint32_t>(m_receivers.size()));
    const auto reassembly = m_reassemblyTemplate.CreateAs<IpReassembly>();
    reassembly->Attach(Run(), fmt::format("{}/reassembly[{}]", Path(), m_receivers.size()));
    reassembly->Connect(pool, static_cast<uint32_t>(m_firstCore));
    m_reassembly.push_back(reassembly);
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
                                                         pool,
                                                         *reassembly));
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
    Tally held = m_flows.Held();
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
    ReportReceiveSide(visitor);
    ReportAggregation(visitor);
    ReportTransmit(visitor);
}

void
SkywalkNexus::ReportReceiveSide(MetricVisitor& visitor) const
{
    visitor.Counter({"RxPackets", "packets", "packets from interfaces into the flow switch"},
                    m_received.packets);
    visitor.Counter({"rx_batches", "1", "passes that they came in"}, m_received.passes);
    visitor.Quotient({"packets_per_rx_batch", "packets", "packets per such pass"},
                     m_received.packets,
                     m_received.passes);
    visitor.Counter({"look_ups", "1", "packets whose flow was looked up"}, m_flows.LookUps());
    visitor.Counter({"table_probes", "1", "masks for which the flow table was asked"},
                    m_flows.Probes());
    visitor.Counter({"previous_hits", "1", "look-ups that the packet before answered"},
                    m_flows.PreviousHits());
    visitor.Quotient({"previous_hit", "1", "of the packets that had one before in their pass"},
                     m_flows.PreviousHits(),
                     m_received.packets - m_received.passes);
    const CopyEngine::Traffic& moved = m_receiveCopies.Moved();
    visitor.Counter({"RxCopySum", "packets", "copies that summed up in the same pass"},
                    moved.summedCopies);
    visitor.Counter({"rx_bytes_read", "B", "read by copies and sums of what channels receive"},
                    moved.read);
    visitor.Counter({"rx_bytes_written", "B", "written by them"}, moved.written);
    visitor.Counter({"RxFlowNotFound", "packets", "packets of no channel's flow, for the host"},
                    m_flows.NotFound());
    visitor.Counter({"RxFlowInUse", "packets", "packets appended for the receiver that was at it"},
                    m_received.inUse);
    int64_t releases = 0;
    for (size_t cause = 0; cause < kReleaseCauseCount; ++cause)
    {
        const std::string name = "released_by_" + std::string(kReleaseCauseNames[cause]);
        visitor.Counter({name, "1", "batches of flows that left for this cause"},
                        m_received.releases[cause]);
        releases += m_received.releases[cause];
    }
    visitor.Counter({"releases", "1", "batches of flows that left for their channels"}, releases);
    visitor.Quotient({"packets_per_release", "packets", "packets per such batch"},
                     m_received.released,
                     releases);
    visitor.Quotient({"packets_per_object",
                      "packets",
                      "packets per super-packet, or single one, that a channel was given"},
                     m_received.released,
                     m_received.toChannels);
}

void
SkywalkNexus::ReportAggregation(MetricVisitor& visitor) const
{
    const TcpAggregator::Counts& counts = m_aggregator->GetCounts();
    visitor.Counter({"RxAggPktToPkt", "packets", "super-packets for channels, single ones too"},
                    counts.forChannels);
    visitor.Counter({"RxAggPktToMbuf", "packets", "super-packets for the host, single ones too"},
                    counts.forHost);
    visitor.Counter({"joined_packets", "packets", "packets that joined an earlier one"},
                    counts.joined);
    visitor.Counter({"RxAggMergeFastpathTCP", "packets", "of these, by all of the header at once"},
                    counts.fastPath);
    visitor.Counter({"RxAggMergeSlowpathTCP", "packets", "of these, by its fields"},
                    counts.slowPath);
    visitor.Counter({"RxAggWastedBflt", "1", "buffers allocated for super-packets in vain"},
                    counts.wastedBuflets);
    for (size_t stop = 0; stop < counts.stops.size(); ++stop)
    {
        visitor.Counter({kAggregationStopNames[stop], "1", "super-packets that this ended"},
                        counts.stops[stop]);
    }
}

std::optional<std::string>
SkywalkNexus::FindError() const
{
    const std::optional<std::string> error = FindReceiveError();
    return error ? error : FindTransmitError();
}

std::optional<std::string>
SkywalkNexus::FindReceiveError() const
{
    int64_t inside = m_flows.Held().packets;
    for (const auto& queues : m_receivers)
    {
        for (const auto& receiver : queues)
        {
            inside += receiver->UnderWay();
        }
    }
    int64_t lost = 0;
    for (const auto& reassembly : m_reassembly)
    {
        inside += reassembly->Count();
        lost += reassembly->Dropped();
    }
    const int64_t joined = m_aggregator->GetCounts().joined + m_received.toDatagrams;
    const int64_t known =
        m_received.toChannels + m_received.toHost + joined + inside + m_received.noMemory + lost;
    if (m_received.packets == known)
    {
        return std::nullopt;
    }
    return fmt::format("{} packets from interfaces, but {} for channels, {} for the host stack, {} "
                       "joined, {} without memory, {} fragments dropped and {} inside",
                       m_received.packets,
                       m_received.toChannels,
                       m_received.toHost,
                       joined,
                       m_received.noMemory,
                       lost,
                       inside);
}

void
SkywalkNexus::DoDispose()
{
    m_flows.Clear();
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
