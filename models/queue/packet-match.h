// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_MATCH_H
#define NEXSIM_PACKET_MATCH_H

#include "models/base/address-range.h"
#include "models/base/run-context.h"

#include "ns3/object.h"

#include <optional>
#include <string>

namespace nexsim
{

/** @brief A transport protocol that packets may be told apart by. */
enum class MatchedProtocol : uint8_t
{
    Any,
    Icmp,
    Tcp,
    Udp
};

/**
 * @brief Which packets a queue of a port is for: all that is said must be true of them.
 *
 * Addresses, ports and protocol are those of the packet's flow. Ranges of addresses are of IPv4; a
 * packet of another ether type is in none.
 */
class PacketMatch : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief Looks up the addresses that are meant; before Matches.
     * @param owner path of the queue, for messages
     * @throws std::invalid_argument when an address or host is unknown
     */
    void Connect(RunContext& run, const std::string& owner);

    bool Matches(const Packet& packet) const
    {
        return (m_dscp < 0 || packet.dscp == m_dscp) &&
               (!m_looksAtFlow || MatchesFlow(m_run->Flows()[packet.flow].key));
    }

  private:
    bool MatchesFlow(const FlowKey& key) const;

    int64_t m_dscp = -1; //!< -1 matches any
    std::string m_sourceText;
    std::string m_destinationText;
    std::string m_subscriberText;
    int64_t m_sourcePort = -1;
    int64_t m_destinationPort = -1;
    MatchedProtocol m_protocol = MatchedProtocol::Any;

    RunContext* m_run = nullptr;
    bool m_looksAtFlow = false;
    std::optional<AddressRange> m_source;
    std::optional<AddressRange> m_destination;
    std::optional<AddressRange> m_subscriber;
};

} // namespace nexsim

#endif // NEXSIM_PACKET_MATCH_H
