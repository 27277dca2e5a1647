// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/device-end.h"

namespace nexsim
{

DeviceEnd::DeviceEnd(ns3::Ptr<Nic> nic, SimplexLink& out) : m_nic(nic)
{
    m_nic->Connect(out, *this, 0);
}

void
DeviceEnd::Receive(PacketPtr packet, uint32_t /*port*/, SimTime /*tail*/)
{
    m_nic->Receive(std::move(packet));
}

void
DeviceEnd::OnReceived(uint32_t /*nic*/)
{
    while (PacketPtr packet = m_nic->TakeReceived())
    {
        if (FrameOf(*packet) != nullptr)
        {
            m_nic->DeliverFrame(std::move(packet));
        }
        else
        {
            m_nic->RefuseNative(std::move(packet));
        }
    }
}

} // namespace nexsim
