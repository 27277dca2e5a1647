// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_MASK_H
#define NEXSIM_FLOW_MASK_H

#include "models/base/flow-key.h"

#include <cstddef>

namespace nexsim
{

/**
 * @brief Which fields of a received packet's key an entry of the flow table matches, in the order in
 * which they are looked up (Skywalk: flow_manager.c).
 *
 * The local side is the packet's destination.
 */
enum class FlowMask : uint8_t
{
    FiveTuple,  //!< all: a connected flow
    FourTuple,  //!< all but the remote address
    ThreeTuple, //!< version, protocol, local address and port: a listener
    TwoTuple,   //!< protocol and local port: a listener of any address
    IpFlow3,    //!< version, protocol, both addresses
    IpFlow2,    //!< version, protocol, local address
    IpFlow1     //!< protocol
};

inline constexpr size_t kFlowMaskCount = 7;

/** @brief The key with all fields zero that the mask leaves out. */
FlowKey Masked(const FlowKey& key, FlowMask mask);

} // namespace nexsim

#endif // NEXSIM_FLOW_MASK_H
