// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ON_OFF_SOURCE_H
#define NEXSIM_ON_OFF_SOURCE_H

#include "models/traffic/open-loop-source.h"

#include <optional>

namespace nexsim
{

/**
 * @brief A constant-rate source whose clock stands still in off periods.
 *
 * Periods alternate and begin with an on period at Start. Packets leave at the instants of a
 * ConstantRateSource of this Rate on a clock that counts time in on periods only: a packet that
 * does not leave before the end of a period leaves that much later in the next one. Rate is thus
 * the peak, and the mean is Rate x E[OnTime] / (E[OnTime] + E[OffTime]), without rounding per
 * period. An on period includes its first instant and excludes its last.
 */
class OnOffSource : public OpenLoopSource
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The mean over on and off periods. */
    std::optional<double> OfferedRate(int64_t split) const override;

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    void OnTimer();
    void BeginPeriod();
    void SendPacket();
    void ArmNext();

    ns3::Ptr<RandomQuantity> m_onTime;
    ns3::Ptr<RandomQuantity> m_offTime;

    std::optional<RandomStream> m_onStream;
    std::optional<RandomStream> m_offStream;
    TransmissionTime m_pace;
    SimTime m_untilNext; //!< time in on periods until the next packet leaves
    SimTime m_periodEnd; //!< of the current on period
    bool m_isOn = false;
    int64_t m_periods = 0;
    int64_t m_onSum = 0; //!< ps, of on periods up to m_periodEnd
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_ON_OFF_SOURCE_H
