// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RSC_H
#define NEXSIM_RSC_H

#include "models/base/packet-sink.h"
#include "models/base/timer.h"

#include "ns3/object.h"

#include <list>

namespace nexsim
{

/**
 * @brief Receive-side coalescing (LRO): a NIC merges packets of one flow that follow each other.
 *
 * The first packet of a merge waits for further ones until the window is over, the merge is full, or
 * a packet of its flow comes that cannot join. Packets of one flow stay in order. What a packet waits
 * here is Stage::Reassembly.
 */
class Rsc : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Where packets go from here; called once, before Attach. */
    void Connect(PacketSink& up)
    {
        m_up = &up;
    }

    /** @brief A packet from the wire. */
    void Receive(PacketPtr packet);

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

    /** @brief For the end of a simulation. */
    void Clear()
    {
        m_merges.clear();
    }

  protected:
    void DoAttach() override;

  private:
    struct Merge
    {
        PacketPtr packet;
        SimTime ends;
    };

    using Merges = std::list<Merge>;

    void Begin(PacketPtr packet);
    void Join(Merges::iterator merge, PacketPtr packet);
    void Flush(Merges::iterator merge);
    void Pass(PacketPtr packet);
    void OnWindowEnds();
    void Rearm();

    // attributes
    SimTime m_window;
    Bytes m_maxSize;
    Packets m_flows;

    PacketSink* m_up = nullptr;
    Merges m_merges; //!< the oldest first, so the first to end first
    Timer m_timer;
    int64_t m_received = 0;
    int64_t m_passed = 0;
    int64_t m_joined = 0;
};

} // namespace nexsim

#endif // NEXSIM_RSC_H
