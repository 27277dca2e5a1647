// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PAIR_SOURCE_H
#define NEXSIM_PAIR_SOURCE_H

#include "models/base/attributes.h"
#include "models/base/random-quantity.h"
#include "models/base/transmission-time.h"
#include "models/traffic/end-to-end-source.h"

#include <optional>

namespace nexsim
{

/** @brief IPv4 and UDP headers: what a datagram's IP size exceeds its payload by. */
inline constexpr int64_t kUdpHeaders = 28;

/**
 * @brief A source of datagrams from one application to one other.
 *
 * Rate is that of the sending application for this entry of the traffic; it is divided evenly where
 * the entry has several destinations per sender. PacketSize and Rate count IP bytes.
 */
class PairSource : public EndToEndSource
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Rate of the sender before it is divided; changes take effect at the next packet. */
    void SetRate(BitRate rate);

    BitRate Rate() const
    {
        return m_rate;
    }

    /** @brief Mean IP bytes of a packet. */
    double MeanPacketSize() const;

    /**
     * @brief Mean IP bits per second that this source offers between Start and Stop; nothing where
     * that depends on what the network does.
     * @param split destinations of the same sender, 1 and above
     */
    virtual std::optional<double> OfferedRate(int64_t split) const
    {
        return static_cast<double>(m_rate.Value()) / static_cast<double>(split);
    }

    /** @brief When sending begins, where that is not drawn at random. */
    std::optional<SimTime> FixedStart() const;

    SimTime Stop() const
    {
        return m_stop;
    }

    void Start() override;

  protected:
    void DoAttach() override;

    /** @brief Start has come (attribute Start); send or schedule the first packet. */
    virtual void Begin() = 0;

    /** @brief This source's part of the sender's rate. */
    BitRate ShareOfRate() const
    {
        return BitRate(m_rate.Value() / Split());
    }

    /** @brief IP bytes of the next packet. */
    int64_t DrawSize();

    /** @brief The least that PacketSize gives. */
    int64_t SmallestPacket() const;

    /** @brief A UDP datagram of the flow, created now, with this source's marks. */
    PacketPtr MakeDatagram(FlowIndex flow, int64_t size) const;

    /** @brief True once the attribute Stop has come. */
    bool HasStopped() const
    {
        return Now() >= m_stop;
    }

  private:
    BitRate m_rate;
    ns3::Ptr<RandomQuantity> m_packetSize;
    ns3::Ptr<RandomQuantity> m_start;
    SimTime m_stop;
    int64_t m_dscp = 0;
    bool m_ecn = false;
    bool m_l4s = false;

    std::optional<RandomStream> m_sizeStream;
    Timer m_startTimer;
};

} // namespace nexsim

#endif // NEXSIM_PAIR_SOURCE_H
