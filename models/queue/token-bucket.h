// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TOKEN_BUCKET_H
#define NEXSIM_TOKEN_BUCKET_H

#include "models/base/quantity.h"

namespace nexsim
{

/**
 * @brief Tokens that come at a rate up to a burst: what leaves in (s, t] is at most
 * burst + rate (t - s), exactly, in integers.
 */
class TokenBucket
{
  public:
    /** @brief Full at the start. @param rate 1 bps and above @param burst bytes it holds */
    TokenBucket(BitRate rate, Bytes burst)
        : m_rate(rate.Value()), m_burst(burst.Value() * kPerByte), m_tokens(m_burst)
    {
    }

    /** @brief Whole bytes that may leave at `now`. */
    Bytes Tokens(SimTime now) const
    {
        return Bytes(static_cast<int64_t>(At(now) / kPerByte));
    }

    /** @brief The first instant, `now` or later, at which so many bytes may leave; at most burst. */
    SimTime ReadyAt(Bytes bytes, SimTime now) const
    {
        const __int128 missing = bytes.Value() * kPerByte - At(now);
        return missing <= 0 ? now
                            : now + SimTime(static_cast<int64_t>((missing + m_rate - 1) / m_rate));
    }

    /** @brief So many bytes leave at `now`; ReadyAt has been reached. */
    void Take(Bytes bytes, SimTime now)
    {
        m_tokens = At(now) - bytes.Value() * kPerByte;
        m_updated = now;
    }

  private:
    /** A byte in the unit in which one bit per second brings one per picosecond. */
    static constexpr __int128 kPerByte = 8'000'000'000'000;

    __int128 At(SimTime now) const
    {
        const __int128 tokens =
            m_tokens + static_cast<__int128>((now - m_updated).Value()) * m_rate;
        return tokens < m_burst ? tokens : m_burst;
    }

    int64_t m_rate;
    __int128 m_burst;
    __int128 m_tokens; //!< at m_updated
    SimTime m_updated;
};

} // namespace nexsim

#endif // NEXSIM_TOKEN_BUCKET_H
