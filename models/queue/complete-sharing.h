// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COMPLETE_SHARING_H
#define NEXSIM_COMPLETE_SHARING_H

#include "models/queue/buffer-manager.h"

namespace nexsim
{

/** @brief Any queue may take all that is left (Kamoun and Kleinrock, 1980: complete sharing). */
class CompleteSharingBufferManager : public BufferManager
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    bool DoAdmit(uint32_t queue, int64_t bytes) override;
};

} // namespace nexsim

#endif // NEXSIM_COMPLETE_SHARING_H
