// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SKYWALK_CLASS_ROUNDS_H
#define NEXSIM_SKYWALK_CLASS_ROUNDS_H

#include <cstddef>
#include <cstdint>

namespace nexsim
{

/**
 * @brief Whose turn it is among classes: XNU's bitmaps, without pacing.
 *
 * A class is served (ER, eligible and ready) until its budget is used up or it is idle; then comes
 * the one of highest priority that is eligible in this round (EB). What has used up its budget, or
 * became active meanwhile, is ineligible (IB) until none is left; then a new round begins with it.
 * So priority holds within a round: it gives order, and the budgets give shares.
 */
class SkywalkClassRounds
{
  public:
    static constexpr size_t NONE = 32;

    /** @brief The class has packets; one that has not its turn in this round joins the next. */
    void OnActive(size_t which)
    {
        const uint32_t bit = 1U << which;
        if (((m_ready | m_eligible) & bit) == 0)
        {
            m_ineligible |= bit;
        }
    }

    /** @brief The class whose turn it is, the smallest of equals; NONE when none is active. */
    size_t Select()
    {
        if ((m_ready | m_eligible) == 0)
        {
            m_eligible = m_ineligible;
            m_ineligible = 0;
        }
        if (m_ready == 0)
        {
            m_ready = m_eligible & (0 - m_eligible);
            m_eligible ^= m_ready;
        }
        return m_ready == 0 ? NONE : static_cast<size_t>(__builtin_ctz(m_ready));
    }

    /** @brief The selected class has used up its budget. */
    void OnExhausted(size_t which)
    {
        m_ready &= ~(1U << which);
        m_ineligible |= 1U << which;
    }

    /** @brief The selected class has no more flows. */
    void OnIdle(size_t which)
    {
        m_ready &= ~(1U << which);
    }

  private:
    uint32_t m_ready = 0;
    uint32_t m_eligible = 0;
    uint32_t m_ineligible = 0;
};

} // namespace nexsim

#endif // NEXSIM_SKYWALK_CLASS_ROUNDS_H
