// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/pcie.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Pcie);

namespace
{

/** @brief The first ring that the IOMMU is told of; those of the receive queues follow. */
constexpr size_t kTransmitRing = 0;

} // namespace

ns3::TypeId
Pcie::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Pcie")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<Pcie>()
            .AddAttribute("Generation",
                          "PCI Express generation.",
                          IntegerValue(3),
                          MakeQuantityAccessor(&Pcie::m_generation),
                          MakeIntegerRangeChecker(1, 5))
            .AddAttribute("Lanes",
                          "Lanes: 1, 2, 4, 8 or 16.",
                          IntegerValue(8),
                          MakeQuantityAccessor(&Pcie::m_lanes),
                          MakeIntegerRangeChecker(1, 16))
            .AddAttribute("MaxPayload",
                          "Most data in a write or a completion: a power of two.",
                          QuantityDefault(Bytes(256)),
                          MakeQuantityAccessor(&Pcie::m_maxPayload),
                          MakeQuantityChecker<Bytes>(Bytes(128), Bytes(4096)))
            .AddAttribute("MaxReadRequest",
                          "Most data that one request reads: a power of two.",
                          QuantityDefault(Bytes(512)),
                          MakeQuantityAccessor(&Pcie::m_maxReadRequest),
                          MakeQuantityChecker<Bytes>(Bytes(128), Bytes(4096)))
            .AddAttribute("ReadLatency",
                          "From the end of a read request on the link to the beginning of its "
                          "answer. The default is an estimate, recalled from measurements of quiet "
                          "hosts (500 to 550 ns for 64 B; above 1000 ns on others).",
                          QuantityDefault(NanoSeconds(550)),
                          MakeQuantityAccessor(&Pcie::m_readLatency),
                          MakeQuantityChecker<SimTime>(SimTime(0), MicroSeconds(1000)))
            .AddAttribute("DescriptorSize",
                          "Bytes of a descriptor, fetched and written back; 0 leaves descriptors "
                          "out.",
                          QuantityDefault(Bytes(16)),
                          MakeQuantityAccessor(&Pcie::m_descriptor),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(256)))
            .AddAttribute("DescriptorFetch",
                          "Most descriptors that one read fetches; one is under way at a time. The "
                          "default is an assumption.",
                          QuantityDefault(Packets(64)),
                          MakeQuantityAccessor(&Pcie::m_fetch),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(4096)))
            .AddAttribute("ReadRequests",
                          "Read requests for data that may be outstanding (tags).",
                          IntegerValue(256),
                          MakeQuantityAccessor(&Pcie::m_tags),
                          MakeIntegerRangeChecker(1, 1024))
            .AddAttribute("RxBuffer",
                          "Memory of the NIC for received packets that are not yet written; what "
                          "finds no room is dropped. The default is an assumption.",
                          QuantityDefault(Bytes(512 * 1024)),
                          MakeQuantityAccessor(&Pcie::m_rxBuffer),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)))
            .AddAttribute(
                "TxBuffer",
                "Memory of the NIC for packets that are read and not yet on the wire; one "
                "packet always finds room. The default is an assumption.",
                QuantityDefault(Bytes(128 * 1024)),
                MakeQuantityAccessor(&Pcie::m_txBuffer),
                MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)))
            .AddAttribute("Iommu",
                          "What translates the addresses; none when not given.",
                          PolicyValue(),
                          MakePolicyAccessor(&Pcie::m_iommu),
                          MakePolicyChecker<Iommu>());
    return tid;
}

void
Pcie::Connect(DmaClient& client, Packets txRing, const std::vector<Packets>& rxRings)
{
    m_client = &client;
    m_txRing = txRing;
    m_rxRings = rxRings;
}

void
Pcie::DoAttach()
{
    m_link.emplace(PcieLinkSetup{m_generation, m_lanes, m_maxPayload, m_maxReadRequest});
    m_up = SerialLine(m_link->Rate());
    m_down = SerialLine(m_link->Rate());
    m_writeEnds.Bind<&Pcie::OnWriteEnds>(*this, Priority::Arrival);
    m_readEnds.Bind<&Pcie::OnReadEnds>(*this, Priority::Arrival);
    m_fetchEnds.Bind<&Pcie::OnFetchEnds>(*this, Priority::Arrival);
    if (m_iommu)
    {
        m_iommu->Attach(Run(), Path() + "/iommu");
        m_iommu->AddRing(m_txRing);
        for (const Packets descriptors : m_rxRings)
        {
            m_iommu->AddRing(descriptors);
        }
    }
}

SimTime
Pcie::Translate(size_t ring, const Packet& packet, int64_t bytes, SimTime at)
{
    if (!m_iommu)
    {
        return at;
    }
    if (m_source != nullptr && (ring != kTransmitRing || m_source->HoldsSent(packet)))
    {
        return m_iommu->TranslateAt(packet, bytes, at);
    }
    return m_iommu->Translate(ring, bytes, at);
}

/** @return when the first request is with the host */
SimTime
Pcie::Request(int64_t bytes)
{
    const SimTime first = m_up.Transfer(Now(), PcieLink::kReadHeader);
    const int64_t further = m_link->ReadRequests(bytes) - 1;
    if (further > 0)
    {
        m_up.Transfer(Now(), further * PcieLink::kReadHeader);
    }
    return first;
}

/** A free descriptor is there in time: it was fetched, with others, when the host gave it. */
void
Pcie::TakeRxDescriptor()
{
    if (m_rxDescriptors == 0)
    {
        const int64_t bytes = m_fetch.Value() * m_descriptor.Value();
        m_down.Transfer(Request(bytes) + m_readLatency, m_link->CompletionBytes(bytes));
        m_rxDescriptors = m_fetch.Value();
    }
    --m_rxDescriptors;
}

