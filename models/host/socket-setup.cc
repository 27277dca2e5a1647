// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What a socket is made of: its attributes, and the costs of its host that it needs.

#include "models/base/attributes.h"
#include "models/host/cost-without.h"
#include "models/host/processor.h"
#include "models/host/socket-datapath.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SocketDatapath);

ns3::TypeId
SocketDatapath::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SocketDatapath")
            .SetParent<Datapath>()
            .SetGroupName("nexsim/host")
            .AddConstructor<SocketDatapath>()
            .AddAttribute("ReceiveBuffer",
                          "Memory of datagrams that wait for the thread (Linux: rmem_default, "
                          "recalled).",
                          QuantityDefault(Bytes(212'992)),
                          MakeQuantityAccessor(&SocketDatapath::m_receiveLimit),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)))
            .AddAttribute("SendBuffer",
                          "Memory of packets that have been sent and have not left the host "
                          "(Linux: wmem_default, recalled).",
                          QuantityDefault(Bytes(212'992)),
                          MakeQuantityAccessor(&SocketDatapath::m_sendLimit),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)))
            .AddAttribute("BufferUnit",
                          "Memory for a packet comes in multiples of this.",
                          QuantityDefault(Bytes(2048)),
                          MakeQuantityAccessor(&SocketDatapath::m_unit),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(65'536)))
            .AddAttribute("BufferOverhead",
                          "What a packet takes besides (Linux: sk_buff, recalled).",
                          QuantityDefault(Bytes(256)),
                          MakeQuantityAccessor(&SocketDatapath::m_overhead),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(65'536)))
            .AddAttribute("ReadSize",
                          "Bytes of a stream that one call reads at most.",
                          QuantityDefault(Bytes(65'536)),
                          MakeQuantityAccessor(&SocketDatapath::m_readSize),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(1 << 30)))
            .AddAttribute("Backlog",
                          "Packets of the application that may wait for its thread; what comes "
                          "beyond is dropped.",
                          QuantityDefault(Packets(100'000)),
                          MakeQuantityAccessor(&SocketDatapath::m_backlogLimit),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("Copy",
                          "Where the payload that a call copies to the application comes from: "
                          "memory or a cache.",
                          QuantityDefault(CopySource::Cold),
                          MakeQuantityAccessor(&SocketDatapath::m_copySource),
                          MakeChoiceChecker({"cold", "hot"}))
            .AddAttribute("UdpGro",
                          "Whether its datagrams may come as trains that one call receives (Linux: "
                          "the socket option UDP_GRO).",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&SocketDatapath::m_takesTrains),
                          ns3::MakeBooleanChecker())
            .AddAttribute(
                "GsoSize",
                "IP bytes of the packets that its TCP makes of the segments that it gives "
                "at once, to be cut by a NIC with Segmentation, or by the kernel; 0 B: "
                "each is a packet of its own (Linux: gso_max_size, 65,536 B, and always "
                "on).",
                QuantityDefault(Bytes(0)),
                MakeQuantityAccessor(&SocketDatapath::m_gsoSize),
                MakeQuantityChecker<Bytes>(Bytes(0), Bytes(65'536)))
            .AddAttribute("Spin",
                          "Whether its thread, instead of sleeping, calls again and again without "
                          "waiting (Linux: MSG_DONTWAIT): a call that finds nothing takes syscall.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&SocketDatapath::m_spins),
                          ns3::MakeBooleanChecker())
            .AddAttribute("BusyPoll",
                          "How long a call that finds nothing polls the NIC's receive queue before "
                          "its thread sleeps; an empty poll takes busy_poll_look (Linux: the "
                          "socket option SO_BUSY_POLL, busy_read).",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&SocketDatapath::m_pollBudget),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(1)))
            .AddAttribute("Receive",
                          "The call by which the thread receives; Recv when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&SocketDatapath::m_receiveCall),
                          MakePolicyChecker<ReceiveCall>())
            .AddAttribute("Send",
                          "The call by which it sends; Sendmsg when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&SocketDatapath::m_sendCall),
                          MakePolicyChecker<SendCall>());
    return tid;
}

void
SocketDatapath::DoAttach()
{
    Processor* processor = Network().GetProcessor();
    if (processor == nullptr)
    {
        throw std::invalid_argument(
            Path() + ": a Socket datapath takes processor time; write \"Cores\" and \"Costs\" at "
                     "its host, such as \"Cores\": 1, \"Costs\": {\"profile\": "
                     "\"linux-bdw36-2018\"}");
    }
    if (!m_receiveCall)
    {
        m_receiveCall = ns3::CreateObject<RecvReceiveCall>();
    }
    if (!m_sendCall)
    {
        m_sendCall = ns3::CreateObject<SendmsgSendCall>();
    }
    const CostTable& costs = processor->Costs();
    m_receiveCall->Prepare(costs, Path());
    m_sendCall->Prepare(costs, Path());
    m_lookup = costs.Need("rx_ip_udp_lookup", Path());
    m_enqueue = costs.Need("rx_sock_enqueue", Path());
    m_kernelSend = Without(costs, "tx_sendmsg_pkt", "syscall", Path());
    const bool isCold = m_copySource == CopySource::Cold;
    m_gso.Prepare(Run(), Network(), m_gsoSize.Value(), Path(), PathHash());
    m_sender.Connect(Run(), Network(), *m_sendCall, m_gso, PathHash());
    PreparePolling();
    m_receiver.Connect(Run(),
                       *processor,
                       *m_receiveCall,
                       costs.Need(isCold ? "copy_cold" : "copy_hot", Path()),
                       m_readSize.Value());
    m_sender.Buffer().SetLimit(m_sendLimit);
    m_sender.Buffer().SetFootprint(m_unit, m_overhead);
    m_receiver.Buffer().SetLimit(m_receiveLimit);
    m_receiver.Buffer().SetFootprint(m_unit, m_overhead);
    m_bufferFull = &AddDropReason("socket-buffer-full");
    m_backlogFull = &AddDropReason("application-backlog-full");
    m_room.Bind<&SocketDatapath::Wake>(*this, Priority::Departure);
}

/** @throws std::invalid_argument when a look has no time, or the host no queue to look into */
void
SocketDatapath::PreparePolling()
{
    if (m_spins && m_pollBudget > SimTime(0))
    {
        throw std::invalid_argument(Path() +
                                    ": a thread with Spin does not wait in its calls; leave "
                                    "out BusyPoll, or Spin");
    }
    if (m_spins)
    {
        m_look = LookOf("syscall", "Spin");
    }
    if (m_pollBudget > SimTime(0))
    {
        Network().CheckBusyPoll(Path());
        const SimTime look = LookOf("busy_poll_look", "BusyPoll");
        m_busyPoll = std::make_unique<BusyPoll>(*this, m_thread, *ThreadCore(), m_pollBudget, look);
    }
}

/** What a look takes that finds nothing, by this figure. */
SimTime
SocketDatapath::LookOf(const std::string& figure, const std::string& attribute) const
{
    const Cost cost = Network().GetProcessor()->Costs().Need(figure, Path());
    const SimTime look = cost.law == nullptr ? cost.Of(1) : SimTime(0);
    if (look == SimTime(0))
    {
        throw std::invalid_argument(
            fmt::format("{}: with {} a call that finds nothing takes \"{}\", which must be a time "
                        "above zero and not random here; write \"{}\": \"100ns\"",
                        Path(),
                        attribute,
                        figure,
                        figure));
    }
    return look;
}

} // namespace nexsim
