// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FORWARDING_TABLE_H
#define NEXSIM_FORWARDING_TABLE_H

#include "models/base/hash.h"
#include "models/base/packet.h"

#include <cstdint>
#include <vector>

namespace nexsim
{

/**
 * @brief End node -> ports of equal cost, four bytes per end node.
 *
 * Among several ports a flow always takes the same one, by its hash and the table's salt (RFC 2992
 * describes the modulo-N choice among equal-cost paths); salts differ so that a flow's choices at
 * successive nodes are independent.
 */
class ForwardingTable
{
  public:
    static constexpr uint32_t kNoPort = 0xffffffff;

    void SetSalt(uint64_t salt)
    {
        m_salt = salt;
    }

    void Set(NodeIndex destination, const std::vector<uint32_t>& ports);

    /** @brief The port for a packet, or kNoPort where its destination is not known. */
    uint32_t PortFor(const Packet& packet) const
    {
        if (packet.destination >= m_group.size() || m_group[packet.destination] == kNoPort)
        {
            return kNoPort;
        }
        const std::vector<uint32_t>& ports = m_groups[m_group[packet.destination]];
        if (ports.size() == 1)
        {
            return ports.front();
        }
        const uint64_t hash = HashInteger(packet.flowHash ^ m_salt) >> 32;
        return ports[(hash * ports.size()) >> 32];
    }

  private:
    uint64_t m_salt = 0;
    std::vector<uint32_t> m_group; //!< by end node: index into m_groups
    std::vector<std::vector<uint32_t>> m_groups;
};

} // namespace nexsim

#endif // NEXSIM_FORWARDING_TABLE_H
