// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SENT_SEGMENTS_H
#define NEXSIM_SENT_SEGMENTS_H

#include "models/base/quantity.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nexsim
{

/** @brief One segment that was sent and is not acknowledged in order. */
struct SentSegment
{
    uint64_t begin;
    uint32_t length;
    bool received; //!< selectively acknowledged
    bool lost;
    bool sentAgain;     //!< after it was marked lost; the copy is believed in flight
    bool everSentAgain; //!< its round trip is ambiguous (Karn)
    SimTime sentAt;     //!< the last time

    uint64_t End() const
    {
        return begin + length;
    }
};

/**
 * @brief Segments in the order of their sequence numbers, without holes; they come behind and go in
 * front.
 *
 * In one piece of memory, whose front part is given up when it is half of all. Iterators are
 * pointers, valid until the next push or pop.
 */
class SentSegments
{
  public:
    using iterator = SentSegment*;

    iterator begin()
    {
        return m_segments.data() + m_first;
    }

    iterator end()
    {
        return m_segments.data() + m_segments.size();
    }

    bool empty() const
    {
        return m_first == m_segments.size();
    }

    SentSegment& front()
    {
        return m_segments[m_first];
    }

    void push_back(const SentSegment& segment)
    {
        m_longest = std::max(m_longest, segment.length);
        m_segments.push_back(segment);
    }

    void pop_front()
    {
        constexpr size_t kLeast = 16; // what is not worth moving for
        ++m_first;
        if (m_first >= kLeast && 2 * m_first >= m_segments.size())
        {
            m_segments.erase(m_segments.begin(),
                             m_segments.begin() + static_cast<std::ptrdiff_t>(m_first));
            m_first = 0;
        }
    }

    /** @brief The first segment that ends above `sequence`. */
    iterator Find(uint64_t sequence)
    {
        if (empty() || sequence < front().End())
        {
            return begin();
        }
        // No segment is longer, so that the place is not before this one; nearly all are full.
        const size_t guess = (sequence - front().begin) / m_longest;
        iterator at = begin() + std::min(guess, m_segments.size() - m_first - 1);
        for (int step = 0; step < 3; ++step)
        {
            if (at->End() > sequence)
            {
                return at;
            }
            ++at;
            if (at == end())
            {
                return at;
            }
        }
        return std::partition_point(begin(), end(), [sequence](const SentSegment& sent) {
            return sent.End() <= sequence;
        });
    }

  private:
    std::vector<SentSegment> m_segments;
    size_t m_first = 0;
    uint32_t m_longest = 1; //!< B
};

} // namespace nexsim

#endif // NEXSIM_SENT_SEGMENTS_H
