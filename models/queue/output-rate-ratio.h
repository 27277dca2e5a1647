// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OUTPUT_RATE_RATIO_H
#define NEXSIM_OUTPUT_RATE_RATIO_H

#include "models/base/attribute-values.h"
#include "models/base/timer.h"
#include "models/queue/buffer-manager.h"

namespace nexsim
{

/** @brief The buffer time of the queues of one position in their ports. */
class BufferTimeClass : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    SimTime bufferTime;
};

/** @brief Where OutputRateRatio takes the rates from. */
enum class RateSource : uint8_t
{
    Configured, //!< shaping rate where there is one, else the weight's share of the link
    Measured    //!< moving average of what leaves
};

/**
 * @brief Memory in the ratio of the queues' output rates (US11658924B2, claims 1 and 4).
 *
 * A queue's share is its output rate x buffer time. Where the shares of all queues are more than
 * Size, all are reduced by one factor; bytes lost to rounding go to the largest remainders, of
 * equals to the first queue. Shares are determined again when a queue becomes active or idle (has
 * packets or none), unless IdleShares, and when measured rates change.
 *
 * A queue above its new share keeps what it has and takes nothing until it is below; an empty queue
 * may always take one packet, or one that was measured at rate 0 would stay empty. How rates are
 * measured, which queues count and these rules are our reconstruction; the patent does not say.
 */
class OutputRateRatioBufferManager : public BufferManager
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief What a queue may take now; 0 for one that does not count. */
    Bytes Share(uint32_t queue) const
    {
        return Bytes(m_share[queue]);
    }

    void Start() override;

  protected:
    void DoAttach() override;
    bool DoAdmit(uint32_t queue, int64_t bytes) override;
    void OnRelease(uint32_t queue, int64_t bytes) override;

  private:
    void OnPeriod();
    void Allocate();
    void Scale(const std::vector<__int128>& wanted, __int128 sum);
    std::vector<int64_t> WeightOfPorts(const std::vector<bool>& counts) const;
    int64_t ConfiguredRate(uint32_t queue, const std::vector<int64_t>& weightOfPort) const;
    SimTime BufferTimeOf(uint32_t queue) const;

    RateSource m_source = RateSource::Configured;
    SimTime m_bufferTime;
    ListValue::Elements m_classes;
    bool m_idleShares = false;
    SimTime m_period;
    Ratio m_gain;

    std::vector<bool> m_counts;   //!< by queue: it has a share
    std::vector<int64_t> m_share; //!< by queue, bytes
    std::vector<int64_t> m_left;  //!< by queue, bytes released in this period
    std::vector<int64_t> m_rate;  //!< by queue, measured bits per second
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_OUTPUT_RATE_RATIO_H
