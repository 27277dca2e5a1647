// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_H
#define NEXSIM_NEXUS_H

#include "models/base/component.h"

#include "ns3/object.h"

#include <cstdint>

namespace nexsim
{

class HostNetwork;
class KernelInput;
class Nic;
class Processor;

/**
 * @brief A kernel that exchanges packets with protocol stacks in user space: what a host sees of it.
 *
 * It takes all that the host's NICs receive; what is not for a user-space stack goes on to the
 * host's own.
 */
class Nexus : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, after Attach. @param hostStack for what no channel takes */
    virtual void Connect(Processor& processor, KernelInput& hostStack, HostNetwork& network) = 0;

    /** @brief Called once per NIC, in the order of their numbers. */
    virtual void AddNic(Nic& nic) = 0;

    /** @brief NicClient::OnReceived. */
    virtual void OnReceived(uint32_t nic, uint32_t queue) = 0;
};

} // namespace nexsim

#endif // NEXSIM_NEXUS_H
