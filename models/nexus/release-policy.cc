// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/release-policy.h"

#include "models/base/segments.h"

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ReleasePolicy);

namespace
{

constexpr uint8_t kFin = 1;
constexpr uint8_t kRst = 4;

} // namespace

ns3::TypeId
ReleasePolicy::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ReleasePolicy").SetParent<ns3::Object>().SetGroupName("nexsim/nexus");
    return tid;
}

SimTime
ReleasePolicy::Deadline(const FlowBatch& /*batch*/) const
{
    throw std::logic_error("a release policy that keeps batches has no deadline for them");
}

std::optional<ReleaseCause>
PortEventOf(uint8_t flags, PortEvents heeded)
{
    if (heeded == PortEvents::None)
    {
        return std::nullopt;
    }
    if ((flags & kFin) != 0)
    {
        return ReleaseCause::AllArrived;
    }
    const auto events =
        static_cast<uint8_t>(kRst | (heeded == PortEvents::FinRstPsh ? kEndOfMessage : 0));
    return (flags & events) != 0 ? std::optional(ReleaseCause::PortEvent) : std::nullopt;
}

} // namespace nexsim
