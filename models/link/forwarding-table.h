// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FORWARDING_TABLE_H
#define NEXSIM_FORWARDING_TABLE_H

#include "models/base/hash.h"
#include "models/base/packet.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief How a flow's hash chooses one of N ports (RFC 2992 sections 2 and 3).
 *
 * They differ in how many flows change their port when one is added or removed.
 */
enum class EcmpChoice : uint8_t
{
    HashThreshold, //!< N equal regions of the hash: 1/4 + 1/4N to 1/2 of the flows move
    Modulo,        //!< the hash modulo N: (N-1)/N of them
    Rendezvous     //!< the port with the highest hash of flow and port: 1/N, the least possible
};

/** @brief The words of EcmpChoice for an attribute, in its order. */
std::vector<std::string> EcmpChoiceNames();

/**
 * @brief End node -> ports of equal cost, four bytes per end node.
 *
 * Among several ports a flow always takes the same one, by its hash and the table's salt; salts
 * differ so that a flow's choices at successive nodes are independent.
 */
class ForwardingTable
{
  public:
    static constexpr uint32_t kNoPort = 0xffffffff;

    void SetSalt(uint64_t salt)
    {
        m_salt = salt;
    }

    void SetChoice(EcmpChoice choice);

    /** @brief The ports towards an end node; none where no way leads there. */
    void Set(NodeIndex destination, const std::vector<uint32_t>& ports);

    /** @brief Begins to fetch what PortFor reads. */
    void PrefetchFor(const Packet& packet) const
    {
        if (packet.destination < m_way.size())
        {
            __builtin_prefetch(&m_way[packet.destination]);
        }
    }

    /** @brief The port for a packet, or kNoPort where its destination is not known. */
    uint32_t PortFor(const Packet& packet) const
    {
        const uint32_t way =
            packet.destination < m_way.size() ? m_way[packet.destination] : kNoPort;
        if (way < kGroup || way == kNoPort)
        {
            return way;
        }
        const std::vector<uint32_t>& ports = m_groups[way - kGroup];
        const uint64_t hash = HashInteger(packet.flowHash ^ m_salt) >> 32;
        return m_choose == nullptr ? ports[(hash * ports.size()) >> 32] : m_choose(hash, ports);
    }

  private:
    /** From here on a way is the index of a group of ports. */
    static constexpr uint32_t kGroup = 1U << 31;

    using Choose = uint32_t (*)(uint64_t hash, const std::vector<uint32_t>& ports);

    Choose m_choose = nullptr; //!< null for the hash-threshold
    uint64_t m_salt = 0;
    std::vector<uint32_t> m_way; //!< by end node: its only port, a group of ports, or kNoPort
    std::vector<std::vector<uint32_t>> m_groups; //!< of two and more
};

} // namespace nexsim

#endif // NEXSIM_FORWARDING_TABLE_H
