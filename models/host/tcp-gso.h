// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_GSO_H
#define NEXSIM_TCP_GSO_H

#include "models/base/packet-fifo.h"
#include "models/host/core-work.h"

#include <optional>
#include <string>

namespace nexsim
{

class HostNetwork;
class RunContext;

/**
 * @brief The large packets of the kernel's TCP in a socket (Linux: GSO, with TSO where the NIC cuts).
 *
 * Segments that TCP gives at one instant, one behind the other, become one packet, which passes
 * through the kernel as one. It is cut into the very same segments by the NIC, or by the kernel right
 * before it.
 */
class TcpGso
{
  public:
    /**
     * @brief Called once, when the host has its NICs.
     * @param most IP bytes of a packet; 0: each segment is a packet of its own, and costs what
     * others do
     * @param pathHash of the datapath, where packets are joined and cut
     * @throws std::invalid_argument when a figure is missing
     */
    void Prepare(RunContext& run,
                 HostNetwork& network,
                 int64_t most,
                 const std::string& user,
                 uint64_t pathHash);

    /** @brief Whether the packet is TCP's with payload, and such ones are joined. */
    bool Takes(const Packet& packet) const
    {
        return m_most > 0 && IsStream(packet);
    }

    /** @brief `later` becomes part of `earlier` if it may. @return whether there was one that did */
    bool Join(Packet& earlier, PacketFifo& later) const;

    /** @brief What a packet that this Takes costs from TCP to the NIC. */
    void AddWork(const Packet& packet, CoreWork& work) const;

    /** @brief As above, of one that the application's thread sends: with its call. */
    void AddCallAndWork(const Packet& packet, CoreWork& work) const
    {
        work.Add(m_call);
        AddWork(packet, work);
    }

    /** @brief Of what the kernel has paid for: cut, if it has to be, into `packets`. */
    void Cut(PacketPtr packet, PacketFifo& packets) const;

  private:
    /** @brief Per packet and per segment in it. */
    struct Work
    {
        Cost call;
        Cost segment;
    };

    bool IsStream(const Packet& packet) const;

    RunContext* m_run = nullptr;
    HostNetwork* m_network = nullptr;
    int64_t m_most = 0;
    uint64_t m_pathHash = 0;
    Cost m_call;
    Work m_kernelCuts;
    std::optional<Work> m_nicCuts; //!< nothing where no NIC of the host does
};

} // namespace nexsim

#endif // NEXSIM_TCP_GSO_H
