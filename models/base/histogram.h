// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HISTOGRAM_H
#define NEXSIM_HISTOGRAM_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>

namespace nexsim
{

/**
 * @brief Counts of non-negative integers (picoseconds, bytes) in buckets that grow with the value.
 *
 * Each value below 128 has a bucket of its own. From there on each octave [2^n, 2^(n+1)) has 128
 * buckets of equal width, so that a bucket is never wider than 1/128 (0.79 %) of its lower bound.
 * Count, sum, least and greatest are exact.
 *
 * The counts of an octave, 1 KiB, are allocated when the first value falls into it. Merging is
 * exact: associative, commutative, and the same as recording everything in one histogram.
 */
class LogLinearHistogram
{
  public:
    /** @brief The sum of 2^64 values of 63 bits fits. */
    using Total = unsigned __int128;

    /**
     * @brief Counts a value.
     * @throws std::invalid_argument if it is negative
     */
    void Record(int64_t value, uint64_t count = 1);

    void Merge(const LogLinearHistogram& other);

    uint64_t Count() const
    {
        return m_count;
    }

    Total Sum() const
    {
        return m_sum;
    }

    /** @brief The least value recorded, exactly; 0 if there is none. */
    int64_t Min() const
    {
        return m_count == 0 ? 0 : m_min;
    }

    /** @brief The greatest value recorded, exactly; 0 if there is none. */
    int64_t Max() const
    {
        return m_max;
    }

    /** @brief The mean of the values themselves, not of their buckets; 0 if there is none. */
    double Mean() const;

    /**
     * @brief The value of nearest rank: the ceil(q * Count())-th in ascending order, at least the
     * first, as the middle of its bucket, kept within [Min(), Max()].
     *
     * The first and the last are exact, so are values below 256; others are within 0.4 %. A product
     * a few roundings above a whole number counts as that: 0.07 of 100 values is the seventh.
     * @param q in [0, 1]
     * @return 0 if no value was recorded
     * @throws std::invalid_argument if q is not in [0, 1]
     */
    int64_t Quantile(double q) const;

    /** @brief Calls visit(lower, upper, count), values lower <= v <= upper, for each bucket that is
     * not empty, ascending. */
    template <typename Visit>
    void ForEachBucket(Visit&& visit) const;

  private:
    static constexpr unsigned SUB_BITS = 7;
    static constexpr size_t SUB_BUCKETS = size_t{1} << SUB_BITS;
    static constexpr size_t OCTAVES = 63 - SUB_BITS + 1; //!< the first is [0, 128)

    using Octave = std::array<uint64_t, SUB_BUCKETS>;

    /** Octave 0 counts single values, octave n buckets of width 2^(n-1). */
    static size_t OctaveOf(int64_t value)
    {
        const auto bits = static_cast<uint64_t>(value) | (SUB_BUCKETS - 1);
        return 64 - SUB_BITS - static_cast<size_t>(__builtin_clzll(bits));
    }

    static int64_t Lower(size_t octave, size_t bucket)
    {
        return octave == 0 ? static_cast<int64_t>(bucket)
                           : static_cast<int64_t>((SUB_BUCKETS + bucket) << (octave - 1));
    }

    static int64_t Upper(size_t octave, size_t bucket)
    {
        const int64_t width = octave == 0 ? 1 : int64_t{1} << (octave - 1);
        return Lower(octave, bucket) + (width - 1);
    }

    Octave& Allocate(size_t octave);
    [[noreturn]] static void RefuseNegative(int64_t value);

    std::array<std::unique_ptr<Octave>, OCTAVES> m_octaves;
    uint64_t m_count{0};
    Total m_sum{0};
    int64_t m_min{std::numeric_limits<int64_t>::max()};
    int64_t m_max{0};
};

inline void
LogLinearHistogram::Record(int64_t value, uint64_t count)
{
    if (value < 0)
    {
        RefuseNegative(value);
    }
    if (count == 0)
    {
        return;
    }
    const size_t index = OctaveOf(value);
    Octave* octave = m_octaves[index].get();
    if (octave == nullptr)
    {
        octave = &Allocate(index);
    }
    // The leading bit, which the octave stands for, falls off.
    const unsigned shift = static_cast<unsigned>(index == 0 ? 0 : index - 1);
    (*octave)[static_cast<uint64_t>(value) >> shift & (SUB_BUCKETS - 1)] += count;
    m_count += count;
    m_sum += static_cast<Total>(static_cast<uint64_t>(value)) * count;
    m_min = value < m_min ? value : m_min;
    m_max = value > m_max ? value : m_max;
}

template <typename Visit>
void
LogLinearHistogram::ForEachBucket(Visit&& visit) const
{
    for (size_t octave = 0; octave < OCTAVES; ++octave)
    {
        for (size_t bucket = 0; m_octaves[octave] && bucket < SUB_BUCKETS; ++bucket)
        {
            const uint64_t count = (*m_octaves[octave])[bucket];
            if (count > 0)
            {
                visit(Lower(octave, bucket), Upper(octave, bucket), count);
            }
        }
    }
}

} // namespace nexsim

#endif // NEXSIM_HISTOGRAM_H
