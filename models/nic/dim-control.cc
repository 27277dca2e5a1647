// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/dim-control.h"

namespace nexsim
{

namespace
{

enum class Verdict : uint8_t
{
    Worse,
    Same,
    Better
};

/** @brief More than a tenth away from the reference, in whole percent rounded down as in Linux. */
bool
IsSignificant(int64_t value, int64_t reference)
{
    const int64_t difference = value > reference ? value - reference : reference - value;
    return 100 * difference / reference > 10;
}

/** @brief Bytes count before packets, and packets before interrupts, of which fewer are better. */
Verdict
Compare(const DimRates& now, const DimRates& before)
{
    const auto judge = [](bool isBetter) { return isBetter ? Verdict::Better : Verdict::Worse; };
    if (before.bytes == 0)
    {
        return now.bytes != 0 ? Verdict::Better : Verdict::Same;
    }
    if (IsSignificant(now.bytes, before.bytes))
    {
        return judge(now.bytes > before.bytes);
    }
    if (before.packets == 0)
    {
        return now.packets != 0 ? Verdict::Better : Verdict::Same;
    }
    if (IsSignificant(now.packets, before.packets))
    {
        return judge(now.packets > before.packets);
    }
    if (before.events != 0 && IsSignificant(now.events, before.events))
    {
        return judge(now.events < before.events);
    }
    return Verdict::Same;
}

} // namespace

bool
DimControl::Decide(const DimRates& rates)
{
    const bool wasOnTop = m_state == State::ParkingOnTop;
    const int before = m_profile;
    switch (m_state)
    {
    case State::ParkingOnTop:
        if (Compare(rates, m_previous) != Verdict::Same)
        {
            LeaveParking();
        }
        break;
    case State::ParkingTired:
        if (--m_tired == 0)
        {
            LeaveParking();
        }
        break;
    case State::GoingRight:
    case State::GoingLeft:
        Move(rates);
        break;
    }
    // While it stays on top, the load is compared with what it was when it came there.
    if (!wasOnTop || m_state != State::ParkingOnTop)
    {
        m_previous = rates;
    }
    return m_profile != before;
}

void
DimControl::Move(const DimRates& rates)
{
    if (Compare(rates, m_previous) != Verdict::Better)
    {
        Turn();
    }
    if (HasPassedTop())
    {
        ParkOnTop();
        return;
    }
    switch (TryStep())
    {
    case Step::Stepped:
        break;
    case Step::OnEdge:
        ParkOnTop();
        break;
    case Step::TooTired:
        ParkTired();
        break;
    }
}

DimControl::Step
DimControl::TryStep()
{
    if (m_tired == 2 * kDimProfiles)
    {
        return Step::TooTired;
    }
    const bool right = m_state == State::GoingRight;
    if (m_profile == (right ? kDimProfiles - 1 : 0))
    {
        return Step::OnEdge;
    }
    m_profile += right ? 1 : -1;
    ++(right ? m_stepsRight : m_stepsLeft);
    ++m_tired;
    return Step::Stepped;
}

void
DimControl::Turn()
{
    const bool right = m_state == State::GoingRight;
    m_state = right ? State::GoingLeft : State::GoingRight;
    (right ? m_stepsLeft : m_stepsRight) = 0;
}

/** @brief It came a longer way to here, went one beyond, and has just turned back. */
bool
DimControl::HasPassedTop() const
{
    return m_state == State::GoingRight ? m_stepsLeft > 1 && m_stepsRight == 1
                                        : m_stepsRight > 1 && m_stepsLeft == 1;
}

void
DimControl::LeaveParking()
{
    m_state = m_profile != 0 ? State::GoingLeft : State::GoingRight;
    TryStep();
}

void
DimControl::ParkOnTop()
{
    m_state = State::ParkingOnTop;
    m_stepsRight = 0;
    m_stepsLeft = 0;
    m_tired = 0;
}

void
DimControl::ParkTired()
{
    m_state = State::ParkingTired;
    m_stepsRight = 0;
    m_stepsLeft = 0;
}

} // namespace nexsim
