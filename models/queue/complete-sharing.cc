// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/complete-sharing.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(CompleteSharingBufferManager);

ns3::TypeId
CompleteSharingBufferManager::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::CompleteSharingBufferManager")
                                       .SetParent<BufferManager>()
                                       .SetGroupName("nexsim/queue")
                                       .AddConstructor<CompleteSharingBufferManager>();
    return tid;
}

bool
CompleteSharingBufferManager::DoAdmit(uint32_t /*queue*/, int64_t /*bytes*/)
{
    return true;
}

} // namespace nexsim
