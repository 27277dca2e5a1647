// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NS3_QUEUE_DISC_H
#define NEXSIM_NS3_QUEUE_DISC_H

#include "models/base/blueprint.h"
#include "models/base/ns3-streams.h"
#include "models/base/packet-fifo.h"
#include "models/queue/queue-disc.h"

#include "ns3/net-device-queue-interface.h"
#include "ns3/queue-disc.h"

#include <map>
#include <optional>
#include <string>

namespace nexsim
{

/**
 * @brief Any queue disc of ns-3 as the discipline of a queue.
 *
 * A packet is wrapped into an item with its IP size, the hash of its flow, its DS field and the
 * priority that ns-3 derives from that; Mark sets its ECN bits. What the queue disc says in its
 * traces about drops ends the packet here, under ns-3's reason. Its random variables draw from
 * streams named after this queue. Of a device it sees the MTU, from which flow queue discs take
 * their quantum.
 *
 * Some queue discs (ns3::TbfQueueDisc) hold packets back and hand them out on their own when it is
 * time; such a packet waits here for the link.
 */
class Ns3QueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId();

    ~Ns3QueueDisc() override;

    void Start() override;
    Tally Held() const override;
    bool WakeBy(Timer& wake) override;

  protected:
    /** @throws std::invalid_argument when the queue disc cannot work here or refuses its attributes */
    void DoAttach() override;
    void DoEnqueue(PacketPtr packet) override;
    PacketPtr DoDequeue() override;

  private:
    class Item;

    void OnDrop(ns3::Ptr<const ns3::QueueDiscItem> item, const char* reason);
    void OnSent(const ns3::Ptr<ns3::QueueDiscItem>& item);
    PacketPtr Unwrap(const ns3::QueueDiscItem& item);
    DropReason& ReasonFor(const std::string& text);

    Blueprint m_blueprint;
    Bytes m_mtu;
    std::optional<Ns3Streams> m_streams;
    ns3::Ptr<ns3::QueueDisc> m_disc;
    ns3::Ptr<ns3::NetDeviceQueueInterface> m_deviceQueues;
    Tally m_inside;        //!< what m_disc holds
    PacketFifo m_released; //!< handed out by m_disc on its own
    Timer* m_wake = nullptr;
    std::map<std::string, DropReason*> m_reasons; //!< by ns-3's text
};

} // namespace nexsim

#endif // NEXSIM_NS3_QUEUE_DISC_H
