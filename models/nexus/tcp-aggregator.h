// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_AGGREGATOR_H
#define NEXSIM_TCP_AGGREGATOR_H

#include "models/base/packet-fifo.h"
#include "models/base/quantity.h"
#include "models/base/run-context.h"

#include "ns3/object.h"

#include <array>
#include <optional>
#include <string_view>

namespace nexsim
{

class ChannelMemory;

/** @brief Which rule ended a super-packet, by the shipped name of its counter. */
enum class AggregationStop : uint8_t
{
    NoFlagsTcp,  //!< FIN, SYN, RST, URG, or other flags than those before
    NoULenTcp,   //!< no payload
    NoSeqNTcp,   //!< not the next byte
    HitAggLimit, //!< too large together
    NoTtlIp,     //!< came over another number of links
    NoTosIp,     //!< another DSCP or ECN mark
    NoHdrLenTcp, //!< headers of another length
    NoAckWinTcp, //!< another acknowledgement or window
    NoBuflet     //!< no room in the packet's buffers; no shipped counter is known
};

inline constexpr std::array<std::string_view, 9> kAggregationStopNames = {"RxAggNoFlagsTCP",
                                                                          "RxAggNoULenTCP",
                                                                          "RxAggNoSeqNTCP",
                                                                          "RxAggHitAggLimit",
                                                                          "RxAggNoTTLIP",
                                                                          "RxAggNoTOSIP",
                                                                          "RxAggNoHdrLenTCP",
                                                                          "RxAggNoAckWinTCP",
                                                                          "agg_no_buflet"};

/** @brief Who gets super-packets. */
enum class AggregationFor : uint8_t
{
    Channel,
    Host
};

/**
 * @brief Joins TCP segments of one flow to super-packets (XNU: flow_agg.c).
 *
 * Within one drain of the flow's batch, without any timer: what the drain does not join stays apart.
 * A push does not end a super-packet. Segments need not be of equal size; such a packet is never cut
 * again.
 */
class TcpAggregator : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief What it did. */
    struct Counts
    {
        int64_t forChannels = 0;   //!< super-packets, single ones included
        int64_t forHost = 0;       //!< the same for the host's own stack
        int64_t joined = 0;        //!< packets that are in an earlier one
        int64_t fastPath = 0;      //!< of these, by comparison of the headers as a whole
        int64_t slowPath = 0;      //!< and field by field
        int64_t wastedBuflets = 0; //!< of channels' pools
        std::array<int64_t, kAggregationStopNames.size()> stops{};
    };

    /** @brief Called once. @param pathHash of where it happens */
    void Connect(RunContext& run, uint64_t pathHash);

    bool IsOn() const
    {
        return m_limit > Bytes(0);
    }

    /** @brief Whether segments for the host's own stack are joined, too. */
    bool ServesHost() const
    {
        return IsOn() && m_servesHost;
    }

    /**
     * @brief All packets of `from`, of one TCP flow and marked up to now, go to `to`, joined.
     * @param largest the flow's: recent largest super-packet, IP bytes; decides on the buffers
     * @param memory that the packets lie in; null where it does not count
     */
    void Drain(PacketFifo& from,
               PacketFifo& to,
               int64_t& largest,
               AggregationFor receiver,
               ChannelMemory* memory = nullptr);

    const Counts& GetCounts() const
    {
        return m_counts;
    }

  private:
    /** @brief Payload and packets of a drain that have not been looked at. */
    struct Rest
    {
        int64_t bytes = 0;
        int64_t packets = 0;
    };

    bool IsJoinable(const Packet& packet) const;
    int64_t Estimate(const Rest& rest, int64_t largest) const;
    void TakeBuflets(int64_t needed, const Rest& rest, int64_t largest);
    std::optional<AggregationStop> WhyNot(const Packet& current, const Packet& next);
    std::optional<AggregationStop> WhyNotByHeader(const Packet& current, const Packet& next) const;
    int64_t BufletsOf(int64_t bytes) const;

    // attributes
    Bytes m_limit;
    int64_t m_buflets = 0;
    Bytes m_buffer;
    Bytes m_largeBuffer;
    bool m_servesHost = true;

    RunContext* m_run = nullptr;
    uint64_t m_pathHash = 0;
    int64_t m_bufferBytes = 0; //!< of a buflet, in this drain
    int64_t m_allocated = 0;   //!< buflets that the drain has and not used
    int64_t m_lastPayload = 0; //!< of the packet that was joined last
    bool m_isFastPath = false; //!< of the last comparison
    Counts m_counts;
};

} // namespace nexsim

#endif // NEXSIM_TCP_AGGREGATOR_H
