// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RELEASE_POLICY_H
#define NEXSIM_RELEASE_POLICY_H

#include "models/nexus/flow-batch.h"

#include "ns3/object.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace nexsim
{

/** @brief What made a flow's batch leave the nexus (US11606302B2 claim 5, and what is shipped). */
enum class ReleaseCause : uint8_t
{
    Packet,     //!< every packet leaves by itself
    BatchFull,  //!< enough packets are there
    ChainEnd,   //!< what came together from the driver has been looked at
    AllArrived, //!< the flow has ended: FIN
    PortEvent,  //!< RST, or PSH: what its receiver wants to see at once
    Timer       //!< the oldest packet has waited long enough
};

inline constexpr size_t kReleaseCauseCount = 6;
inline constexpr std::array<std::string_view, kReleaseCauseCount> kReleaseCauseNames =
    {"packet", "batch_full", "chain_end", "all_arrived", "port_event", "timer"};

/** @brief Why a pass of a receiver over its packets ended. */
enum class PassEnd : uint8_t
{
    Full, //!< the pass took as many packets as it may
    Chain //!< there were no more
};

/**
 * @brief When what has been received of a flow leaves the nexus for the flow's channel.
 *
 * A receiver takes packets from the driver in passes: it classifies up to PassLimit of them, and
 * then asks for each flow that the pass has touched, in the order of first touch, whether its batch
 * leaves. A batch that is kept is asked about again after the next pass that adds to it, and leaves
 * at its deadline.
 */
class ReleasePolicy : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Packets that a receiver classifies in one pass; at least 1. */
    virtual Packets PassLimit() const = 0;

    /** @brief A pass that added to the batch is over: why it leaves now; nothing when it is kept. */
    virtual std::optional<ReleaseCause> Decide(const FlowBatch& batch, PassEnd end) const = 0;

    /** @brief Until when a batch that is kept waits at most; not kNever. */
    virtual SimTime Deadline(const FlowBatch& batch) const;
};

/** @brief The flags of packets with which a batch leaves, where a policy would keep it. */
enum class PortEvents : uint8_t
{
    None,
    FinRst,
    FinRstPsh
};

/** @brief Why a batch that holds packets with these flags leaves, if it does. */
std::optional<ReleaseCause> PortEventOf(uint8_t flags, PortEvents heeded);

} // namespace nexsim

#endif // NEXSIM_RELEASE_POLICY_H
