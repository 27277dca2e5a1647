// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/pool-segments.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

PoolSegments::PoolSegments(const PoolLayout& layout, SegmentState inUse)
    : m_layout(layout), m_inUse(inUse), m_left(layout.Objects())
{
    m_counts[static_cast<size_t>(SegmentState::Detached)] = layout.segments;
}

void
PoolSegments::SetState(Segment& segment, SegmentState state)
{
    --m_counts[static_cast<size_t>(segment.state)];
    ++m_counts[static_cast<size_t>(state)];
    segment.state = state;
}

/** The lowest segment that is not in use gets memory; there must be one. */
void
PoolSegments::Build()
{
    size_t number = m_segments.size();
    if (m_returned.empty())
    {
        m_segments.emplace_back();
        const auto objects = static_cast<size_t>(m_layout.objectsPerSegment);
        const size_t last = (number + 1) * objects;
        for (size_t i = 0; i < objects; ++i)
        {
            m_segments.back().objects.push_back(static_cast<PoolObject>(last - i));
        }
    }
    else
    {
        number = *m_returned.begin();
        m_returned.erase(m_returned.begin());
    }
    SetState(m_segments[number], m_inUse);
    m_partial.insert(number);
    ++m_built;
}

void
PoolSegments::UseMetadata(PoolObject object, int64_t change)
{
    if (m_layout.metadata == 0)
    {
        return;
    }
    const auto number = static_cast<size_t>((object - 1) / m_layout.metadataPerSegment);
    if (number >= m_metadataUse.size())
    {
        m_metadataUse.resize(number + 1);
    }
    const int64_t before = m_metadataUse[number];
    m_metadataUse[number] += change;
    if (before == 0)
    {
        ++m_metadataInUse;
        ++m_built;
    }
    else if (m_metadataUse[number] == 0)
    {
        --m_metadataInUse;
        ++m_released;
    }
}

PoolObject
PoolSegments::Take()
{
    if (m_left == 0)
    {
        return 0;
    }
    if (m_partial.empty())
    {
        Build();
    }
    const size_t number = *m_partial.begin();
    Segment& segment = m_segments[number];
    const PoolObject object = segment.objects.back();
    segment.objects.pop_back();
    if (segment.objects.empty())
    {
        m_partial.erase(m_partial.begin());
    }
    --m_left;
    UseMetadata(object, 1);
    return object;
}

void
PoolSegments::Give(PoolObject object)
{
    const auto number = static_cast<size_t>(PlaceOf(object).segment);
    Segment& segment = m_segments[number];
    segment.objects.push_back(object);
    ++m_left;
    m_partial.insert(number);
    UseMetadata(object, -1);
    if (!m_isStatic && segment.objects.size() == static_cast<size_t>(m_layout.objectsPerSegment))
    {
        m_partial.erase(number);
        m_returned.insert(number);
        SetState(segment, SegmentState::Free);
        ++m_released;
        if (m_listener != nullptr)
        {
            m_listener->OnUnmapped(static_cast<int64_t>(number) * m_layout.segment,
                                   m_layout.segment);
        }
    }
}

void
PoolSegments::PopulateAll()
{
    while (Count(m_inUse) < m_layout.segments)
    {
        Build();
    }
    m_isStatic = true;
    for (PoolObject object = 1; object <= m_layout.Objects(); ++object)
    {
        UseMetadata(object, 1);
    }
}

void
PoolSegments::Reclaim()
{
    for (const size_t number : m_returned)
    {
        if (m_segments[number].state == SegmentState::Free)
        {
            SetState(m_segments[number], SegmentState::Detached);
        }
    }
}

std::optional<std::string>
PoolSegments::FindError() const
{
    int64_t left = 0;
    std::array<int64_t, kSegmentStateCount> counts{};
    counts[static_cast<size_t>(SegmentState::Detached)] =
        m_layout.segments - static_cast<int64_t>(m_segments.size());
    left += counts[static_cast<size_t>(SegmentState::Detached)] * m_layout.objectsPerSegment;
    for (const Segment& segment : m_segments)
    {
        ++counts[static_cast<size_t>(segment.state)];
        const auto here = static_cast<int64_t>(segment.objects.size());
        left += here;
        const bool isInUse = segment.state == m_inUse;
        if (!isInUse && here != m_layout.objectsPerSegment)
        {
            return fmt::format("a segment without memory has {} objects out",
                               m_layout.objectsPerSegment - here);
        }
    }
    int64_t withMetadata = 0;
    for (const int64_t objects : m_metadataUse)
    {
        withMetadata += objects;
    }
    const int64_t all = m_isStatic ? m_layout.Objects() : 0;
    if (m_layout.metadata > 0 && withMetadata != all + m_layout.Objects() - left)
    {
        return fmt::format("{} objects have metadata, {} are out",
                           withMetadata - all,
                           m_layout.Objects() - left);
    }
    if (counts != m_counts || left != m_left)
    {
        return fmt::format(
            "{} objects are in the slabs, {} by count; {} segments are in use, {} by "
            "count",
            left,
            m_left,
            counts[static_cast<size_t>(m_inUse)],
            Count(m_inUse));
    }
    return std::nullopt;
}

} // namespace nexsim
