// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_TYPE_TREE_H
#define NEXSIM_NS3_TYPE_TREE_H

#include "ns3/type-id.h"

namespace nexsim::compat
{

/**
 * @brief Whether objects of `type` are objects of `base`, as their classes have it.
 *
 * ns-3 3.37 registers TcpCubic as a child of TcpSocketBase, though its class is a TcpCongestionOps.
 */
inline bool
IsChildOf(const ns3::TypeId& type, const ns3::TypeId& base)
{
    return type.IsChildOf(base) ||
           (type.GetName() == "ns3::TcpCubic" && base.GetName() == "ns3::TcpCongestionOps");
}

} // namespace nexsim::compat

#endif // NEXSIM_NS3_TYPE_TREE_H
