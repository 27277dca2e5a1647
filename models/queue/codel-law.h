// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CODEL_LAW_H
#define NEXSIM_CODEL_LAW_H

#include "models/base/quantity.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief What CoDel remembers of one queue (RFC 8289 section 5.3). */
struct CoDelState
{
    SimTime dropFrom = kNever; //!< above the target until here, packets may be dropped
    SimTime dropNext;          //!< when the next one is, in the dropping state
    uint32_t count = 0;        //!< drops since that state was entered
    uint32_t lastCount = 0;    //!< the count with which it was last entered
    uint16_t reciprocal = 0;   //!< 1/sqrt(count) in 2^-16, for laws that carry it along
    bool dropping = false;
};

/** @brief When CoDel drops next; asked only when something is dropped, marked or becomes late. */
class CoDelLaw : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The span as this law's clock shows it. */
    virtual SimTime OnClock(SimTime span) const = 0;

    /** @brief The first instant that is an interval after `now`, when the queue became late. */
    virtual SimTime DropFrom(SimTime now, SimTime interval) const = 0;

    /** @brief state.count has changed; it is 1 at the start of a series. */
    virtual void OnCount(CoDelState& state) const = 0;

    /** @brief When the next packet is dropped, if the last one was due at `from`. */
    virtual SimTime Next(const CoDelState& state, SimTime from, SimTime interval) const = 0;
};

/** @brief RFC 8289: interval/sqrt(count) apart, to a picosecond (rounded down). */
class SquareRootCoDelLaw : public CoDelLaw
{
  public:
    static ns3::TypeId GetTypeId();

    SimTime OnClock(SimTime span) const override;
    SimTime DropFrom(SimTime now, SimTime interval) const override;
    void OnCount(CoDelState& state) const override;
    SimTime Next(const CoDelState& state, SimTime from, SimTime interval) const override;
};

/**
 * @brief As Linux and ns-3 compute it: a clock of 1024 ns, and one Newton step of a 16-bit
 * 1/sqrt(count) per drop, which runs ahead of the square root for the first drops of a series.
 *
 * Their comparison with the end of the interval is strict, so the first drop comes a tick later.
 */
class NewtonStepCoDelLaw : public CoDelLaw
{
  public:
    static ns3::TypeId GetTypeId();

    SimTime OnClock(SimTime span) const override;
    SimTime DropFrom(SimTime now, SimTime interval) const override;
    void OnCount(CoDelState& state) const override;
    SimTime Next(const CoDelState& state, SimTime from, SimTime interval) const override;
};

} // namespace nexsim

#endif // NEXSIM_CODEL_LAW_H
