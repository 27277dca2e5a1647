// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/helper/lan-channel.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(LanChannel);

ns3::TypeId
LanChannel::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::LanChannel").SetParent<ns3::Channel>().SetGroupName("nexsim/helper");
    return tid;
}

std::size_t
LanChannel::GetNDevices() const
{
    return m_devices.size();
}

ns3::Ptr<ns3::NetDevice>
LanChannel::GetDevice(std::size_t i) const
{
    return m_devices.at(i);
}

void
LanChannel::SetDevices(std::vector<ns3::Ptr<ns3::NetDevice>> devices)
{
    m_devices = std::move(devices);
}

void
LanChannel::DoDispose()
{
    m_devices.clear();
    Channel::DoDispose();
}

} // namespace nexsim
