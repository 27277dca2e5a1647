// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CUBIC_CONGESTION_CONTROL_H
#define NEXSIM_CUBIC_CONGESTION_CONTROL_H

#include "models/transport/congestion-control.h"

namespace nexsim
{

/**
 * @brief CUBIC (RFC 9438): the window is a cubic function of the time since the last reduction.
 *
 * Windows are in segments inside. The arithmetic is + - * / and our own cube root: the same bits on
 * every machine. Slow start is the plain one, without HyStart++.
 */
class CubicCongestionControl : public CongestionControl
{
  public:
    static ns3::TypeId GetTypeId();

    void OnAcknowledged(CongestionWindow& window, const CongestionAck& ack) override;
    int64_t ThresholdAfterLoss(const CongestionWindow& window, int64_t flight) override;
    void OnTimeOut() override;
    void OnRecovered(SimTime now) override;

  private:
    void BeginEpoch(const CongestionWindow& window, SimTime now);
    double Beta() const;

    // attributes
    Ratio m_beta;
    bool m_renoFriendly = true;
    bool m_fastConvergence = true;

    bool m_inEpoch = false;
    SimTime m_epoch;           //!< t = 0 of the cubic function
    double m_maximum = 0;      //!< W_max, segments; 0 before the first reduction
    double m_priorWindow = 0;  //!< cwnd_prior, segments, when the window was last reduced
    double m_plateauAfter = 0; //!< K, s
    double m_origin = 0;       //!< the window at which the function has its plateau
    double m_estimate = 0;     //!< W_est, segments
    double m_exact = 0;        //!< the window in segments, with its fraction
};

} // namespace nexsim

#endif // NEXSIM_CUBIC_CONGESTION_CONTROL_H
