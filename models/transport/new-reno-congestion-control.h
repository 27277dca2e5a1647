// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEW_RENO_CONGESTION_CONTROL_H
#define NEXSIM_NEW_RENO_CONGESTION_CONTROL_H

#include "models/transport/congestion-control.h"

namespace nexsim
{

/** @brief What congestion avoidance counts. */
enum class AckCounting : uint8_t
{
    ByBytes,           //!< one segment per window of acknowledged bytes (RFC 3465)
    ByAcknowledgements //!< SMSS x SMSS / cwnd per acknowledgement (RFC 5681 equation 3)
};

/** @brief One segment per round trip, half on loss (RFC 5681 section 3.1). */
class NewRenoCongestionControl : public CongestionControl
{
  public:
    static ns3::TypeId GetTypeId();

    void OnAcknowledged(CongestionWindow& window, const CongestionAck& ack) override;
    int64_t ThresholdAfterLoss(const CongestionWindow& window, int64_t flight) override;
    void OnTimeOut() override;

  private:
    AckCounting m_counting = AckCounting::ByBytes;
    int64_t m_counted = 0; //!< bytes acknowledged since the window last grew
};

} // namespace nexsim

#endif // NEXSIM_NEW_RENO_CONGESTION_CONTROL_H
