// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SIMPLEX_LINK_H
#define NEXSIM_SIMPLEX_LINK_H

#include "models/base/component.h"
#include "models/base/packet-fifo.h"
#include "models/base/packet-receiver.h"
#include "models/base/prefetch.h"
#include "models/base/random-quantity.h"
#include "models/base/timer.h"
#include "models/base/transmission-time.h"
#include "models/link/link-state.h"
#include "models/link/loss-model.h"

#include "ns3/object.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace nexsim
{

/**
 * @brief One direction of a link: serialisation at a rate, then propagation.
 *
 * A constrained port: Transmit may be called only when FreeAt() has come and the link is up. A packet
 * costs one event, its arrival; packets in flight wait in order behind one timer. Jitter never
 * reorders. A lost packet takes its time on the wire and ends when its transmission starts.
 *
 * Going down loses all that is on the wire, a transmission that has begun included, and frees the
 * transmitter: after coming up it may start at once.
 */
class alignas(64) SimplexLink : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Who receives, and under which of its port numbers. */
    void ConnectTo(PacketReceiver& receiver, uint32_t port);

    /** @brief From when on the transmitter may start the next packet. */
    SimTime FreeAt() const
    {
        return m_freeAt;
    }

    /** @brief Fetches what Transmit touches into the caches. */
    void Prefetch() const
    {
        PrefetchLines<3>(this);
        PrefetchLines<1>(this + 1); // where m_arrival's event lies
    }

    /** @brief Starts transmission now; now must be FreeAt() or later, and the link up. */
    void Transmit(PacketPtr packet);

    bool IsUp() const
    {
        return m_state == LinkState::Up;
    }

    /** @brief Takes this direction down or up now; nothing happens where it is so already. */
    void SetState(LinkState state);

    /** @brief Told of each change after it, in the order of calls; must outlive the link's use. */
    void AddStateListener(LinkStateListener& listener)
    {
        m_listeners.push_back(&listener);
    }

    BitRate Rate() const
    {
        return m_serialiser.Rate();
    }

    /** @brief How long an IP packet of this many bytes occupies the wire, rounded down. */
    SimTime Span(int64_t ipBytes) const
    {
        return m_serialiser.Span(ipBytes + m_overhead.Value());
    }

    SimTime Delay() const
    {
        return m_delay;
    }

    /** @brief Largest IP packet. */
    Bytes Mtu() const
    {
        return m_mtu;
    }

    /** @brief What each packet costs on the wire above its IP bytes. */
    Bytes Overhead() const
    {
        return m_overhead;
    }

    /** @brief Packets of which the transmission has begun. */
    int64_t TransmittedPackets() const
    {
        return m_packets;
    }

    /** @brief The link is in the caches: fetches what Transmit touches beside it. */
    void PrefetchTransmit() const
    {
        m_inFlight.PrefetchEnd();
    }

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    void SetRate(BitRate rate);
    void SetLoss(ns3::Ptr<LossModel> loss);
    ns3::Ptr<LossModel> GetLoss() const;
    void SetJitter(ns3::Ptr<RandomQuantity> jitter);
    ns3::Ptr<RandomQuantity> GetJitter() const;
    void OnArrival();
    void PrefetchArrival(TimerCall call) const;
    void LoseAll();
    SimTime HeadTime(const Packet& packet) const;
    SimTime JitteredArrival(SimTime earliest);
    [[noreturn]] void ThrowMayNotTransmit(const Packet& packet, SimTime now) const;

    // What every packet touches stands together, in two lines of cache, of which an arrival needs
    // the first: a large network does not fit into the caches.
    PacketReceiver* m_receiver = nullptr;
    Timer m_arrival;
    PacketFifo m_inFlight; //!< packet.lastMark is the arrival of its tail
    SimTime m_freeAt;
    Bytes m_mtu;
    uint32_t m_port = 0;
    LinkState m_state = LinkState::Up;
    bool m_givesHeads = false;  //!< m_headBytes is not 0
    bool m_isDisturbed = false; //!< there is m_loss or m_jitter

    Bytes m_overhead;
    SimTime m_delay;
    TransmissionTime m_serialiser;
    int64_t m_packets = 0;
    int64_t m_wireBytes = 0;
    int64_t m_busy = 0; //!< picoseconds, up to m_freeAt

    ns3::Ptr<LossModel> m_loss;
    ns3::Ptr<RandomQuantity> m_jitter;
    Bytes m_headBytes;
    SimTime m_lastTail; //!< arrival of the last packet sent; later ones never overtake it
    std::unique_ptr<std::deque<SimTime>>
        m_heads; //!< beside m_inFlight; where the receiver wants heads
    std::optional<RandomStream> m_jitterStream;
    std::vector<LinkStateListener*> m_listeners;
    DropReason* m_lost = nullptr;
    DropReason* m_down = nullptr;
    SimTime m_downSince;    //!< while it is down
    int64_t m_downTime = 0; //!< picoseconds in all, up to the last change
};

} // namespace nexsim

#endif // NEXSIM_SIMPLEX_LINK_H
