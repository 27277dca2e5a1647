// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETIF_RECEIVER_H
#define NEXSIM_NETIF_RECEIVER_H

#include "models/host/core.h"
#include "models/host/kernel-task.h"
#include "models/nexus/flow-entry.h"
#include "models/nexus/release-policy.h"

#include <array>
#include <deque>
#include <vector>

namespace nexsim
{

class DevicePool;
class IpReassembly;
class Nic;
class SkywalkNexus;

/** @brief An interrupt that does nothing but wake the thread of a receive queue. */
class InterruptEntry : public CoreTask
{
  public:
    explicit InterruptEntry(const Cost& entry) : CoreTask(CoreClass::Interrupt), m_entry(entry) {}

    /** @brief One more, on this core. */
    void Raise(Core& core)
    {
        ++m_due;
        core.Wake(*this);
    }

    bool Begin(CoreWork& work) override
    {
        if (m_due == 0)
        {
            return false;
        }
        --m_due;
        work.Add(m_entry);
        return true;
    }

    void Finish() override {}

    std::string TaskName() const override
    {
        return "an interrupt";
    }

  private:
    const Cost& m_entry;
    int64_t m_due = 0;
};

/** @brief What the receivers of a nexus have done. */
struct ReceiveCounts
{
    int64_t packets = 0; //!< taken from interfaces
    int64_t passes = 0;
    int64_t inUse = 0; //!< packets appended for another receiver, which delivers their flow
    std::array<int64_t, kReleaseCauseCount> releases{};
    int64_t released = 0;    //!< packets in these
    int64_t toChannels = 0;  //!< packets, a super-packet as one
    int64_t hostFound = 0;   //!< packets for the host's own stack, before joining
    int64_t noMemory = 0;    //!< packets that their channel did not take: no memory, or defunct
    int64_t toHost = 0;      //!< packets, a super-packet as one, that its stack or regulator has
    int64_t toDatagrams = 0; //!< fragments that joined the first one of theirs for the host's stack
};

/**
 * @brief Takes what a receive queue has through the flow switch, pass by pass
 * (XNU: fsw_devna_rx and below).
 *
 * An interrupt, or poll, brings a chain: what the queue has when the work begins. What comes later is
 * another chain, with an interrupt of its own. A pass is what is left of the chain, up to the release
 * policy's limit. One piece of work takes its packets
 * from the driver, classifies them and looks up their flows; then follows one per flow whose batch
 * the release policy lets go, in the order of their first packets, which copies the flow's packets
 * into the memory of its channel and tells its thread; what is the host stack's comes last. A flow
 * that another receiver is delivering gets the packets appended, and that one delivers them.
 */
class NetifReceiver : public KernelTask
{
  public:
    NetifReceiver(SkywalkNexus& nexus,
                  CoreClass coreClass,
                  Core& core,
                  KernelInput& hostStack,
                  Nic& nic,
                  uint32_t queue,
                  DevicePool* pool,
                  IpReassembly& reassembly);

    /** @brief NicClient::OnReceived, of this queue. */
    void OnReceived();

    /** @brief The batch of a flow that this receiver has kept may not wait any longer. */
    void OnDeadline(FlowEntry& entry);

    /** @brief What the burst regulator left unread may be offered again. */
    void Resume();

    /** @brief Packets that it has taken and not passed on: in its own work, not in flows' batches. */
    int64_t UnderWay() const;

    Tally HeldPackets() const;

    /** @brief For the end of a simulation. */
    void ClearAll();

    std::string TaskName() const override
    {
        return "a netif receiver";
    }

  private:
    /** @brief What of the work on a pass is for one of its packets alone. */
    struct Share
    {
        FlowEntry* entry; //!< null: the host's own stack
        SimTime span;
    };

    /** @brief A batch that leaves. */
    struct Delivery
    {
        FlowEntry* entry;
        ReleaseCause cause;
    };

    /** @brief Packets of one flow for the host's own stack. */
    struct HostFlow
    {
        FlowIndex index = 0;
        PacketFifo packets;
    };

    /** @brief A fragment that the pass has taken and that waits for others of its datagram. */
    struct Piece
    {
        FlowIndex flow;
        uint32_t identification;
        int64_t offset;
        SimTime span; //!< of the work that is for it alone
    };

    bool BeginReceived(CoreWork& work) override;
    void FinishOwn() override;
    bool BeginPass(CoreWork& work);
    int64_t TakePass(CoreWork& work);
    void AddShare(FlowEntry* entry, SimTime span);
    void TakeFragment(PacketPtr fragment, SimTime span, FlowEntry*& previous, CoreWork& work);
    void ChargePass(Packet& packet, SimTime span, SimTime wakeUp) const;
    void ChargePieces(SimTime wakeUp);
    void AddForHost(PacketPtr packet);
    void FinishPass();
    void Release();
    void JoinForHost();
    bool BeginHost(CoreWork& work);
    void TakeDeviceMemory(Packet& packet, std::vector<uint32_t>& takers) const;
    void RefillDevice(CoreWork& work);
    void FreeDeviceMemory(std::vector<uint32_t>& packets);
    void BeginDelivery(CoreWork& work);
    void FinishDelivery();
    SimTime WakeUp();

    SkywalkNexus& m_nexus;
    Core& m_core;
    KernelInput& m_hostStack;
    Nic& m_nic;
    uint32_t m_queue;
    DevicePool* m_pool; //!< of the NIC; null: memory does not count
    IpReassembly& m_reassembly;
    InterruptEntry m_interrupt;
    bool m_isChainNew = false; //!< nobody has looked yet how much there is
    int64_t m_left = 0;        //!< packets of the chain that have not been taken
    bool m_isEnabled = true;   //!< nothing to take since
    bool m_isEntryDue = false;
    bool m_isFresh = false;      //!< has been woken and has not finished any work since
    SimTime m_entrySpan;         //!< in the work under way
    PacketFifo m_batch;          //!< of the pass, in the work under way
    std::vector<Share> m_shares; //!< of its packets
    std::vector<Piece> m_pieces; //!< of the pass
    PassEnd m_end = PassEnd::Chain;
    std::vector<FlowEntry*> m_touched; //!< by this pass, in the order of first touch
    std::deque<Delivery> m_due;        //!< flows whose worker this is, the one under way first
    bool m_isDelivering = false;       //!< the work under way is for the first of these
    bool m_isTimerDue = false;         //!< the interrupt of a deadline is still to be paid
    PacketFifo m_admitted;             //!< in the work under way, with memory of their channel's
    std::vector<SimTime> m_copies;     //!< spans, of its packets
    PacketFifo m_forHost;
    std::vector<uint32_t> m_deviceMemory; //!< of packets whose copies the last work has made
    std::vector<uint32_t> m_hostMemory;   //!< of packets in m_forHost, and of those before them
    int64_t m_hostLargest = 0; //!< recent largest super-packet for the host's own stack, IP bytes
};

} // namespace nexsim

#endif // NEXSIM_NETIF_RECEIVER_H
