// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/static-partition.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(StaticPartitionBufferManager);

ns3::TypeId
StaticPartitionBufferManager::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::StaticPartitionBufferManager")
                                       .SetParent<BufferManager>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<StaticPartitionBufferManager>();
    return tid;
}

bool
StaticPartitionBufferManager::DoAdmit(uint32_t queue, int64_t bytes)
{
    return UsedBy(queue).Value() + bytes <= Size().Value() / static_cast<int64_t>(QueueCount());
}

} // namespace nexsim
