// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CROSSBAR_PORT_H
#define NEXSIM_CROSSBAR_PORT_H

#include "models/base/packet-fifo.h"
#include "models/link/transmitter.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief Who decides which packets may cross a crossbar. */
class RoomListener
{
  public:
    virtual ~RoomListener() = default;

    /** @brief The egress stage of a port has come to have room, or to have none. */
    virtual void OnRoom(uint32_t port, bool hasRoom) = 0;
};

/**
 * @brief A port of a crossbar switch: a shallow egress stage and the transmitter that empties it.
 *
 * A transfer to this port reserves its place in the stage when it begins. While no place is free the
 * port exerts back-pressure: its packets wait at the inputs. While its link is down a port keeps
 * nothing: what is in the stage when it fails and what comes is dropped.
 */
class CrossbarPort : public ns3::Object,
                     public Component,
                     private PacketSource,
                     private LinkStateListener
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Attach. */
    void Connect(SimplexLink& out, RoomListener& listener, uint32_t number);

    /** @brief The packet, or null when it can never leave by this port and is dropped. */
    PacketPtr Admit(PacketPtr packet);

    /** @brief So many packets more (or fewer) wait at the inputs for this port. */
    void AddWaiting(int64_t change);

    bool HasRoom() const
    {
        return m_hasRoom;
    }

    /** @brief A transfer to this port begins; there is room. */
    void Reserve();

    /** @brief The transfer has ended; the packet takes its place. */
    void Deliver(PacketPtr packet);

    const SimplexLink& Link() const
    {
        return *m_link;
    }

    /** @brief Picoseconds up to now in which packets waited at inputs because there was no room. */
    int64_t BackPressure() const;

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    PacketPtr NextPacket(SimTime now) override;
    bool HasPacket() const override;
    void OnLinkState(LinkState state) override;
    void UpdateRoom();
    bool HoldsBack() const;

    Packets m_depth;
    PacketFifo m_stage;
    int64_t m_reserved = 0; //!< places of packets that are crossing
    int64_t m_waiting = 0;  //!< packets at the inputs
    bool m_hasRoom = true;
    SimTime m_changed;          //!< when holding back last began or ended
    int64_t m_backPressure = 0; //!< picoseconds up to m_changed
    int64_t m_sent = 0;
    int64_t m_delay = 0; //!< picoseconds, over the packets sent
    RoomListener* m_listener = nullptr;
    uint32_t m_number = 0;
    SimplexLink* m_link = nullptr;
    Transmitter m_transmitter;
    DropReason* m_tooLarge = nullptr;
    DropReason* m_linkDown = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_CROSSBAR_PORT_H
