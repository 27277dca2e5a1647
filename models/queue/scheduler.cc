// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/scheduler.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Scheduler);

ns3::TypeId
Scheduler::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Scheduler").SetParent<ns3::Object>().SetGroupName("nexsim/queue");
    return tid;
}

void
Scheduler::OnDequeue(size_t /*queue*/, uint32_t /*bytes*/)
{
}

} // namespace nexsim
