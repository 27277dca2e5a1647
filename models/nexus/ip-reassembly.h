// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_IP_REASSEMBLY_H
#define NEXSIM_IP_REASSEMBLY_H

#include "models/base/packet-fifo.h"
#include "models/base/timer.h"

#include "ns3/object.h"

#include <map>
#include <utility>

namespace nexsim
{

class DevicePool;

/**
 * @brief Where a flow switch gathers the fragments of datagrams that an interface brings (XNU:
 * fsw_ip_frag.c).
 *
 * A queue per datagram, in order of offsets. A complete one is given on as its fragments, one after
 * the other; it is not made one packet. Until then they keep their memory of the interface.
 */
class IpReassembly : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief Called once, after Attach.
     * @param pool of the interface, whose core frees what is dropped; null: memory does not count
     */
    void Connect(DevicePool* pool, uint32_t core);

    /**
     * @brief A fragment has been classified.
     * @param complete gets all fragments of its datagram, in order, when this was the last to come
     */
    void Take(PacketPtr fragment, PacketFifo& complete);

    /** @brief One that is held, by what its header says; null when it is not, or no more. */
    Packet* Find(FlowIndex flow, uint32_t identification, int64_t offset) const;

    /** @brief Fragments held. */
    int64_t Count() const
    {
        return m_count;
    }

    /** @brief Fragments that have been dropped. */
    int64_t Dropped() const;

    Tally Held() const override;
    void BeginMeasurement() override;
    std::optional<std::string> FindError() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    using Key = std::pair<FlowIndex, uint32_t>; //!< flow and identification

    /** @brief Of one datagram. */
    struct Queue
    {
        SimTime since;                         //!< when its first fragment came
        uint64_t number = 0;                   //!< counts the queues
        int64_t bytes = 0;                     //!< behind IP headers
        std::map<int64_t, PacketPtr> byOffset; //!< fragments
    };

    using Queues = std::map<Key, Queue>;

    Queue& QueueOf(const Key& key);
    void OnTimer();
    void Halve();
    size_t DropQueue(const Key& key, DropReason& reason);
    void DropFragment(PacketPtr fragment, DropReason& reason);
    void CountHeld(int64_t change);

    // attributes
    Packets m_fragmentLimit;
    Packets m_queueLimit;
    Packets m_perQueueLimit;
    SimTime m_lifetime;
    SimTime m_period;

    DevicePool* m_pool = nullptr;
    uint32_t m_core = 0;
    Queues m_queues;
    std::map<uint64_t, Key> m_byAge; //!< by number
    uint64_t m_begun = 0;            //!< queues
    int64_t m_count = 0;
    int64_t m_most = 0; //!< of m_count since measurement began
    SimTime m_countedAt;
    unsigned __int128 m_countIntegral = 0; //!< of m_count over ps, up to m_countedAt
    Timer m_timer;

    int64_t m_fragments = 0;
    int64_t m_reassembled = 0; //!< datagrams
    int64_t m_givenOn = 0;     //!< their fragments
    int64_t m_timedOut = 0;    //!< datagrams
    int64_t m_drained = 0;     //!< datagrams
    DropReason* m_timeOut = nullptr;
    DropReason* m_drain = nullptr;
    DropReason* m_perQueue = nullptr;
    DropReason* m_noMemory = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_IP_REASSEMBLY_H
