// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TESTS_PACKET_TRACE_H
#define NEXSIM_TESTS_PACKET_TRACE_H

#include "ns3/net-device-container.h"
#include "ns3/packet.h"

#include <string>
#include <vector>

namespace nexsim::testing
{

/** @brief What every device of an ns-3 program did, in order. */
class PacketTrace
{
  public:
    /** @brief Listens to MacTx, MacRx, PhyRxDrop and PhyTxEnd of the devices. */
    void Connect(const ns3::NetDeviceContainer& devices);

    /** @brief "1250 node 3 device 1 MacTx 1502", one line per trace, in the order of events. */
    std::vector<std::string> lines;

  private:
    void Note(std::string where, ns3::Ptr<const ns3::Packet> packet);
};

/**
 * @brief Runs an ns-3 program under the kernel of this name, in a process of its own.
 *
 * So it begins with the same random streams, node numbers and addresses each time.
 *
 * @param program builds the network and connects its devices to the trace
 * @param end simulated time, ps
 */
std::vector<std::string> TraceOf(const char* kernel, void (*program)(PacketTrace&), int64_t end);

} // namespace nexsim::testing

#endif // NEXSIM_TESTS_PACKET_TRACE_H
