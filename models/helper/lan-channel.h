// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LAN_CHANNEL_H
#define NEXSIM_LAN_CHANNEL_H

#include "ns3/channel.h"
#include "ns3/net-device.h"

#include <vector>

namespace nexsim
{

/**
 * @brief The devices that reach each other by Ethernet address, as ns-3's routing asks for them.
 *
 * It carries nothing: frames go over links and switches. Global routing takes it for one broadcast
 * network, which a LAN of switches is.
 */
class LanChannel : public ns3::Channel
{
  public:
    static ns3::TypeId GetTypeId();

    std::size_t GetNDevices() const override;
    ns3::Ptr<ns3::NetDevice> GetDevice(std::size_t i) const override;

    void SetDevices(std::vector<ns3::Ptr<ns3::NetDevice>> devices);

  protected:
    void DoDispose() override;

  private:
    std::vector<ns3::Ptr<ns3::NetDevice>> m_devices;
};

} // namespace nexsim

#endif // NEXSIM_LAN_CHANNEL_H
