// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECEIVE_SIDE_SCALING_H
#define NEXSIM_RECEIVE_SIDE_SCALING_H

#include "models/base/attribute-values.h"
#include "models/base/flow-table.h"

#include <array>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief The secret of the Toeplitz hash. */
using RssKey = std::array<uint8_t, 40>;

/** @brief Of which flows the ports are hashed, besides the addresses. */
enum class RssPorts : uint8_t
{
    None,
    Tcp,
    TcpAndUdp
};

/** @brief The key of Microsoft's RSS specification, for which its test vectors hold. */
extern const char* const kMicrosoftRssKey;

/** @brief 80 hexadecimal digits as bytes. @throws std::invalid_argument for any other text */
RssKey ReadRssKey(const std::string& text);

/**
 * @brief The Toeplitz hash of a flow: source address, destination address, and perhaps source and
 * destination port, in network byte order. 0 for what is neither IPv4 nor IPv6.
 */
uint32_t RssHash(const RssKey& key, const FlowKey& flow, RssPorts ports);

/**
 * @brief Receive-side scaling: which queue of a NIC a flow belongs to.
 *
 * The hash's low bits choose an entry of the indirection table, which names the queue. A flow is
 * hashed when its first packet comes.
 */
class ReceiveSideScaling
{
  public:
    /**
     * @brief Called once.
     * @param table of queues (IntegerValue); empty for 128 entries (256 above 128 queues) that name
     * the queues in turn
     * @throws std::invalid_argument when the key is none, or the table has no power of two of
     * entries or names a queue that there is not
     */
    void Build(const std::string& key,
               const ListValue::Elements& table,
               uint32_t queues,
               RssPorts ports);

    /** @brief The queue of the packet's flow. */
    uint32_t QueueOf(const Packet& packet, const FlowTable& flows)
    {
        const FlowKey& key = flows[packet.flow].key;
        if (packet.flow < m_known.size())
        {
            // The index may have passed on from a flow that is over.
            const Known& known = m_known[packet.flow];
            if (known.queue != kUnknown && known.key == key)
            {
                return known.queue;
            }
        }
        return Learn(packet.flow, key);
    }

  private:
    static constexpr uint32_t kUnknown = 0xffff'ffff;

    struct Known
    {
        FlowKey key;
        uint32_t queue = kUnknown;
    };

    uint32_t Learn(FlowIndex flow, const FlowKey& key);

    RssKey m_key{};
    RssPorts m_ports = RssPorts::TcpAndUdp;
    std::vector<uint32_t> m_table;
    std::vector<Known> m_known; //!< by flow index
};

} // namespace nexsim

#endif // NEXSIM_RECEIVE_SIDE_SCALING_H
