// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/tcp-gso.h"

#include "models/base/segments.h"
#include "models/host/datapath.h"
#include "models/host/processor.h"

namespace nexsim
{

void
TcpGso::Prepare(RunContext& run,
                HostNetwork& network,
                int64_t most,
                const std::string& user,
                uint64_t pathHash)
{
    m_run = &run;
    m_network = &network;
    m_most = most;
    m_pathHash = pathHash;
    if (most == 0)
    {
        return;
    }
    const CostTable& costs = network.GetProcessor()->Costs();
    m_call = costs.Need("syscall", user);
    m_kernelCuts = {costs.Need("tx_tcp_gso_call", user), costs.Need("tx_tcp_gso_seg", user)};
    if (network.HasSegmentation())
    {
        m_nicCuts = {costs.Need("tx_tcp_tso_call", user), costs.Need("tx_tcp_tso_seg", user)};
    }
}

bool
TcpGso::IsStream(const Packet& packet) const
{
    return packet.payloadBytes > 0 && m_run->Flows()[packet.flow].key.protocol == kProtocolTcp;
}

bool
TcpGso::Join(Packet& earlier, PacketFifo& later) const
{
    if (later.Empty() || !IsGivenAtOnce(*m_run, earlier, later.Front(), m_most))
    {
        return false;
    }
    MergeSegments(*m_run, earlier, later.Pop(), m_pathHash);
    return true;
}

void
TcpGso::AddWork(const Packet& packet, CoreWork& work) const
{
    const Work& cost = m_nicCuts && m_network->CutsSegments(packet) ? *m_nicCuts : m_kernelCuts;
    work.Add(cost.call);
    work.Add(cost.segment, packet.segments);
}

void
TcpGso::Cut(PacketPtr packet, PacketFifo& packets) const
{
    if (packet->segments == 1 || m_network->CutsSegments(*packet))
    {
        packets.Push(std::move(packet));
        return;
    }
    SplitSegments(*m_run, std::move(packet), m_pathHash, packets);
}

} // namespace nexsim
