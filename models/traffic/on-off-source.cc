// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/on-off-source.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(OnOffSource);

ns3::TypeId
OnOffSource::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::OnOffSource")
                                       .SetParent<OpenLoopSource>()
                                       .SetGroupName("nexsim/traffic")
                                       .AddConstructor<OnOffSource>()
                                       .AddAttribute("OnTime",
                                                     "Length of an on period; must be given.",
                                                     PolicyValue(),
                                                     MakePolicyAccessor(&OnOffSource::m_onTime),
                                                     MakeRandomQuantityChecker(Dimension::Time, 1))
                                       .AddAttribute("OffTime",
                                                     "Length of an off period; must be given.",
                                                     PolicyValue(),
                                                     MakePolicyAccessor(&OnOffSource::m_offTime),
                                                     MakeRandomQuantityChecker(Dimension::Time));
    return tid;
}

std::optional<double>
OnOffSource::OfferedRate(int64_t split) const
{
    if (!m_onTime || !m_offTime)
    {
        return std::nullopt;
    }
    const double on = m_onTime->Mean();
    return *OpenLoopSource::OfferedRate(split) * on / (on + m_offTime->Mean());
}

void
OnOffSource::DoAttach()
{
    OpenLoopSource::DoAttach();
    if (!m_onTime || !m_offTime)
    {
        throw std::invalid_argument(Path() + ": an OnOffSource needs its OnTime and its OffTime");
    }
    m_onTime->Minimum();
    m_offTime->Minimum();
    if (m_onTime->Mean() <= 0)
    {
        throw std::invalid_argument(Path() + ": the mean of OnTime must be above 0");
    }
    m_onStream = Stream("on-time");
    m_offStream = Stream("off-time");
    m_timer.Bind<&OnOffSource::OnTimer>(*this, Priority::Timer);
}

void
OnOffSource::Begin()
{
    m_pace = TransmissionTime(ShareOfRate());
    BeginPeriod();
}

void
OnOffSource::OnTimer()
{
    if (HasStopped())
    {
        return;
    }
    if (m_isOn)
    {
        SendPacket();
    }
    else
    {
        BeginPeriod();
    }
}

void
OnOffSource::BeginPeriod()
{
    const SimTime span(m_onTime->Draw(*m_onStream));
    ++m_periods;
    m_onSum += span.Value();
    m_periodEnd = Now() + span;
    ArmNext();
}

void
OnOffSource::SendPacket()
{
    if (ShareOfRate() != m_pace.Rate())
    {
        m_pace = TransmissionTime(ShareOfRate());
    }
    const int64_t size = DrawSize();
    m_untilNext = m_pace.Next(size);
    ArmNext();
    SendNext(size);
}

void
OnOffSource::ArmNext()
{
    m_isOn = m_untilNext < m_periodEnd - Now();
    if (m_isOn)
    {
        m_timer.ArmAt(Now() + m_untilNext);
        return;
    }
    m_untilNext -= m_periodEnd - Now();
    m_timer.ArmAt(m_periodEnd + SimTime(m_offTime->Draw(*m_offStream)));
}

void
OnOffSource::ReportMetrics(MetricVisitor& visitor) const
{
    OpenLoopSource::ReportMetrics(visitor);
    const SimTime ahead = std::max(SimTime(0), m_periodEnd - Now());
    visitor.Counter({"on_periods", "1", "on periods begun"}, m_periods);
    visitor.TimeAverage({"on", "1", "fraction of time in on periods"},
                        static_cast<unsigned __int128>(m_onSum - ahead.Value()));
}

} // namespace nexsim
