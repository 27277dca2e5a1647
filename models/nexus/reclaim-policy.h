// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECLAIM_POLICY_H
#define NEXSIM_RECLAIM_POLICY_H

#include "ns3/object.h"

#include <vector>

namespace nexsim
{

/** @brief A channel, as those see it who take memory back. */
class ReclaimableChannel
{
  public:
    virtual ~ReclaimableChannel() = default;

    /** @brief Whether its application is suspended and its channel open and not defunct. */
    virtual bool IsReclaimable() const = 0;
};

/** @brief What a policy may ask for; it is done later, one channel after the other. */
class ReclaimControl
{
  public:
    virtual ~ReclaimControl() = default;

    /** @brief Channels of suspended applications, the longest suspended one first. */
    virtual std::vector<ReclaimableChannel*> Suspended() const = 0;

    /** @brief Whether something that was asked for is still to be done. */
    virtual bool IsBusy() const = 0;

    /** @brief The channel becomes defunct if it may; else its caches are emptied. */
    virtual void AskDefunct(ReclaimableChannel& channel) = 0;

    /** @brief The application's process is killed. */
    virtual void AskKill(ReclaimableChannel& channel) = 0;
};

/** @brief What a host does about the memory of applications that do not run. */
class ReclaimPolicy : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The channel's application has been suspended. */
    virtual void OnSuspended(ReclaimableChannel& channel, ReclaimControl& control)
    {
        static_cast<void>(channel);
        static_cast<void>(control);
    }

    /** @brief Allocations have failed at this instant. */
    virtual void OnShortage(ReclaimControl& control)
    {
        static_cast<void>(control);
    }
};

} // namespace nexsim

#endif // NEXSIM_RECLAIM_POLICY_H
