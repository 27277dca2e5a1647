// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/datapath.h"

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Datapath);

ns3::TypeId
Datapath::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Datapath").SetParent<ns3::Object>().SetGroupName("nexsim/host");
    return tid;
}

void
Datapath::DeliverTrain(PacketFifo& train)
{
    while (!train.Empty())
    {
        Deliver(train.Pop());
    }
}

bool
Datapath::TakesTrains(const Packet& /*packet*/) const
{
    return false;
}

void
Datapath::AddInputCost(const Packet& /*packet*/, CoreWork& /*work*/)
{
}

void
Datapath::AddOutputCost(const Packet& /*packet*/, CoreWork& /*work*/)
{
}

void
Datapath::JoinOutput(Packet& /*packet*/, PacketFifo& /*later*/)
{
}

void
Datapath::TransmitOutput(PacketPtr packet)
{
    m_network->Transmit(std::move(packet));
}

void
Datapath::PrepareWhole()
{
    throw std::invalid_argument(
        Path() + ": packets of several segments are for a Socket that sends with Gso; write "
                 "\"Send\": {\"type\": \"Gso\"}");
}

void
Datapath::OnListen(FlowIndex /*flow*/)
{
}

int64_t
Datapath::BufferFootprint(const Packet& /*packet*/) const
{
    return 0;
}

bool
Datapath::HasRoomAfter(int64_t /*bytes*/) const
{
    return true;
}

int64_t
Datapath::Buffered() const
{
    return 0;
}

void
Datapath::PrepareStates()
{
    throw std::invalid_argument(
        Path() + ": only an application over a channel can be suspended or closed; give it "
                 "\"Datapath\": {\"type\": \"Nexus\"}, or leave its State alone");
}

void
Datapath::AddWriter(WriteClient& /*client*/)
{
    throw std::logic_error(Path() + " holds no writer back");
}

} // namespace nexsim
