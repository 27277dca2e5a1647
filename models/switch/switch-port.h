// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SWITCH_PORT_H
#define NEXSIM_SWITCH_PORT_H

#include "models/link/transmitter.h"
#include "models/queue/queue-set.h"

#include "ns3/object.h"

namespace nexsim
{

/**
 * @brief The output side of a switch port: its queues and the transmitter that empties them.
 *
 * While its link is down a port keeps nothing: what waits when it fails and what comes is dropped.
 */
class alignas(64) SwitchPort : public ns3::Object,
                               public Component,
                               private PacketSource,
                               private LinkStateListener
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Attach. @param buffer memory that all ports share, or null */
    void Connect(SimplexLink& out, BufferManager* buffer);

    /** @brief Fetches what Send touches of the port itself into the caches. */
    void Prefetch() const
    {
        PrefetchLines<2>(&m_link);
    }

    /** @brief The queue, where there is one for all packets; else null. */
    const QueueDisc* OnlyQueue() const
    {
        return m_queues.Only();
    }

    /** @brief Takes ownership; what finds no room is dropped with a named reason. */
    void Send(PacketPtr packet);

  protected:
    void DoAttach() override;

  private:
    PacketPtr NextPacket(SimTime now) override;
    bool HasPacket() const override;
    void PrefetchQueue() const override;
    void PrefetchNext() const override;
    void OnLinkState(LinkState state) override;
    void OnQueueReady();

    // What every packet touches comes first, in two lines of cache.
    SimplexLink* m_link = nullptr;
    Transmitter m_transmitter;
    QueueSet m_queues;
    Blueprint m_queue;
    ListValue::Elements m_queueClasses;
    Blueprint m_classifier;
    Blueprint m_scheduler;
    BufferManager* m_buffer = nullptr;
    DropReason* m_tooLarge = nullptr;
    DropReason* m_linkDown = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_SWITCH_PORT_H
