// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DIRECT_DATAPATH_H
#define NEXSIM_DIRECT_DATAPATH_H

#include "models/host/datapath.h"

namespace nexsim
{

/** @brief A host that costs nothing: packets pass between application and NIC in no time. */
class DirectDatapath : public Datapath
{
  public:
    static ns3::TypeId GetTypeId();

    void Send(PacketPtr packet) override;
    void Deliver(PacketPtr packet) override;
};

} // namespace nexsim

#endif // NEXSIM_DIRECT_DATAPATH_H
