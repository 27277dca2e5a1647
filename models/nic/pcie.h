// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PCIE_H
#define NEXSIM_PCIE_H

#include "models/base/packet-fifo.h"
#include "models/base/timer.h"
#include "models/nic/iommu.h"
#include "models/nic/pcie-link.h"
#include "models/nic/serial-line.h"

#include <deque>
#include <optional>
#include <vector>

namespace nexsim
{

/** @brief The NIC above its DMA engine: told of each DMA that is over. */
class DmaClient
{
  public:
    virtual ~DmaClient() = default;

    /** @brief A received packet and its descriptor are in memory, in the order of Write. */
    virtual void OnWritten(PacketPtr packet, uint32_t queue) = 0;

    /** @brief So many descriptors of packets to send are in the NIC. */
    virtual void OnFetched(int64_t descriptors) = 0;

    /** @brief The data of a packet to send is in the NIC, in the order of Read. */
    virtual void OnRead(PacketPtr packet) = 0;
};

/**
 * @brief The PCI Express slot of a NIC, with the engine that moves data over it.
 *
 * Towards the host pass writes and read requests, from the host the answers to reads; each direction
 * takes its transfers one after the other, in the order in which they are asked for. A DMA costs one
 * event, its end. Times are rounded as SerialLine says; what a packet spends here is
 * Stage::NicRing.
 */
class Pcie : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Ethernet header that moves with each IP packet; the FCS stays in the NIC. */
    static constexpr int64_t kFrameHeader = 14;

    /**
     * @brief Called once, before Attach.
     * @param rxRings descriptors of each receive ring
     */
    void Connect(DmaClient& client, Packets txRing, const std::vector<Packets>& rxRings);

    /** @brief The packets lie in buffers of the source; after Attach, before any of them. */
    void SetSource(const BufferSource& source)
    {
        m_source = &source;
        if (m_iommu)
        {
            m_iommu->SetSource(source);
        }
    }

    /** @brief Who is to be told when memory is unmapped; null for nobody. */
    MappingListener* Mappings() const
    {
        return ns3::PeekPointer(m_iommu);
    }

    /** @brief Whether the NIC's memory has room for a received packet. */
    bool HasRoomFor(const Packet& packet) const
    {
        return m_rxBytes + packet.size <= m_rxBuffer.Value();
    }

    /** @brief A received packet, for which there is room, is written to a buffer of this queue. */
    void Write(PacketPtr packet, uint32_t queue);

    /** @brief Descriptors that a fetch may bring now; 0 while one is under way. */
    int64_t MostToFetch() const
    {
        return m_isFetching ? 0 : m_fetch.Value();
    }

    /** @brief Reads so many descriptors of packets to send, at most MostToFetch. */
    void Fetch(int64_t descriptors);

    /** @brief Whether so many bytes of a packet to send may be read now. */
    bool CanRead(const Packet& packet, int64_t bytes) const;

    /** @brief Reads so many bytes, 1 and above, of a packet to send; CanRead says so. */
    void Read(PacketPtr packet, int64_t bytes);

    /** @brief A packet that was read leaves the NIC. */
    void Leave(const Packet& packet)
    {
        m_txBytes -= packet.size;
    }

    /** @brief Writes back that descriptors of sent packets are free. */
    void WriteBack();

    /** @brief Gives back what is being read; there will be no OnRead for it, nor an OnFetched. */
    void Abort(PacketFifo& packets);

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

    /** @brief For the end of a simulation. */
    void Clear();

  protected:
    void DoAttach() override;

  private:
    SimTime Request(int64_t bytes);
    SimTime Translate(size_t ring, const Packet& packet, int64_t bytes, SimTime at);
    void TakeRxDescriptor();
    void OnWriteEnds();
    void OnFetchEnds();
    void OnReadEnds();

    // attributes
    int64_t m_generation = 0;
    int64_t m_lanes = 0;
    Bytes m_maxPayload;
    Bytes m_maxReadRequest;
    SimTime m_readLatency;
    Bytes m_descriptor;
    Packets m_fetch;
    int64_t m_tags = 0;
    Bytes m_rxBuffer;
    Bytes m_txBuffer;
    ns3::Ptr<Iommu> m_iommu;

    DmaClient* m_client = nullptr;
    const BufferSource* m_source = nullptr;
    Packets m_txRing;
    std::vector<Packets> m_rxRings;
    std::optional<PcieLink> m_link;
    SerialLine m_up;
    SerialLine m_down;
    PacketFifo m_writing;          //!< packet.lastMark is when the write is over
    std::deque<uint32_t> m_queues; //!< of these
    PacketFifo m_reading;          //!< as m_writing
    std::deque<int64_t> m_sizes;   //!< bytes read, of these
    Timer m_writeEnds;
    Timer m_readEnds;
    Timer m_fetchEnds;
    SimTime m_lastWrite; //!< when the last write is over
    SimTime m_lastRead;  //!< when the last read is over
    bool m_isFetching = false;
    int64_t m_fetching = 0;      //!< descriptors
    int64_t m_outstanding = 0;   //!< read requests of packets
    int64_t m_rxDescriptors = 0; //!< in the NIC, free
    int64_t m_rxBytes = 0;       //!< in the NIC, of received packets
    int64_t m_txBytes = 0;       //!< in the NIC or being read, of packets to send
    int64_t m_written = 0;       //!< bytes of frames
    int64_t m_read = 0;          //!< bytes of frames
};

} // namespace nexsim

#endif // NEXSIM_PCIE_H
