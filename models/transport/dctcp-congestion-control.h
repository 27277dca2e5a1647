// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DCTCP_CONGESTION_CONTROL_H
#define NEXSIM_DCTCP_CONGESTION_CONTROL_H

#include "models/transport/new-reno-congestion-control.h"

namespace nexsim
{

/** @brief DCTCP (RFC 8257 section 3.3): the window shrinks by half the fraction of marked bytes. */
class DctcpCongestionControl : public NewRenoCongestionControl
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t ThresholdAfterMark(const CongestionWindow& window, int64_t flight) override;
    void OnEcho(int64_t acknowledged, bool marked, uint64_t unacknowledged, uint64_t next) override;
    bool WantsEveryMark() const override;

    /** @brief The estimate of the fraction of marked bytes, 0 to 1. */
    double Alpha() const
    {
        return m_alpha;
    }

  private:
    Ratio m_gain;
    double m_alpha = 1;
    int64_t m_acknowledged = 0; //!< bytes of this observation window
    int64_t m_marked = 0;       //!< of these, marked
    uint64_t m_windowEnd = 0;
};

} // namespace nexsim

#endif // NEXSIM_DCTCP_CONGESTION_CONTROL_H
