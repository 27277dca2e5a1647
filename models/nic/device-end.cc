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
DeviceEnd::OnReceived(uint32_t /*nic*/, uint32_t queue)
{
    for (int64_t left = m_nic->Quota(queue).Value(); left > 0; --left)
    {
        PacketPtr packet = m_nic->TakeReceived(queue);
        if (!packet)
        {
            break;
        }
        if (FrameOf(*packet) != nullptr)
        {
            m_nic->DeliverFrame(std::move(packet));
        }
        else
        {
            m_nic->RefuseNative(std::move(packet));
        }
    }
    m_nic->EnableInterrupt(queue);
}

} // namespace nexsim
