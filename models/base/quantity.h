// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUANTITY_H
#define NEXSIM_QUANTITY_H

#include "models/base/abi.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <limits>

namespace nexsim
{

/** @brief What a quantity measures; it fixes the unit of the integer that carries it. */
enum class Dimension : uint8_t
{
    Time,          //!< picoseconds
    Rate,          //!< bits per second
    Frequency,     //!< events per second, in micro-hertz (1e-6 per second)
    Size,          //!< bytes
    Count,         //!< packets
    Ratio,         //!< parts per billion (1e-9)
    Energy,        //!< femtojoules
    EnergyPerByte, //!< femtojoules per byte
    Inherited,     //!< the dimension of the attribute that holds the object
    TimePerByte    //!< femtoseconds per byte
};

/** @brief The integer that stands for "unlimited" in quantities that allow it. */
inline constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();

/** @brief An exact integer amount of one dimension; amounts of different dimensions do not mix. */
template <Dimension D>
class Amount
{
  public:
    static constexpr Dimension kDimension = D;

    constexpr Amount() = default;

    /** @param value the amount in the base unit of the dimension */
    constexpr explicit Amount(int64_t value) : m_value(value) {}

    /** @brief The amount in the base unit of its dimension. */
    constexpr int64_t Value() const
    {
        return m_value;
    }

    constexpr bool IsUnlimited() const
    {
        return m_value == kUnlimited;
    }

    constexpr Amount& operator+=(Amount other)
    {
        m_value += other.m_value;
        return *this;
    }

    constexpr Amount& operator-=(Amount other)
    {
        m_value -= other.m_value;
        return *this;
    }

    friend constexpr Amount operator+(Amount a, Amount b)
    {
        return Amount(a.m_value + b.m_value);
    }

    friend constexpr Amount operator-(Amount a, Amount b)
    {
        return Amount(a.m_value - b.m_value);
    }

    friend constexpr Amount operator*(Amount a, int64_t factor)
    {
        return Amount(a.m_value * factor);
    }

    friend constexpr bool operator==(Amount a, Amount b)
    {
        return a.m_value == b.m_value;
    }

    friend constexpr bool operator!=(Amount a, Amount b)
    {
        return a.m_value != b.m_value;
    }

    friend constexpr bool operator<(Amount a, Amount b)
    {
        return a.m_value < b.m_value;
    }

    friend constexpr bool operator<=(Amount a, Amount b)
    {
        return a.m_value <= b.m_value;
    }

    friend constexpr bool operator>(Amount a, Amount b)
    {
        return a.m_value > b.m_value;
    }

    friend constexpr bool operator>=(Amount a, Amount b)
    {
        return a.m_value >= b.m_value;
    }

  private:
    int64_t m_value = 0;
};

/**
 * @brief An instant or a span of simulated time in integer picoseconds (about +-106 days).
 *
 * ns3::Time is not trivially copyable; this is, and it converts exactly at picosecond resolution.
 */
using SimTime = Amount<Dimension::Time>;
using BitRate = Amount<Dimension::Rate>;
using Frequency = Amount<Dimension::Frequency>;
using Bytes = Amount<Dimension::Size>;
using Packets = Amount<Dimension::Count>;
using Ratio = Amount<Dimension::Ratio>;

/** @brief A value whose dimension is that of the attribute which holds its object. */
using InheritedQuantity = Amount<Dimension::Inherited>;

inline constexpr SimTime kNever{kUnlimited};

constexpr SimTime
PicoSeconds(int64_t value)
{
    return SimTime(value);
}

constexpr SimTime
NanoSeconds(int64_t value)
{
    return SimTime(value * 1000);
}

constexpr SimTime
MicroSeconds(int64_t value)
{
    return SimTime(value * 1'000'000);
}

constexpr SimTime
MilliSeconds(int64_t value)
{
    return SimTime(value * 1'000'000'000);
}

constexpr SimTime
Seconds(int64_t value)
{
    return SimTime(value * 1'000'000'000'000);
}

/** @brief The same span as ns-3 has it; needs picosecond resolution (see RequirePicoseconds). */
inline ns3::Time
ToNs3(SimTime time)
{
    return ns3::Time(time.Value());
}

inline SimTime
FromNs3(const ns3::Time& time)
{
    return SimTime(time.GetTimeStep());
}

/** @brief A ratio as a double, for decisions that are made in floating point. */
constexpr double
ToDouble(Ratio ratio)
{
    return static_cast<double>(ratio.Value()) / 1e9;
}

} // namespace nexsim

#endif // NEXSIM_QUANTITY_H
