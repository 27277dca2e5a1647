// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_COMPAT_H
#define NEXSIM_NS3_COMPAT_H

#include "ns3/event-id.h"
#include "ns3/event-impl.h"

/**
 * Every use of an ns-3 interface that later versions changed stands here. Written for ns-3 3.37.
 */
namespace nexsim::compat
{

/** @brief An event's number as ns-3 callers see it: 32 bits, 0 to 3 reserved by ns3::EventId. */
inline ns3::EventId
MakeEventId(const ns3::Ptr<ns3::EventImpl>& event, int64_t time, uint32_t context, uint32_t uid)
{
    return ns3::EventId(event, static_cast<uint64_t>(time), context, uid);
}

inline constexpr uint32_t kDestroyUid = ns3::EventId::UID::DESTROY;
inline constexpr uint32_t kFirstValidUid = ns3::EventId::UID::VALID;

} // namespace nexsim::compat

#endif // NEXSIM_NS3_COMPAT_H
