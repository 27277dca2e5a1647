// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/transmission-time.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{
constexpr int64_t kPicosecondBitsPerByte = 8'000'000'000'000; // 8 bit x 1e12 ps/s

/** Up to these, all fits 64 bits, whose division takes a fraction of the time. */
constexpr int64_t kShortBytes = 65536;
constexpr int64_t kShortRate = int64_t{1} << 62;

SimTime
Checked(__int128 span, int64_t bytes, BitRate rate)
{
    if (span >= kUnlimited)
    {
        throw std::overflow_error(
            fmt::format("{} B at {} bps take longer than simulated time lasts",
                        bytes,
                        rate.Value()));
    }
    return SimTime(static_cast<int64_t>(span));
}

} // namespace

TransmissionTime::TransmissionTime(BitRate rate) : m_rate(rate)
{
    if (rate.Value() <= 0)
    {
        throw std::invalid_argument("a bit rate must be at least 1 bps");
    }
    const bool whole = kPicosecondBitsPerByte % rate.Value() == 0;
    m_picosecondsPerByte = whole ? kPicosecondBitsPerByte / rate.Value() : 0;
}

SimTime
TransmissionTime::NextInexact(int64_t bytes)
{
    if (bytes <= kShortBytes && m_rate.Value() <= kShortRate)
    {
        const int64_t total = bytes * kPicosecondBitsPerByte + m_remainder;
        m_remainder = total % m_rate.Value();
        return SimTime(total / m_rate.Value());
    }
    const auto total = static_cast<__int128>(bytes) * kPicosecondBitsPerByte + m_remainder;
    m_remainder = static_cast<int64_t>(total % m_rate.Value());
    return Checked(total / m_rate.Value(), bytes, m_rate);
}

SimTime
TransmissionTime::Span(int64_t bytes) const
{
    const auto total = static_cast<__int128>(bytes) * kPicosecondBitsPerByte;
    return Checked(total / m_rate.Value(), bytes, m_rate);
}

} // namespace nexsim
