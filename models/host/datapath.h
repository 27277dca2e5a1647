// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DATAPATH_H
#define NEXSIM_DATAPATH_H

#include "models/base/component.h"
#include "models/base/packet-fifo.h"
#include "models/base/packet-sink.h"

#include "ns3/node.h"
#include "ns3/object.h"

#include <string>

namespace nexsim
{

class Core;
class CoreWork;
class FlowAdvisoryTable;
class Nexus;
class NicPollSource;
class Processor;
class WriteClient;

/** @brief What an application does: a state of its process. */
enum class AppState : uint8_t
{
    Running,
    Suspended, //!< its thread does nothing
    Closed     //!< there is no process
};

/** @brief What a datapath sees of the host below it. */
class HostNetwork
{
  public:
    static constexpr uint32_t kNoNic = UINT32_MAX;

    virtual ~HostNetwork() = default;

    /** @brief Takes ownership; the packet goes to the NIC that its destination is routed to. */
    virtual void Transmit(PacketPtr packet) = 0;

    /** @brief As Transmit, of packets of one flow at one instant, for which the NIC is told once. */
    virtual void TransmitAll(PacketFifo& packets) = 0;

    /** @brief The number of the NIC that the packet is routed to; kNoNic where there is none. */
    virtual uint32_t NicFor(const Packet& packet) const = 0;

    /** @brief A packet goes to a NIC by another way than Transmit. */
    virtual void CountTransmitted(const Packet& packet) = 0;

    /** @brief The host itself, for what ns-3 has to be told of. */
    virtual ns3::Ptr<ns3::Node> GetNode() = 0;

    /** @brief The host's cores; null for a host whose processing takes no time. */
    virtual Processor* GetProcessor() = 0;

    /** @brief Null for a host without. */
    virtual Nexus* GetNexus() = 0;

    /** @brief Whether the NIC that the packet would go to cuts packets of several segments (USO). */
    virtual bool CutsSegments(const Packet& packet) const = 0;

    /** @brief Whether any of the host's NICs does. */
    virtual bool HasSegmentation() const = 0;

    /** @brief Adds what summing up its payload takes where its NIC does not do that. */
    virtual void AddChecksumWork(const Packet& packet, CoreWork& work) const = 0;

    /**
     * @brief A thread will poll receive queues.
     * @throws std::invalid_argument for `user` on a host where it cannot
     */
    virtual void CheckBusyPoll(const std::string& user) const = 0;

    /** @brief The queue by which a received packet came, of a host that CheckBusyPoll accepts. */
    virtual NicPollSource& SourceOf(const Packet& received) = 0;

    /** @brief Whether transmitting takes time under the lock of the NIC's queue. */
    virtual bool HasTransmitLock() const = 0;

    /** @brief Adds that part of a transmission: a piece of work of its own. */
    virtual void AddLockedWork(const Packet& packet, CoreWork& work) = 0;
};

/**
 * @brief The path that an application's packets take through its host, down and up.
 *
 * Send is called by protocols and applications, Deliver by the host with packets of the datapath's
 * flows. What comes up ends at the flow's receiver (FlowRecord::receiver).
 */
class Datapath : public ns3::Object, public Component, public DatapathPort, public PacketSink
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief Called once, before Attach.
     * @param core of the application's thread; null for a host whose processing takes no time
     */
    void Connect(HostNetwork& network, Core* core)
    {
        m_network = &network;
        m_core = core;
    }

    /** @brief As Deliver, of packets of one flow that came through the kernel as one. */
    virtual void DeliverTrain(PacketFifo& train);

    /** @brief Whether packets of the packet's flow may come as trains. */
    virtual bool TakesTrains(const Packet& packet) const;

    /** @brief What the kernel does to take a packet of its flows from the driver to Deliver. */
    virtual void AddInputCost(const Packet& packet, CoreWork& work);

    /** @brief Whether the kernel has to know the packet's checksum to be right, if its NIC does not. */
    virtual bool ChecksSums() const
    {
        return false;
    }

    /** @brief What the kernel does to send a packet of its flows of its own accord. */
    virtual void AddOutputCost(const Packet& packet, CoreWork& work);

    /** @brief Of that: `packet` takes in those of `later`, its first ones, that are to go with it as one. */
    virtual void JoinOutput(Packet& packet, PacketFifo& later);

    /** @brief AddOutputCost has been worked off: the packet goes to its NIC. */
    virtual void TransmitOutput(PacketPtr packet);

    /** @brief A flow whose packets will come up this path has been made, or been given to it. */
    virtual void OnListen(FlowIndex flow);

    /** @brief A flow whose packets came up this path is over. */
    virtual void OnClosed(FlowIndex flow)
    {
        static_cast<void>(flow);
    }

    /** @brief Memory that the packet will take of a buffer of limited size; 0 where there is none. */
    virtual int64_t BufferFootprint(const Packet& packet) const;

    /** @brief Whether one more packet would be taken once so much more memory is. */
    virtual bool HasRoomAfter(int64_t bytes) const;

    /** @brief Packets in that buffer. */
    virtual int64_t Buffered() const;

    /** @brief Whether it takes only so much at a time: only then may AddWriter be called. */
    virtual bool HoldsBackWriters() const
    {
        return false;
    }

    /**
     * @brief Packets of several segments will be sent, which somebody below has to cut.
     * @throws std::invalid_argument when it takes none, or a cost figure is missing
     */
    virtual void PrepareWhole();

    /** @brief Whether it takes part in what the host's queues advise: then it is given a table. */
    virtual bool HeedsAdvice() const
    {
        return false;
    }

    /** @brief The table of its application; called once, after Attach. */
    virtual void UseAdvisories(FlowAdvisoryTable& table)
    {
        static_cast<void>(table);
    }

    /**
     * @brief Its application will not always run.
     * @throws std::invalid_argument when that makes no difference to it
     */
    virtual void PrepareStates();

    /** @brief Its application runs, or does not, from now on; after PrepareStates. */
    virtual void SetAppState(AppState state)
    {
        static_cast<void>(state);
    }

    /** @brief The client writes as fast as it is let, from now on. */
    virtual void AddWriter(WriteClient& client);

  protected:
    HostNetwork& Network() const
    {
        return *m_network;
    }

    Core* ThreadCore() const
    {
        return m_core;
    }

  private:
    HostNetwork* m_network = nullptr;
    Core* m_core = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_DATAPATH_H
