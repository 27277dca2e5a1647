// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STAR_NETWORK_H
#define NEXSIM_STAR_NETWORK_H

#include "models/host/host.h"
#include "models/switch/switch.h"
#include "models/traffic/constant-rate-source.h"

#include <deque>
#include <vector>

namespace nexsim::testing
{

/** @brief Who sends to whom in a star. */
enum class Pattern
{
    Incast,     //!< all but the first send to the first
    Permutation //!< each sends to the next
};

/** @brief Hosts around one switch, each sending datagrams at a constant rate. */
class StarNetwork
{
  public:
    /**
     * @param run under our kernel, selected already
     * @param hosts two and above
     * @param rate IP bits per second of each sender
     * @param size IP bytes of each packet
     */
    StarNetwork(RunContext& run, uint32_t hosts, Pattern pattern, BitRate rate, Bytes size);

    /** @brief Lets components begin; call once before the run. */
    void Start();

    /** @brief Transmissions on all links so far. */
    int64_t Transmissions() const;

    /** @brief Packets that have reached their application. */
    int64_t Delivered() const;

  private:
    void AddHost(uint32_t number);
    SimplexLink& AddLink(const std::string& name);
    void AddSource(uint32_t from, uint32_t to, BitRate rate, Bytes size);

    RunContext& m_run;
    TrafficEntry m_entry;
    ns3::Ptr<Switch> m_switch;
    std::vector<ns3::Ptr<Host>> m_hosts;
    std::vector<ns3::Ptr<SimplexLink>> m_links;
    std::vector<ns3::Ptr<ConstantRateSource>> m_sources;
};

} // namespace nexsim::testing

#endif // NEXSIM_STAR_NETWORK_H
