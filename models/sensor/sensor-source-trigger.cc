// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/sensor-source.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

void
SensorSource::OnStart()
{
    m_runs = true;
    m_due = Now();
    m_port->Join();
    if (m_obeysTrigger)
    {
        m_processor->Controller().Join(*this);
        return;
    }
    const double phase = RandomPhase() * static_cast<double>(m_period.Value());
    m_offset = SimTime(static_cast<int64_t>(phase));
    SetDue(Now() + m_offset);
}

void
SensorSource::OnStop()
{
    if (!m_runs)
    {
        return;
    }
    m_runs = false;
    m_triggerTimer.Cancel();
    m_port->Leave();
    if (m_obeysTrigger)
    {
        m_processor->Controller().Leave(*this);
    }
}

double
SensorSource::RandomPhase()
{
    if (!m_phase)
    {
        RandomStream stream = Stream("phase");
        m_phase = stream.Uniform();
    }
    return *m_phase;
}

bool
SensorSource::IsOnOwnClock() const
{
    return !m_obeysTrigger || !m_processor->Controller().TriggersEachFrame();
}

void
SensorSource::Align(SimTime offset, Move move)
{
    if (!m_runs)
    {
        return;
    }
    if (move == Move::Nearest && m_missedTriggers > Ratio(0) &&
        m_missStream->Uniform() < ToDouble(m_missedTriggers))
    {
        ++m_missed;
        if (SensorObserver* const observer = m_port->Observer())
        {
            observer->OnMissedTrigger(Now());
        }
        return;
    }
    m_offset = offset;
    const int64_t period = m_period.Value();
    const int64_t after = move == Move::Later ? period - 1 : period / 2;
    const int64_t since = std::max(int64_t{0}, (m_due - offset).Value() + after);
    SetDue(offset + SimTime(since / period * period));
}

/** @brief The next trigger is due then, and those after it each a period later. */
void
SensorSource::SetDue(SimTime due)
{
    m_due = due;
    m_origin = due;
    m_ticks = 0;
    ScheduleTrigger();
}

void
SensorSource::ScheduleTrigger()
{
    m_triggerTimer.ArmAt(std::max(Now(), m_due + DrawJitter()));
}

SimTime
SensorSource::DrawJitter()
{
    if (!m_jitter)
    {
        return SimTime(0);
    }
    const SimTime jitter(m_jitter->Draw(*m_jitterStream));
    const bool isEarly = m_jitterSide == JitterSide::Either && m_jitterStream->Uniform() < 0.5;
    return isEarly ? SimTime(0) - jitter : jitter;
}

/** @brief By the controller's clock, or exactly by its own: no drift beyond the clock's. */
void
SensorSource::StepDue()
{
    if (!IsOnOwnClock())
    {
        m_due += m_period;
        return;
    }
    ++m_ticks;
    const auto time = static_cast<__int128>(m_period.Value()) * m_ticks;
    const auto drift = static_cast<int64_t>(time * m_driftParts / 1'000'000'000);
    m_due = m_origin + SimTime(static_cast<int64_t>(time) + drift);
}

void
SensorSource::OnTrigger()
{
    Check(); // of what an event has set, all of it
    const SimTime due = m_due;
    StepDue();
    const bool isMissed = !IsOnOwnClock() && m_missedTriggers > Ratio(0) &&
                          m_missStream->Uniform() < ToDouble(m_missedTriggers);
    if (isMissed)
    {
        ++m_missed;
        m_port->MissTrigger(due);
    }
    else
    {
        ++m_triggers;
        const SimTime begin = std::max(Now() + m_exposure, m_readOutFree);
        m_exposed.push_back({{m_next++, Now()}, begin, Shape()});
        m_readOutFree = begin + m_readOut;
        if (SensorObserver* const observer = m_port->Observer())
        {
            const Exposed& frame = m_exposed.back();
            observer->OnTrigger(frame.stamp, m_exposure, begin, frame.shape);
        }
        if (m_exposed.size() == 1)
        {
            m_readOutTimer.ArmAt(begin);
        }
    }
    ScheduleTrigger();
}

void
SensorSource::SetPeriod(SimTime period)
{
    const SimTime before = std::exchange(m_period, period);
    OnChanged(before);
}

void
SensorSource::SetExposure(SimTime exposure)
{
    m_exposure = exposure;
    OnChanged(m_period);
}

void
SensorSource::SetReadOut(SimTime readOut)
{
    m_readOut = readOut;
    OnChanged(m_period);
}

/** @brief During the run: the next trigger is one new period after the last one. */
void
SensorSource::OnChanged(SimTime periodBefore)
{
    if (!m_runs)
    {
        return;
    }
    if (m_period != periodBefore)
    {
        const SimTime last = m_due - periodBefore;
        m_due = std::max(Now(), last + m_period);
        m_obeysTrigger ? Align(m_offset, Move::Later) : SetDue(m_due);
    }
    if (m_obeysTrigger)
    {
        m_processor->Controller().OnChanged();
    }
}

} // namespace nexsim
