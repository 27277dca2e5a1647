// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/codel-law.h"

#include <cmath>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CoDelLaw);
NS_OBJECT_ENSURE_REGISTERED(SquareRootCoDelLaw);
NS_OBJECT_ENSURE_REGISTERED(NewtonStepCoDelLaw);

namespace
{

constexpr int64_t kTick = 1'024'000; //!< ps

/** What `state.reciprocal` is for count 1: as near to 1 as 16 bits allow. */
constexpr uint16_t kOne = 0xffff;

} // namespace

ns3::TypeId
CoDelLaw::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::CoDelLaw").SetParent<ns3::Object>().SetGroupName("nexsim/queue");
    return tid;
}

ns3::TypeId
SquareRootCoDelLaw::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::SquareRootCoDelLaw")
                                       .SetParent<CoDelLaw>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<SquareRootCoDelLaw>();
    return tid;
}

SimTime
SquareRootCoDelLaw::OnClock(SimTime span) const
{
    return span;
}

SimTime
SquareRootCoDelLaw::DropFrom(SimTime now, SimTime interval) const
{
    return now + interval;
}

void
SquareRootCoDelLaw::OnCount(CoDelState& /*state*/) const
{
}

SimTime
SquareRootCoDelLaw::Next(const CoDelState& state, SimTime from, SimTime interval) const
{
    const double gap =
        static_cast<double>(interval.Value()) / std::sqrt(static_cast<double>(state.count));
    return from + SimTime(static_cast<int64_t>(gap));
}

ns3::TypeId
NewtonStepCoDelLaw::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::NewtonStepCoDelLaw")
                                       .SetParent<CoDelLaw>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<NewtonStepCoDelLaw>();
    return tid;
}

SimTime
NewtonStepCoDelLaw::OnClock(SimTime span) const
{
    return SimTime(span.Value() / kTick * kTick);
}

SimTime
NewtonStepCoDelLaw::DropFrom(SimTime now, SimTime interval) const
{
    return OnClock(now) + OnClock(interval) + SimTime(kTick);
}

void
NewtonStepCoDelLaw::OnCount(CoDelState& state) const
{
    if (state.count == 1)
    {
        state.reciprocal = kOne;
        return;
    }
    // x' = x (3 - count x^2) / 2 for x = 1/sqrt(count), in fixed point with 32 bits behind it.
    const uint64_t x = static_cast<uint64_t>(state.reciprocal) << 16;
    const uint64_t square = x * x >> 32;
    const uint64_t bracket = ((uint64_t{3} << 32) - state.count * square) >> 2; // else it overflows
    state.reciprocal = static_cast<uint16_t>(bracket * x >> 31 >> 16);
}

SimTime
NewtonStepCoDelLaw::Next(const CoDelState& state, SimTime from, SimTime interval) const
{
    const auto ticks = static_cast<uint64_t>(interval.Value() / kTick);
    const uint64_t gap = ticks * (static_cast<uint64_t>(state.reciprocal) << 16) >> 32;
    return OnClock(from) + SimTime(static_cast<int64_t>(gap) * kTick);
}

} // namespace nexsim
