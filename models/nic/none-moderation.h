// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NONE_MODERATION_H
#define NEXSIM_NONE_MODERATION_H

#include "models/nic/interrupt-moderation.h"

namespace nexsim
{

/** @brief No moderation: a packet that finds the interrupt enabled raises it at once. */
class NoneInterruptModeration : public InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId();

    bool IsImmediate() const override
    {
        return true;
    }
};

} // namespace nexsim

#endif // NEXSIM_NONE_MODERATION_H
