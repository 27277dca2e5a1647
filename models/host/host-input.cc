// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What a host does with what its NICs receive and have sent, and what transmitting costs it.

#include "models/host/host.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

namespace
{

/** Each segment needs a sum of its own (Linux drops segmentation offloads with the checksum's). */
bool
Cuts(const Nic& nic)
{
    return nic.HasSegmentation() && nic.HasTxChecksum();
}

} // namespace

/** With the first NIC, since without any there is nothing to receive. */
void
Host::MakeKernel()
{
    m_lookup = m_processor->Costs().Need("rx_ip_udp_lookup", Path());
    m_lockedTransmit = m_processor->Costs().Use("tx_lock");
    if (m_nexus)
    {
        return;
    }
    if (!m_receive)
    {
        m_receive = ns3::CreateObject<NapiKernelReceive>();
    }
    m_receive->Attach(Run(), Path() + "/kernel");
    m_receive->Connect(*m_processor, *this, *this);
}

void
Host::CheckBusyPoll(const std::string& user) const
{
    if (m_nics.size() != 1 || m_nexus)
    {
        throw std::invalid_argument(user + ": BusyPoll is for a host with one link and without a "
                                           "Nexus; leave it out");
    }
}

NicPollSource&
Host::SourceOf(const Packet& received)
{
    return m_receive->SourceOf(0, m_nics.front()->QueueOf(received));
}

bool
Host::HasTransmitLock() const
{
    return m_lockedTransmit.has_value();
}

void
Host::AddLockedWork(const Packet& packet, CoreWork& work)
{
    work.Add(*m_lockedTransmit);
    const uint32_t nic = PortFor(packet);
    if (nic < m_transmitLocks.size())
    {
        work.Lock(*m_transmitLocks[nic]);
    }
}

bool
Host::CutsSegments(const Packet& packet) const
{
    const uint32_t nic = PortFor(packet);
    return nic < m_nics.size() && Cuts(*m_nics[nic]);
}

bool
Host::HasSegmentation() const
{
    return std::any_of(m_nics.begin(), m_nics.end(), [](const auto& nic) { return Cuts(*nic); });
}

void
Host::AddChecksumWork(const Packet& packet, CoreWork& work) const
{
    const uint32_t nic = m_checksum ? PortFor(packet) : 0;
    if (m_checksum && nic < m_nics.size() && !m_nics[nic]->HasTxChecksum())
    {
        work.Add(*m_checksum, packet.payloadBytes);
    }
}

void
Host::OnTransmitted(uint32_t nic, int64_t packets)
{
    if (m_receive)
    {
        m_receive->OnTransmitted(nic, packets);
    }
}

void
Host::OnReceived(uint32_t nic, uint32_t queue)
{
    if (m_receive)
    {
        m_receive->OnReceived(nic, queue);
        return;
    }
    if (m_nexus)
    {
        m_nexus->OnReceived(nic, queue);
        return;
    }
    Nic& device = *m_nics[nic];
    RxQueue& received = device.Rx(queue);
    for (int64_t left = received.Quota().Value(); left > 0; --left)
    {
        PacketPtr packet = received.Take();
        if (!packet)
        {
            break;
        }
        TakeIn(std::move(packet), device);
    }
    received.EnableInterrupt();
}

void
Host::TakeIn(PacketPtr packet, Nic& nic)
{
    PacketPtr mine = Filter(std::move(packet), nic);
    if (!mine)
    {
        return;
    }
    if (Datapath* listener = ListenerOf(*mine))
    {
        m_passedPackets += mine->segments;
        listener->Deliver(std::move(mine));
        return;
    }
    Drop(std::move(mine), *m_noListener);
}

PacketPtr
Host::Filter(PacketPtr packet, Nic& nic)
{
    if (packet->destination == m_index)
    {
        return packet;
    }
    if (FrameOf(*packet) != nullptr)
    {
        nic.DeliverFrame(std::move(packet));
        return PacketPtr();
    }
    Drop(std::move(packet), *m_notForUs);
    return PacketPtr();
}

/** Null for a flow to which no application listens. */
Datapath*
Host::ListenerOf(const Packet& packet) const
{
    return static_cast<Datapath*>(Run().Flows()[packet.flow].ingress); // App::Listen
}

bool
Host::ChecksSums(const Packet& packet) const
{
    const Datapath* listener = ListenerOf(packet);
    return listener != nullptr && listener->ChecksSums();
}

bool
Host::TakesTrains(const Packet& packet) const
{
    const Datapath* listener = ListenerOf(packet);
    return listener != nullptr && listener->TakesTrains(packet);
}

void
Host::AddInputCost(const Packet& packet, CoreWork& work)
{
    if (Datapath* listener = ListenerOf(packet))
    {
        listener->AddInputCost(packet, work);
        return;
    }
    work.Add(m_lookup); // in vain
}

void
Host::CountInput(const Packet& packet)
{
    m_passedPackets += packet.segments;
}

void
Host::Input(PacketFifo& train)
{
    if (Datapath* listener = ListenerOf(train.Front()))
    {
        train.ForEach([this](const Packet& packet) { CountInput(packet); });
        listener->DeliverTrain(train);
        return;
    }
    while (!train.Empty())
    {
        Drop(train.Pop(), *m_noListener);
    }
}

} // namespace nexsim
