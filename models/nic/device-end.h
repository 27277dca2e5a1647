// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DEVICE_END_H
#define NEXSIM_DEVICE_END_H

#include "models/nic/nic.h"

namespace nexsim
{

/** @brief What stands around a NIC on a plain ns3::Node: what it receives goes to ns-3 at once. */
class DeviceEnd : public PacketReceiver, private NicClient
{
  public:
    /** @brief Makes `nic` a device that sends into `out`; before Nic::Attach. */
    DeviceEnd(ns3::Ptr<Nic> nic, SimplexLink& out);

    void Receive(PacketPtr packet, uint32_t port, SimTime tail) override;

  private:
    void OnReceived(uint32_t nic, uint32_t queue) override;

    ns3::Ptr<Nic> m_nic;
};

} // namespace nexsim

#endif // NEXSIM_DEVICE_END_H
