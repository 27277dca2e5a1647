// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POOL_POLICY_H
#define NEXSIM_POOL_POLICY_H

#include "models/base/quantity.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief A sync of a channel's alloc ring, as its pool policy sees it. */
struct AllocSync
{
    bool isForced;       //!< the user found the ring empty
    Packets unclaimed;   //!< packets in the ring
    Packets limit;       //!< most that it can hold
    int64_t idleSeconds; //!< since the last sync, by a clock of whole seconds (as XNU's)
};

/**
 * @brief How many free packets a channel's user is lent in advance: the alloc ring's working set.
 *
 * One object per channel. What is lent beyond it is not called back but by a purge.
 */
class PoolPolicy : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Whether the pool has all its memory from the beginning and for good. */
    virtual bool IsStatic() const
    {
        return false;
    }

    /** @brief A sync of the ring. @return to how many packets it is filled now, if the pool has them */
    virtual Packets OnSync(const AllocSync& sync) = 0;

    /**
     * @brief The user, idle, asks for a purge so long after the last sync.
     * @return whether what the ring holds, and magazines, go back
     */
    virtual bool OnPurge(int64_t idleSeconds) = 0;

    /** @brief The channel is open anew: what it has learnt is forgotten. */
    virtual void Restart() {}

    /** @brief The working set now. */
    virtual Packets WorkingSet() const = 0;
};

} // namespace nexsim

#endif // NEXSIM_POOL_POLICY_H
