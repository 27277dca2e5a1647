// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_STACK_H
#define NEXSIM_NS3_STACK_H

#include "models/host/host.h"

#include "ns3/ipv4-address.h"

namespace nexsim
{

/**
 * @brief Gives a host ns-3's IPv4, ICMP, ARP, UDP and TCP, as ns3::InternetStackHelper would.
 *
 * The host's address is in one network with every other: no router stands between hosts. ns-3's own
 * random numbers, which wait before ARP requests, come from the stream of the host's path. Nothing
 * happens where the host has the stack already.
 *
 * @throws std::invalid_argument when the host has not exactly one NIC
 */
void InstallNs3Stack(Host& host);

/** @brief The host knows the Ethernet address of `peer` for good; both have the stack. */
void AddNs3Neighbour(const Host& host, const Host& peer);

} // namespace nexsim

#endif // NEXSIM_NS3_STACK_H
