// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/direct-datapath.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(DirectDatapath);

ns3::TypeId
DirectDatapath::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::DirectDatapath")
                                       .SetParent<Datapath>()
                                       .SetGroupName("nexsim/host")
                                       .AddConstructor<DirectDatapath>();
    return tid;
}

void
DirectDatapath::Send(PacketPtr packet)
{
    Network().Transmit(std::move(packet));
}

void
DirectDatapath::Deliver(PacketPtr packet)
{
    PacketSink* receiver = Run().Flows()[packet->flow].receiver;
    receiver->Deliver(std::move(packet));
}

} // namespace nexsim
