// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_KERNEL_TASK_H
#define NEXSIM_KERNEL_TASK_H

#include "models/base/packet-fifo.h"
#include "models/host/core-task.h"

#include <deque>

namespace nexsim
{

class Backlog;
class Datapath;
class HostNetwork;
class MergeList;
class Nic;
class RunContext;

/** @brief What kernel work on received packets needs of its host. */
class KernelInput
{
  public:
    virtual ~KernelInput() = default;

    /**
     * @brief Takes a packet that is not for this host: its NIC does not trouble the kernel with it.
     * @return the packet, if it is for this host
     */
    virtual PacketPtr Filter(PacketPtr packet, Nic& nic) = 0;

    /** @brief Whether the packet's checksum has to be known to be right. */
    virtual bool ChecksSums(const Packet& packet) const = 0;

    /** @brief Whether packets of its flow may go through the kernel as a train. */
    virtual bool TakesTrains(const Packet& packet) const = 0;

    /** @brief Adds what it takes to bring the packet, or train, from driver to application. */
    virtual void AddInputCost(const Packet& packet, CoreWork& work) = 0;

    /** @brief The packet goes to a datapath past this interface: it counts as one that was input. */
    virtual void CountInput(const Packet& packet) = 0;

    /** @brief That is done: takes all packets of the train, which are one flow's. */
    virtual void Input(PacketFifo& train) = 0;
};

/**
 * @brief A task in which the kernel handles packets, one piece of work each, or one per train.
 *
 * What a protocol sends in answer to a packet the same task sends, before the next packet.
 */
class KernelTask : public CoreTask
{
  public:
    using CoreTask::CoreTask;

    /** @brief Called once, before the first Wake. */
    void Connect(RunContext& run, KernelInput& input, HostNetwork& network);

    /** @brief Within Finish of this task: this is the next thing that it sends. */
    void AddSend(Datapath& datapath, PacketPtr packet);

    KernelTask* Kernel() final
    {
        return this;
    }

    bool Begin(CoreWork& work) final;
    void Finish() final;

    /** @brief The packets that it works on or is to send. */
    Tally Held() const;

    /** @brief For the end of a simulation. */
    void Clear();

    /** @brief Within BeginReceived: the work goes on with all that it takes to bring the packet to its application. */
    void BeginInput(PacketPtr packet, CoreWork& work);

    /** @brief As above, for all packets of a train, which is empty after that. */
    void BeginTrain(PacketFifo& train, CoreWork& work);

    /** @brief The work ends with the packet in another core's backlog. */
    void BeginHandOver(PacketPtr packet, Backlog& target);

    /** @brief The work ends with the packet in a train. */
    void BeginJoin(PacketPtr packet, MergeList& trains);

    /** @brief The work is for no packet. */
    void BeginOverhead()
    {
        m_doing = Doing::Overhead;
    }

    /** @brief The work is for packets that the kind of task keeps itself; ends in FinishOwn. */
    void BeginOwn()
    {
        m_doing = Doing::Own;
    }

  protected:
    /** @brief As Begin, once there is nothing to send: ends in one of the above, or false. */
    virtual bool BeginReceived(CoreWork& work) = 0;

    /** @brief What BeginOwn began is done. */
    virtual void FinishOwn() {}

    /** @brief Of the work under way, or just done. */
    SimTime WorkSpan() const
    {
        return m_span;
    }

  private:
    void BeginOutput(CoreWork& work);

    enum class Doing : uint8_t
    {
        Overhead,
        Own,
        Input,
        HandOver,
        Join,
        Output,
        LockedOutput
    };

    RunContext* m_run = nullptr;
    KernelInput* m_input = nullptr;
    HostNetwork* m_network = nullptr;
    Doing m_doing = Doing::Overhead;
    SimTime m_span;       //!< of the work under way
    PacketFifo m_packets; //!< that it is for
    Backlog* m_backlog = nullptr;
    MergeList* m_trains = nullptr;
    PacketFifo m_sends;
    std::deque<Datapath*> m_senders; //!< of the packets in m_sends
    Datapath* m_sender = nullptr;    //!< of the packet that is being sent
};

} // namespace nexsim

#endif // NEXSIM_KERNEL_TASK_H
