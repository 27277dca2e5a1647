// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/receive-call.h"

#include "models/base/attributes.h"
#include "models/host/cost-without.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ReceiveCall);
NS_OBJECT_ENSURE_REGISTERED(RecvReceiveCall);
NS_OBJECT_ENSURE_REGISTERED(RecvmmsgReceiveCall);

ns3::TypeId
ReceiveCall::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ReceiveCall").SetParent<ns3::Object>().SetGroupName("nexsim/host");
    return tid;
}

ns3::TypeId
RecvReceiveCall::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::RecvReceiveCall")
                                       .SetParent<ReceiveCall>()
                                       .SetGroupName("nexsim/host")
                                       .AddConstructor<RecvReceiveCall>();
    return tid;
}

void
RecvReceiveCall::Prepare(const CostTable& costs, const std::string& user)
{
    m_packet = costs.Need("recvmsg_pkt", user);
}

int64_t
RecvReceiveCall::Limit() const
{
    return 1;
}

void
RecvReceiveCall::AddCall(CoreWork& /*work*/) const
{
}

void
RecvReceiveCall::AddPacket(CoreWork& work) const
{
    work.Add(m_packet);
}

ns3::TypeId
RecvmmsgReceiveCall::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::RecvmmsgReceiveCall")
            .SetParent<ReceiveCall>()
            .SetGroupName("nexsim/host")
            .AddConstructor<RecvmmsgReceiveCall>()
            .AddAttribute("Batch",
                          "Datagrams per call at most; a call takes what is there.",
                          QuantityDefault(Packets(32)),
                          MakeQuantityAccessor(&RecvmmsgReceiveCall::m_batch),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1024)));
    return tid;
}

void
RecvmmsgReceiveCall::Prepare(const CostTable& costs, const std::string& user)
{
    m_call = costs.Need("syscall", user);
    m_packet = Without(costs, "recvmsg_pkt", "syscall", user);
}

int64_t
RecvmmsgReceiveCall::Limit() const
{
    return m_batch.Value();
}

void
RecvmmsgReceiveCall::AddCall(CoreWork& work) const
{
    work.Add(m_call);
}

void
RecvmmsgReceiveCall::AddPacket(CoreWork& work) const
{
    work.Add(m_packet);
}

} // namespace nexsim
