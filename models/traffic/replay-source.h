// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_REPLAY_SOURCE_H
#define NEXSIM_REPLAY_SOURCE_H

#include "models/base/timer.h"
#include "models/capture/capture-file.h"
#include "models/traffic/traffic-source.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace nexsim
{

/** @brief What to do with a captured packet above the MTU: network cards cut after the capture. */
enum class Oversize : uint8_t
{
    Segment, //!< cut as TSO would: same headers on each part, full parts and a last smaller one
    Refuse   //!< an error before the run that names the packet
};

/**
 * @brief Sends the packets of a capture file, pcap or pcapng, when they were captured.
 *
 * A packet is sent by the end that owns its source address, to the one that owns its destination
 * address, at Start + TimeScale x its time in the capture. It has the captured IP length, payload,
 * 5-tuple, DSCP, ECN and TCP header; congestion experienced there is sent as ECT(0), for this
 * network to mark.
 * Nothing reacts: acknowledgements leave when they left, whatever happens here.
 *
 * Frames that cannot be understood, packets without an IP address (ARP, bridging), of addresses
 * that nobody owns, and between two addresses of one host are skipped and counted. The file is read once before the run, so that
 * what is wrong with it is known before anything is sent, and again record by record.
 */
class ReplaySource : public TrafficSource
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Owners by address, written as AddressToString writes it. */
    using Owners = std::map<std::string, TrafficEnd>;

    /**
     * @brief Called once, before Attach.
     * @param mtu the largest IP packet that all links between the owners take
     */
    void Connect(Owners owners, Bytes mtu);

    void Start() override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    struct Ends
    {
        const TrafficEnd* from;
        const TrafficEnd* to;
    };

    void Scan();
    void CheckSize(const CapturedPacket& packet, uint64_t number) const;
    const TrafficEnd* OwnerOf(uint16_t type, const AddressBytes& address);
    Ends EndsOf(const CapturedPacket& packet);
    bool ReadNext();
    SimTime Due(const CapturedPacket& packet) const;
    SimTime Scaled(SimTime captured) const;
    void OnTimer();
    void Replay(const CapturedPacket& packet);
    void SendParts(const CapturedPacket& packet, const Ends& ends);
    FlowIndex FlowOf(const CapturedPacket& packet, const TrafficEnd& to) const;

    // attributes
    std::string m_file;
    SimTime m_start;
    Ratio m_timeScale;
    Oversize m_oversize = Oversize::Segment;
    TimeOrder m_order = TimeOrder::Strict;
    int64_t m_repeat = 1;

    Owners m_owners;
    Bytes m_mtu;
    std::map<std::pair<uint16_t, AddressBytes>, const TrafficEnd*> m_ownerOf; //!< null for none
    std::unique_ptr<CaptureFile> m_capture;
    CapturedPacket m_next;
    int64_t m_played = 0; //!< repetitions that are over
    SimTime m_offset;     //!< when the current repetition began
    SimTime m_length;     //!< scaled time of the capture's last record
    Timer m_timer;

    int64_t m_replayed = 0;
    int64_t m_cut = 0;
    int64_t m_parts = 0;
    int64_t m_leftOut = 0;
    int64_t m_skippedForeign = 0;
    int64_t m_skippedUnowned = 0;
    int64_t m_skippedLocal = 0;
};

} // namespace nexsim

#endif // NEXSIM_REPLAY_SOURCE_H