void
Pcie::Write(PacketPtr packet, uint32_t queue)
{
    const int64_t bytes = packet->size + kFrameHeader;
    SimTime ends = m_up.Transfer(Now(), m_link->WriteBytes(bytes));
    const SimTime translated = Translate(kTransmitRing + 1 + queue, *packet, bytes, ends);
    if (m_descriptor > Bytes(0))
    {
        ends = m_up.Transfer(Now(), m_link->WriteBytes(m_descriptor.Value()));
        TakeRxDescriptor();
    }
    m_lastWrite = std::max({m_lastWrite, ends, translated});
    m_rxBytes += packet->size;
    AddToStage(*packet, Stage::NicRing, m_lastWrite - packet->lastMark);
    packet->lastMark = m_lastWrite;
    m_writing.Push(std::move(packet));
    m_queues.push_back(queue);
    if (m_queues.size() == 1)
    {
        m_writeEnds.ArmAt(m_lastWrite);
    }
}

void
Pcie::OnWriteEnds()
{
    PacketPtr packet = m_writing.Pop();
    const uint32_t queue = m_queues.front();
    m_queues.pop_front();
    m_rxBytes -= packet->size;
    m_written += packet->size + kFrameHeader;
    if (!m_writing.Empty())
    {
        m_writeEnds.ArmAt(m_writing.Front().lastMark);
    }
    m_client->OnWritten(std::move(packet), queue);
}

void
Pcie::Fetch(int64_t descriptors)
{
    m_isFetching = true;
    m_fetching = descriptors;
    const int64_t bytes = descriptors * m_descriptor.Value();
    if (bytes == 0)
    {
        m_fetchEnds.ArmAt(Now());
        return;
    }
    const SimTime asked = Request(bytes);
    m_fetchEnds.ArmAt(m_down.Transfer(asked + m_readLatency, m_link->CompletionBytes(bytes)));
}

void
Pcie::OnFetchEnds()
{
    m_isFetching = false;
    m_client->OnFetched(m_fetching);
}

bool
Pcie::CanRead(const Packet& packet, int64_t bytes) const
{
    const bool hasTags =
        m_outstanding == 0 || m_outstanding + m_link->ReadRequests(bytes) <= m_tags;
    return hasTags && (m_txBytes == 0 || m_txBytes + packet.size <= m_txBuffer.Value());
}

void
Pcie::Read(PacketPtr packet, int64_t bytes)
{
    const SimTime translated = Translate(kTransmitRing, *packet, bytes, Request(bytes));
    m_lastRead = m_down.Transfer(translated + m_readLatency, m_link->CompletionBytes(bytes));
    m_txBytes += packet->size;
    AddToStage(*packet, Stage::NicRing, m_lastRead - packet->lastMark);
    packet->lastMark = m_lastRead;
    m_sizes.push_back(bytes);
    m_outstanding += m_link->ReadRequests(bytes);
    m_reading.Push(std::move(packet));
    if (m_sizes.size() == 1)
    {
        m_readEnds.ArmAt(m_lastRead);
    }
}

void
Pcie::OnReadEnds()
{
    PacketPtr packet = m_reading.Pop();
    m_outstanding -= m_link->ReadRequests(m_sizes.front());
    m_read += m_sizes.front();
    m_sizes.pop_front();
    if (!m_reading.Empty())
    {
        m_readEnds.ArmAt(m_reading.Front().lastMark);
    }
    m_client->OnRead(std::move(packet));
}

void
Pcie::WriteBack()
{
    if (m_descriptor > Bytes(0))
    {
        m_up.Transfer(Now(), m_link->WriteBytes(m_descriptor.Value()));
    }
}

void
Pcie::Abort(PacketFifo& packets)
{
    m_readEnds.Cancel();
    m_fetchEnds.Cancel();
    m_isFetching = false;
    m_sizes.clear();
    m_outstanding = 0;
    m_txBytes = 0;
    while (!m_reading.Empty())
    {
        packets.Push(m_reading.Pop());
    }
}

Tally
Pcie::Held() const
{
    Tally held = m_writing.Sum();
    held += m_reading.Sum();
    return held;
}

void
Pcie::Clear()
{
    while (!m_writing.Empty())
    {
        m_writing.Pop();
    }
    while (!m_reading.Empty())
    {
        m_reading.Pop();
    }
}

void
Pcie::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Rate({"written", "bps", "bits of received frames written to memory per second"},
                 m_written * 8);
    visitor.Rate({"read", "bps", "bits of frames to send read from memory per second"}, m_read * 8);
    visitor.Counter({"up_bytes", "B", "bytes on the link towards the host, as asked for"},
                    m_up.TransferredBytes());
    visitor.Counter({"down_bytes", "B", "bytes on the link from the host, as asked for"},
                    m_down.TransferredBytes());
    const auto integral = [now = Now()](const SerialLine& line) {
        const int64_t ahead = std::max<int64_t>(0, (line.FreeAt() - now).Value());
        return static_cast<unsigned __int128>(std::max<int64_t>(0, line.Busy() - ahead));
    };
    visitor.TimeAverage({"up_utilisation", "1", "fraction of time in use towards the host"},
                        integral(m_up));
    visitor.TimeAverage(
        {"down_utilisation", "1", "fraction of time in use from the host, within ReadLatency"},
        integral(m_down));
}

} // namespace nexsim
