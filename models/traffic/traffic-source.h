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

/**
 * @brief Something that makes packets. Derives either PairSource or, for replay, this.
 *
 * Ports, sizes and marks common to all sources are attributes here.
 */
class TrafficSource : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The entry it reports to; called once, before Attach. */
    void SetEntry(TrafficEntry& entry)
    {
        m_entry = &entry;
    }

  protected:
    TrafficEntry& Entry() const
    {
        return *m_entry;
    }

    /**
     * @brief A flow of UDP datagrams over IPv4 that no other source uses.
     *
     * The ports follow from the names of entry and source, so that other traffic in a scenario
     * does not change them.
     */
    FlowIndex OpenFlow(const TrafficEnd& from, const TrafficEnd& to, uint32_t number) const;

    /** @brief A packet of the flow, created now, with this source's marks. @param size IP bytes */
    PacketPtr MakePacket(FlowIndex flow, int64_t size) const;

    /** @brief Born, counted and handed to the application's datapath. */
    void Send(const TrafficEnd& from, PacketPtr packet) const;

  private:
    TrafficEntry* m_entry = nullptr;
    int64_t m_dscp = 0;
    bool m_ecn = false;
};

/** @brief IPv4 and UDP headers: what a datagram's IP size exceeds its payload by. */
inline constexpr int64_t kUdpHeaders = 28;

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_SOURCE_H
