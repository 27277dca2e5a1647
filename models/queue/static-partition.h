// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_STATIC_PARTITION_H
#define NEXSIM_STATIC_PARTITION_H

#include "models/queue/buffer-manager.h"

namespace nexsim
{

/**
 * @brief Every queue has an equal part of its own and can take no more (complete partitioning).
 *
 * The part is Size divided by the number of queues, rounded down to a byte.
 */
class StaticPartitionBufferManager : public BufferManager
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    bool DoAdmit(uint32_t queue, int64_t bytes) override;
};

} // namespace nexsim

#endif // NEXSIM_STATIC_PARTITION_H
