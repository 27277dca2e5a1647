// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CROSSBAR_H
#define NEXSIM_CROSSBAR_H

#include "models/base/timer.h"
#include "models/base/transmission-time.h"
#include "models/switch/arbiter.h"
#include "models/switch/queueing-system.h"

#include <deque>
#include <vector>

namespace nexsim
{

/**
 * @brief The lines of a crossbar: each input module sends, and each output module receives, one
 * packet at a time.
 *
 * Arbitration runs once per instant at which something may have become possible, after all arrivals
 * and departures of that instant; with slots, only at their beginnings. A transfer costs one event,
 * its end, at which the packet is in the egress stage and both lines are free.
 */
class Crossbar : public Component
{
  public:
    /**
     * @brief All ports are there; called once, before any packet.
     * @param lineRate bits per second of each line
     * @param slot zero for no slots
     */
    void Connect(const FabricShape& shape,
                 QueueingSystem& queueing,
                 Arbiter& arbiter,
                 BitRate lineRate,
                 SimTime slot);

    /** @brief A packet has come, or room has been made: arbitrate when it is time. */
    void Wake();

    Tally Held() const override;

    /** @brief As ReportMetrics; the switch has them under its own name. */
    void ReportCrossing(MetricVisitor& visitor) const;

  protected:
    void DoAttach() override;

  private:
    /** @brief One input module's line, and what is on it. */
    struct Line
    {
        Crossbar* crossbar = nullptr;
        PacketPtr packet; //!< null while the line is free
        uint32_t port = 0;
        Timer end;

        void OnEnd();
    };

    /** @brief Of the packets of a flow in one class from one input, the last that was sent. */
    struct LastSent
    {
        SimTime arrived;
        uint32_t origin = 0xffffffff; //!< input module and DSCP
    };

    void OnArbitrate();
    void CollectRequests();
    void Begin(uint32_t input, const FabricOffer& offer);
    void End(Line& line);
    void NoteOrder(const Packet& packet, uint32_t input);

    const FabricShape* m_shape = nullptr;
    QueueingSystem* m_queueing = nullptr;
    Arbiter* m_arbiter = nullptr;
    TransmissionTime m_line;
    SimTime m_slot;
    Timer m_arbitrate;
    std::deque<Line> m_lines;        //!< by input module
    std::vector<bool> m_isReceiving; //!< by output module
    std::vector<CrossbarRequest> m_requests;
    std::vector<FabricOffer> m_offers; //!< beside m_requests
    std::vector<size_t> m_granted;
    std::vector<LastSent> m_lastSent; //!< by flow
    int64_t m_arbitrations = 0;
    int64_t m_transfers = 0;
    int64_t m_requested = 0;
    int64_t m_reordered = 0;
};

} // namespace nexsim

#endif // NEXSIM_CROSSBAR_H
