// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/packet-match.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PacketMatch);

namespace
{

constexpr uint8_t kProtocolIcmp = 1;

uint8_t
NumberOf(MatchedProtocol protocol)
{
    return protocol == MatchedProtocol::Icmp  ? kProtocolIcmp
           : protocol == MatchedProtocol::Tcp ? kProtocolTcp
                                              : kProtocolUdp;
}

uint32_t
Ipv4Of(const AddressBytes& address)
{
    uint32_t value = 0;
    for (size_t i = address.size() - 4; i < address.size(); ++i)
    {
        value = value << 8 | address[i];
    }
    return value;
}

bool
IsIn(const std::optional<AddressRange>& range, const AddressBytes& address)
{
    return !range || range->Contains(Ipv4Of(address));
}

std::optional<AddressRange>
Find(const RunContext& run, const std::string& text, const std::string& owner)
{
    if (text.empty())
    {
        return std::nullopt;
    }
    const auto found =
        run.Addresses() != nullptr ? run.Addresses()->Find(text) : std::optional<AddressRange>();
    if (!found)
    {
        throw std::invalid_argument(
            fmt::format("{}: \"{}\" is no host, address or prefix such as \"10.1.0.0/16\"",
                        owner,
                        text));
    }
    return found;
}

} // namespace

ns3::TypeId
PacketMatch::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PacketMatch")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<PacketMatch>()
            .AddAttribute("Dscp",
                          "DSCP of the packets; -1 for any.",
                          IntegerValue(-1),
                          MakeQuantityAccessor(&PacketMatch::m_dscp),
                          MakeIntegerRangeChecker(-1, 63))
            .AddAttribute("Source",
                          "Who sends: a host, an address or a prefix (10.1.0.0/16); empty for any.",
                          ns3::StringValue(""),
                          ns3::MakeStringAccessor(&PacketMatch::m_sourceText),
                          ns3::MakeStringChecker())
            .AddAttribute("Destination",
                          "To whom: a host, an address or a prefix; empty for any.",
                          ns3::StringValue(""),
                          ns3::MakeStringAccessor(&PacketMatch::m_destinationText),
                          ns3::MakeStringChecker())
            .AddAttribute("Subscriber",
                          "Who sends or receives: a host, an address or a prefix; empty for any.",
                          ns3::StringValue(""),
                          ns3::MakeStringAccessor(&PacketMatch::m_subscriberText),
                          ns3::MakeStringChecker())
            .AddAttribute("SourcePort",
                          "Port of the sender; -1 for any.",
                          IntegerValue(-1),
                          MakeQuantityAccessor(&PacketMatch::m_sourcePort),
                          MakeIntegerRangeChecker(-1, 65'535))
            .AddAttribute("DestinationPort",
                          "Port of the receiver; -1 for any.",
                          IntegerValue(-1),
                          MakeQuantityAccessor(&PacketMatch::m_destinationPort),
                          MakeIntegerRangeChecker(-1, 65'535))
            .AddAttribute("Protocol",
                          "Protocol above IP.",
                          QuantityDefault(MatchedProtocol::Any),
                          MakeQuantityAccessor(&PacketMatch::m_protocol),
                          MakeChoiceChecker({"any", "icmp", "tcp", "udp"}));
    return tid;
}

void
PacketMatch::Connect(RunContext& run, const std::string& owner)
{
    m_run = &run;
    m_source = Find(run, m_sourceText, owner);
    m_destination = Find(run, m_destinationText, owner);
    m_subscriber = Find(run, m_subscriberText, owner);
    m_looksAtFlow = m_source || m_destination || m_subscriber || m_sourcePort >= 0 ||
                    m_destinationPort >= 0 || m_protocol != MatchedProtocol::Any;
}

bool
PacketMatch::MatchesFlow(const FlowKey& key) const
{
    const bool isIpv4 = key.etherType == kEtherTypeIpv4;
    if (!isIpv4 && (m_source || m_destination || m_subscriber))
    {
        return false;
    }
    return IsIn(m_source, key.source) && IsIn(m_destination, key.destination) &&
           (!m_subscriber || IsIn(m_subscriber, key.source) ||
            IsIn(m_subscriber, key.destination)) &&
           (m_sourcePort < 0 || key.sourcePort == m_sourcePort) &&
           (m_destinationPort < 0 || key.destinationPort == m_destinationPort) &&
           (m_protocol == MatchedProtocol::Any || key.protocol == NumberOf(m_protocol));
}

} // namespace nexsim
