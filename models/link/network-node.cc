// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/network-node.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(NetworkNode);

ns3::TypeId
NetworkNode::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::NetworkNode").SetParent<ns3::Node>().SetGroupName("nexsim/link");
    return tid;
}

} // namespace nexsim
