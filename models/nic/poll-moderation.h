// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POLL_MODERATION_H
#define NEXSIM_POLL_MODERATION_H

#include "models/base/timer.h"
#include "models/nic/interrupt-moderation.h"
#include "models/nic/traffic-sampler.h"

namespace nexsim
{

/** @brief When a queue is polled. */
enum class PollMode : uint8_t
{
    Adaptive, //!< from when averages are high until they are low
    Always    //!< from the start, without any interrupt
};

/**
 * @brief XNU's opportunistic polling (rxpoll), with its Skywalk variant's decisions.
 *
 * A thread does the work. While polling is off each interrupt wakes it; while it is on there are no
 * interrupts, and it begins to work once each interval, or at once when its last work took longer,
 * and takes a quota of packets at most. Packets and bytes are sampled whenever it has worked; their
 * averages turn polling on and off, with a hold time between two switches.
 */
class PollInterruptModeration : public InterruptModeration
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;
    void OnPacket(Packets waiting) override;
    void OnEnabled(const HandlerRun& run) override;
    Packets Quota() const override;
    HandlerContext Context() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    void Sample(const HandlerRun& run);
    void Switch();
    void OnTimer();

    PollMode m_mode = PollMode::Adaptive;
    SimTime m_interval;
    Packets m_quota;
    SimTime m_sampleTime;
    SimTime m_holdTime;
    Packets m_packetsLow;
    Packets m_packetsHigh;
    Bytes m_bytesLow;
    Bytes m_bytesHigh;
    TrafficSampler m_sampler{2, 2}; //!< moves by 1/4 of the difference
    bool m_isPolling = false;
    SimTime m_switched{-1}; //!< the last switch, at first the first sample
    int64_t m_switches = 0;
    unsigned __int128 m_pollingBefore = 0; //!< ps of polling up to the last switch
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_POLL_MODERATION_H
