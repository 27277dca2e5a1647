// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_TABLE_H
#define NEXSIM_FLOW_TABLE_H

#include "models/base/flow-advisory.h"
#include "models/base/flow-key.h"
#include "models/base/packet-sink.h"
#include "models/base/packet.h"
#include "models/base/prefetch.h"
#include "models/base/tally.h"
#include "models/base/transmit-listener.h"

#include <array>
#include <cstddef>
#include <map>
#include <vector>

namespace nexsim
{

/** @brief What several flows belong to: an entry of the traffic. */
class FlowGroup
{
  public:
    virtual ~FlowGroup() = default;

    /** @brief A packet of one of its flows has been offered to a host. */
    virtual void CountSent(const Packet& packet) = 0;
};

/** @brief A flow of the run: its key, where its packets go, and what became of them. */
struct FlowRecord
{
    FlowKey key;
    uint32_t hash = 0;              //!< of the key, copied into every packet
    NodeIndex destination = 0;      //!< end node
    uint32_t sentNumber = 0;        //!< number of the next packet
    PacketSink* ingress = nullptr;  //!< the destination host's datapath for this flow
    PacketSink* receiver = nullptr; //!< who gets the packets from that datapath
    PacketSink* owner =
        nullptr; //!< the sending application's datapath; null where none has opened it
    FlowGroup* group = nullptr;         //!< counts packets that begin below their traffic source
    FlowAdvisory* advisory = nullptr;   //!< of a sender that heeds its host's queues; null for none
    TransmitListener* sender = nullptr; //!< told when a packet leaves its host; null for nobody
    bool carriesQuic = false;           //!< a UDP flow whose sender says so to its host
    uint64_t traffic = 0;               //!< hash of the path of its traffic entry; 0 for none
    Tally sent;                         //!< in segments; so the next three
    Tally delivered;
    Tally dropped;
    Tally replaced;                   //!< by newer packets of the flow (Conversion::Replace)
    Tally* droppedOfGroup = nullptr;  //!< further count, of the traffic that the flow belongs to
    int64_t* brokenOfGroup = nullptr; //!< counts the flow at its first drop; null for no such count
    int64_t measuredInside = 0;       //!< created at or after warm-up and still inside the network
    int64_t measuredPackets = 0;      //!< delivered and created at or after warm-up
    unsigned __int128 latencySum = 0; //!< ps, over the measured packets
    std::array<unsigned __int128, kStageCount> stageSums{}; //!< ps, over the measured packets
};

/** @brief All flows of a run: key -> index, index -> record. */
class FlowTable
{
  public:
    /** @brief The index of the flow with this key, new or known. */
    FlowIndex Intern(const FlowKey& key);

    FlowRecord& operator[](FlowIndex index)
    {
        return m_records[index];
    }

    const FlowRecord& operator[](FlowIndex index) const
    {
        return m_records[index];
    }

    size_t Size() const
    {
        return m_records.size();
    }

    /** @brief A packet of the flow will be sent soon: fetches what that touches into the caches. */
    void PrefetchSent(FlowIndex index) const
    {
        PrefetchLines<3>(&m_records[index]);
    }

    /** @brief A packet of the flow will be delivered soon: likewise. */
    void PrefetchDelivered(FlowIndex index) const
    {
        const FlowRecord& record = m_records[index];
        PrefetchLines<(sizeof(FlowRecord) - offsetof(FlowRecord, delivered)) / 64 + 1>(
            &record.delivered);
    }

    /** @brief Whether a flow has this index now: false once it is retired. */
    bool IsOpen(FlowIndex index) const;

    /**
     * @brief The flow is over: its index will be given to another flow.
     *
     * Only for a flow of which no packet is inside the network.
     */
    void Retire(FlowIndex index);

  private:
    std::vector<FlowRecord> m_records;
    std::map<FlowKey, FlowIndex> m_indexOf;
    std::vector<FlowIndex> m_retired;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_TABLE_H
