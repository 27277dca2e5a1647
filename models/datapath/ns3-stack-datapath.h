// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_STACK_DATAPATH_H
#define NEXSIM_NS3_STACK_DATAPATH_H

#include "models/base/blueprint.h"
#include "models/datapath/ns3-stack.h"

#include "ns3/socket.h"
#include "ns3/tcp-socket-base.h"

namespace nexsim
{

/** @brief How a host of ns-3's stack comes to know Ethernet addresses. */
enum class AddressResolution : uint8_t
{
    Known,   //!< both ends of traffic know each other's from the start
    Requests //!< ns-3's ARP asks, after a random wait of up to 10 ms
};

/**
 * @brief ns-3's own Internet stack between an application and its host's NIC.
 *
 * The stack is the host's: applications of this datapath on one host share it. It costs no time.
 * Packets of ns-3 go as frames, forwarded by Ethernet address. Native packets of other traffic pass
 * straight to and from the NIC, as through a DirectDatapath.
 */
class Ns3StackDatapath : public Datapath
{
  public:
    static ns3::TypeId GetTypeId();

    void Send(PacketPtr packet) override;
    void Deliver(PacketPtr packet) override;

    Host& GetHost() const
    {
        return *m_host;
    }

    AddressResolution Resolution() const
    {
        return m_resolution;
    }

    /** @brief A TCP socket of this host with the attributes of this datapath. */
    ns3::Ptr<ns3::TcpSocketBase> CreateTcpSocket() const;

    /** @brief A UDP socket of this host. */
    ns3::Ptr<ns3::Socket> CreateUdpSocket() const;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    Blueprint m_tcp;
    Bytes m_segmentSize;
    Bytes m_sendBuffer;
    Bytes m_receiveBuffer;
    Packets m_initialWindow;
    SimTime m_minimumRto;
    SimTime m_delayedAck;
    bool m_ecn = false;
    bool m_sack = true;
    AddressResolution m_resolution = AddressResolution::Known;
    Host* m_host = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_NS3_STACK_DATAPATH_H
