// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_SOURCE_H
#define NEXSIM_TRAFFIC_SOURCE_H

#include "models/base/component.h"
#include "models/host/host.h"
#include "models/traffic/path-profile.h"
#include "models/traffic/traffic-entry.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief One end of traffic: an application on a host. */
struct TrafficEnd
{
    Host* host = nullptr;
    App* app = nullptr;
};

/** @brief Something that makes packets: for one pair of ends (PairSource) or for many. */
class TrafficSource : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The entry it reports to; called once, before Attach. */
    void SetEntry(TrafficEntry& entry)
    {
        m_entry = &entry;
    }

    /** @brief A flow is over, of which no packet is inside the network: its index is free. */
    void Retire(FlowIndex flow) const;

  protected:
    TrafficEntry& Entry() const
    {
        return *m_entry;
    }

    /**
     * @brief A flow over IPv4 that no other source uses, ending at `receiver`.
     *
     * The ports follow from the names of entry and source, so that other traffic in a scenario
     * does not change them.
     */
    FlowIndex OpenFlow(const TrafficEnd& from,
                       const TrafficEnd& to,
                       uint32_t number,
                       PacketSink& receiver,
                       uint8_t protocol = kProtocolUdp) const;

    /** @brief The flow of the answers to `flow`, for a receiver at `to`, where that came from. */
    FlowIndex OpenReverse(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const;

    /** @brief As OpenReverse, for packets that only control: they count with the entry as such. */
    FlowIndex OpenControl(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const;

    /** @brief The flow belongs to the entry; its packets go to `receiver` at `to`. */
    void Join(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const;

    /** @brief A packet of the flow, created now. @param size IP bytes */
    PacketPtr MakePacket(FlowIndex flow, int64_t size, int64_t payloadBytes) const;

    /** @brief Born now, counted and handed to the application's datapath. */
    void Send(const TrafficEnd& from, PacketPtr packet) const;

    /** @brief As Send, of a packet that only controls. */
    void SendControl(const TrafficEnd& from, PacketPtr packet) const;

  private:
    FlowIndex InternReverse(FlowIndex flow) const;
    void Listen(FlowIndex flow, const TrafficEnd& to, PacketSink& receiver) const;

    TrafficEntry* m_entry = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_SOURCE_H
