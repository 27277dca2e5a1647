// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FORWARDING_TABLE_H
#define NEXSIM_FORWARDING_TABLE_H

#include "models/base/hash.h"
#include "models/base/packet.h"

#include <array>
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
 * @brief End node -> ports of equal cost.
 *
 * Among several ports a flow always takes the same one, by its hash and the table's salt; salts
 * differ so that a flow's choices at successive nodes are independent.
 *
 * Neighbouring end nodes mostly lie the same way, so a block of them costs four bytes where they
 * do, and as many for each of them where they do not: what large networks read is what costs time.
 */
class ForwardingTable
{
  public:
    static constexpr uint32_t kNoPort = 0xffffffff;

    /** @brief Ports of equal cost; those that follow each other need no list. */
    struct Ports
    {
        const uint32_t* list; //!< null: from `first` on
        uint32_t first;
        uint32_t count;

        uint32_t operator[](uint64_t i) const
        {
            return list == nullptr ? first + static_cast<uint32_t>(i) : list[i];
        }
    };

    void SetSalt(uint64_t salt)
    {
        m_salt = salt;
    }

    void SetChoice(EcmpChoice choice);

    /** @brief The ports towards an end node; none where no way leads there. */
    void Set(NodeIndex destination, const std::vector<uint32_t>& ports);

    /** @brief The port for a packet, or kNoPort where its destination is not known. */
    uint32_t PortFor(const Packet& packet) const
    {
        const uint32_t way = WayTo(packet.destination);
        const uint64_t hash = HashInteger(packet.flowHash ^ m_salt) >> 32;
        if (__builtin_expect(way < kGroup && m_choose == nullptr, 1))
        {
            return (way & 0xffff) + static_cast<uint32_t>((hash * ((way >> 16) + 1)) >> 32);
        }
        return way == kNone ? kNoPort : Choose(hash, PortsOf(way));
    }

  private:
    // A way is one of these, with what is said behind it in its lower bits. One port is a row of one,
    // and the path of a packet asks nothing in which packets differ: a processor would mostly guess
    // wrong, and find that out only when a line of the table has come.
    static constexpr uint32_t kRow = 0;          //!< count - 1 (14 bits), first port (16 bits)
    static constexpr uint32_t kGroup = 1U << 30; //!< index of a group of ports
    static constexpr uint32_t kBelow = kGroup - 1;
    static constexpr uint32_t kNone = kGroup | kBelow; //!< no way
    static constexpr unsigned kDividedBit = 31;
    static constexpr uint32_t kDivided = 1U << kDividedBit; //!< of a block: index in m_divided

    static constexpr uint32_t kBlock = 64; //!< end nodes

    using Choice = uint32_t (*)(uint64_t hash, const Ports& ports);
    using Block = std::array<uint32_t, kBlock>;

    uint32_t WayTo(NodeIndex destination) const
    {
        const uint32_t block = destination / kBlock;
        if (block >= m_blocks.size())
        {
            return kNone;
        }
        // Calculated, and as numbers: of a block that is not divided the second place is none.
        const uint32_t all = m_blocks[block];
        const auto ofAll = reinterpret_cast<uintptr_t>(&m_blocks[block]);
        const auto ofOne = reinterpret_cast<uintptr_t>(m_divided.data()) +
                           (all & kBelow) * sizeof(Block) + destination % kBlock * sizeof(all);
        const uintptr_t place = ofAll + (ofOne - ofAll) * (all >> kDividedBit);
        return *reinterpret_cast<const uint32_t*>(place);
    }

    uint32_t Choose(uint64_t hash, const Ports& ports) const;

    Ports PortsOf(uint32_t way) const
    {
        if (way < kGroup)
        {
            return {nullptr, way & 0xffff, (way >> 16) + 1};
        }
        const std::vector<uint32_t>& group = m_groups[way & kBelow];
        return {group.data(), 0, static_cast<uint32_t>(group.size())};
    }

    uint32_t WayOver(const std::vector<uint32_t>& ports);
    void Divide(uint32_t& block);

    Choice m_choose = nullptr; //!< null for the hash-threshold
    uint64_t m_salt = 0;
    std::vector<uint32_t> m_blocks; //!< the way that all of a block have, or the index of theirs
    std::vector<Block> m_divided;
    std::vector<uint32_t> m_unused;              //!< indices of m_divided
    std::vector<std::vector<uint32_t>> m_groups; //!< of two and more
};

} // namespace nexsim

#endif // NEXSIM_FORWARDING_TABLE_H
