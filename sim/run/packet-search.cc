// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/packet-search.h"

#include "models/base/hash.h"

#include <map>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief Numbers the packets of an entry, and keeps the one of nearest latency. */
class LatencySearch : public EventObserver
{
  public:
    LatencySearch(const std::string& traffic, SimTime from, SimTime latency, RunContext& run)
        : m_traffic(HashName(traffic)), m_from(from), m_latency(latency), m_run(run)
    {
    }

    void OnEvent(SimTime now, uint64_t, EventKind kind, const Packet& packet) override
    {
        if (m_run.Flows()[packet.flow].traffic != m_traffic)
        {
            return;
        }
        const std::pair key(packet.flow, packet.number);
        if (kind == EventKind::Born)
        {
            m_inside[key] = m_born++;
        }
        else if (kind == EventKind::Delivered || kind == EventKind::Dropped ||
                 kind == EventKind::Replaced || kind == EventKind::Merged)
        {
            const auto inside = m_inside.find(key);
            if (inside != m_inside.end())
            {
                if (kind == EventKind::Delivered && packet.created >= m_from)
                {
                    Look(inside->second, now - packet.created);
                }
                m_inside.erase(inside);
            }
        }
    }

    std::optional<FoundPacket> Found() const
    {
        return m_found;
    }

  private:
    void Look(uint64_t order, SimTime latency)
    {
        const SimTime distance = latency < m_latency ? m_latency - latency : latency - m_latency;
        if (!m_found || distance < m_distance)
        {
            m_found = FoundPacket{order, latency};
            m_distance = distance;
        }
    }

    uint64_t m_traffic;
    SimTime m_from;
    SimTime m_latency;
    RunContext& m_run;
    std::map<std::pair<FlowIndex, uint32_t>, uint64_t> m_inside; //!< order of birth
    uint64_t m_born = 0;
    std::optional<FoundPacket> m_found;
    SimTime m_distance;
};

} // namespace

std::optional<FoundPacket>
FindPacketByLatency(const ScenarioRun& scenario,
                    const std::string& traffic,
                    SimTime latency,
                    uint64_t events)
{
    RepeatedRun repeated(scenario);
    LatencySearch search(traffic, scenario.warmup, latency, repeated.Run());
    repeated.Play(search, events);
    return search.Found();
}

} // namespace nexsim
