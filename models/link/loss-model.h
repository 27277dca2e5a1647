// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LOSS_MODEL_H
#define NEXSIM_LOSS_MODEL_H

#include "models/base/component.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief Decides which packets a link corrupts. */
class LossModel : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Whether the next packet on the link is lost; called once per packet, in order. */
    virtual bool IsLost() = 0;
};

} // namespace nexsim

#endif // NEXSIM_LOSS_MODEL_H
