// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/send-call.h"

#include "models/base/attributes.h"
#include "models/host/cost-without.h"

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SendCall);
NS_OBJECT_ENSURE_REGISTERED(SendmsgSendCall);
NS_OBJECT_ENSURE_REGISTERED(SendmmsgSendCall);
NS_OBJECT_ENSURE_REGISTERED(GsoSendCall);

ns3::TypeId
SendCall::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SendCall").SetParent<ns3::Object>().SetGroupName("nexsim/host");
    return tid;
}

void
SendCall::PrepareWhole(const CostTable& /*costs*/, const std::string& user)
{
    throw std::logic_error(user + " sends no packets of several segments as one");
}

void
SendCall::AddWhole(int64_t /*segments*/, CoreWork& /*work*/) const
{
    throw std::logic_error("a packet of several segments for a call that sends none");
}

ns3::TypeId
SendmsgSendCall::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::SendmsgSendCall")
                                       .SetParent<SendCall>()
                                       .SetGroupName("nexsim/host")
                                       .AddConstructor<SendmsgSendCall>();
    return tid;
}

void
SendmsgSendCall::Prepare(const CostTable& costs, const std::string& user)
{
    m_packet = costs.Need("tx_sendmsg_pkt", user);
}

int64_t
SendmsgSendCall::Limit() const
{
    return 1;
}

void
SendmsgSendCall::AddCall(CoreWork& /*work*/) const
{
}

void
SendmsgSendCall::AddPacket(CoreWork& work) const
{
    work.Add(m_packet);
}

ns3::TypeId
SendmmsgSendCall::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SendmmsgSendCall")
            .SetParent<SendCall>()
            .SetGroupName("nexsim/host")
            .AddConstructor<SendmmsgSendCall>()
            .AddAttribute("Batch",
                          "Datagrams per call.",
                          QuantityDefault(Packets(64)),
                          MakeQuantityAccessor(&SendmmsgSendCall::m_batch),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1024)));
    return tid;
}

void
SendmmsgSendCall::Prepare(const CostTable& costs, const std::string& user)
{
    m_call = costs.Need("syscall", user);
    m_packet = Without(costs, "tx_sendmsg_pkt", "syscall", user);
}

int64_t
SendmmsgSendCall::Limit() const
{
    return m_batch.Value();
}

void
SendmmsgSendCall::AddCall(CoreWork& work) const
{
    work.Add(m_call);
}

void
SendmmsgSendCall::AddPacket(CoreWork& work) const
{
    work.Add(m_packet);
}

ns3::TypeId
GsoSendCall::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::GsoSendCall")
            .SetParent<SendCall>()
            .SetGroupName("nexsim/host")
            .AddConstructor<GsoSendCall>()
            .AddAttribute("Segments",
                          "Datagrams per call (Linux: UDP_MAX_SEGMENTS 64 when the evidence was "
                          "measured, recalled).",
                          QuantityDefault(Packets(42)),
                          MakeQuantityAccessor(&GsoSendCall::m_segments),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(128)));
    return tid;
}

void
GsoSendCall::Prepare(const CostTable& costs, const std::string& user)
{
    m_call = costs.Need("tx_gso_call", user);
    m_packet = costs.Need("tx_gso_seg", user);
}

int64_t
GsoSendCall::Limit() const
{
    return m_segments.Value();
}

bool
GsoSendCall::IsOneWork() const
{
    return true;
}

void
GsoSendCall::AddCall(CoreWork& work) const
{
    work.Add(m_call);
}

void
GsoSendCall::AddPacket(CoreWork& work) const
{
    work.Add(m_packet);
}

void
GsoSendCall::AddWhole(int64_t segments, CoreWork& work) const
{
    work.Add(m_wholeCall);
    work.Add(m_wholeSegment, segments);
}

void
GsoSendCall::PrepareWhole(const CostTable& costs, const std::string& user)
{
    m_wholeCall = costs.Need("tx_gso_whole_call", user);
    m_wholeSegment = costs.Need("tx_gso_whole_seg", user);
}

} // namespace nexsim
