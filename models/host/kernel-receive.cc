// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/kernel-receive.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(KernelReceive);
NS_OBJECT_ENSURE_REGISTERED(NapiKernelReceive);
NS_OBJECT_ENSURE_REGISTERED(InterruptsKernelReceive);

ns3::TypeId
KernelReceive::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::KernelReceive")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/host")
            .AddAttribute("Gro",
                          "Whether packets of a flow that follow each other are handled as one "
                          "where the receiver can take that.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&KernelReceive::m_merges),
                          ns3::MakeBooleanChecker())
            .AddAttribute("TcpGro",
                          "What Gro makes of TCP's segments: a train of packets, each of which TCP "
                          "gets by itself, or one packet (Linux), which it acknowledges once.",
                          QuantityDefault(TcpGro::Train),
                          MakeQuantityAccessor(&KernelReceive::m_tcpGro),
                          MakeChoiceChecker({"train", "packet"}))
            .AddAttribute("Rps",
                          "Whether packets go on to a core chosen by the hash of their flow.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&KernelReceive::m_steers),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Backlog",
                          "With Rps: packets that a core takes from others before it drops "
                          "(Linux: netdev_max_backlog, recalled).",
                          QuantityDefault(Packets(1000)),
                          MakeQuantityAccessor(&KernelReceive::m_backlog),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("FirstCore",
                          "The core of a NIC's first queue; the others follow in turn.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&KernelReceive::m_firstCore),
                          MakeIntegerRangeChecker(0, 1023));
    return tid;
}

void
KernelReceive::Connect(Processor& processor, KernelInput& input, HostNetwork& network)
{
    m_processor = &processor;
    m_input = &input;
    m_network = &network;
    const CostTable& costs = processor.Costs();
    m_settings.entry = costs.Need("irq_entry_softirq", Path());
    m_settings.driver = costs.Need("rx_driver_skb_free", Path());
    m_settings.merges = m_merges;
    m_settings.joinsTcp = m_merges && m_tcpGro == TcpGro::Packet;
    if (m_merges)
    {
        m_settings.mergeTry = costs.Need("gro_miss", Path());
    }
    m_settings.steers = m_steers;
    m_settings.backlog = m_backlog.Value();
    if (m_steers)
    {
        m_settings.handOver = costs.Need("cpumap_handoff", Path());
    }
    m_settings.sent = costs.Use("tx_completion");
    Settle(m_settings, costs);
    if (m_firstCore >= processor.CoreCount())
    {
        throw std::invalid_argument(fmt::format("{}: there is no core {} for FirstCore; the host "
                                                "has cores 0 to {}",
                                                Path(),
                                                m_firstCore,
                                                processor.CoreCount() - 1));
    }
    for (uint32_t number = 0; number < processor.CoreCount(); ++number)
    {
        auto core = std::make_unique<ReceiveCore>(m_settings, processor.At(number), m_cores);
        core->Attach(Run(), fmt::format("{}/core[{}]", Path(), number));
        core->Connect(input, network);
        m_cores.push_back(std::move(core));
    }
}

void
KernelReceive::AddNic(Nic& nic)
{
    if (!nic.HasRxChecksum())
    {
        m_settings.checksum = m_processor->Costs().Need("csum_sw", nic.Path());
    }
    auto& queues = m_sources.emplace_back();
    for (uint32_t queue = 0; queue < nic.RxQueues(); ++queue)
    {
        const size_t core = (static_cast<size_t>(m_firstCore) + queue) % m_cores.size();
        queues.push_back(
            std::make_unique<NicPollSource>(*m_cores[core], *m_input, *m_network, nic, queue));
    }
}

Tally
KernelReceive::Held() const
{
    Tally held;
    for (const auto& queues : m_sources)
    {
        for (const auto& source : queues)
        {
            held += source->Thread().Held();
            held += source->HeldByReader();
        }
    }
    return held;
}

void
KernelReceive::DoDispose()
{
    for (const auto& queues : m_sources)
    {
        for (const auto& source : queues)
        {
            source->Thread().Clear();
            source->ClearReader();
        }
    }
    for (const auto& core : m_cores)
    {
        core->Clear();
    }
    ns3::Object::DoDispose();
}

ns3::TypeId
NapiKernelReceive::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::NapiKernelReceive")
            .SetParent<KernelReceive>()
            .SetGroupName("nexsim/host")
            .AddConstructor<NapiKernelReceive>()
            .AddAttribute("Budget",
                          "Packets of a round in the softirq, after which a thread goes on (Linux: "
                          "netdev_budget, recalled).",
                          QuantityDefault(Packets(300)),
                          MakeQuantityAccessor(&NapiKernelReceive::m_budget),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("TimeLimit",
                          "Time after which it does (Linux: netdev_budget_usecs, recalled).",
                          QuantityDefault(MilliSeconds(2)),
                          MakeQuantityAccessor(&NapiKernelReceive::m_timeLimit),
                          MakeQuantityChecker<SimTime>(SimTime(1), kNever));
    return tid;
}

void
NapiKernelReceive::Settle(ReceiveSettings& settings, const CostTable& costs) const
{
    settings.pollBudget = costs.NeedCount("napi_poll_budget", Path());
    settings.roundBudget = m_budget.Value();
    settings.roundTime = m_timeLimit;
}

ns3::TypeId
InterruptsKernelReceive::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::InterruptsKernelReceive")
                                       .SetParent<KernelReceive>()
                                       .SetGroupName("nexsim/host")
                                       .AddConstructor<InterruptsKernelReceive>();
    return tid;
}

void
InterruptsKernelReceive::Settle(ReceiveSettings& settings, const CostTable& /*costs*/) const
{
    settings.isByInterrupt = true;
    settings.pollBudget = 1;
    settings.roundBudget = kUnlimited;
    settings.roundTime = kNever;
}

} // namespace nexsim
