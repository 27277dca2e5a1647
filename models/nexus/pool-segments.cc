// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/pool-segments.h"

#include "models/nexus/network-memory.h"

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
    Book(m_layout.segment);
}

/** Memory that is taken, or given back. */
void
PoolSegments::Book(int64_t bytes)
{
    if (m_host == nullptr)
    {
        return;
    }
    if (bytes > 0)
    {
        m_host->Add(bytes);
    }
    else
    {
        m_host->Remove(-bytes);
    }
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
        Book(PoolLayout::kMetadataSegment);
    }
    else if (m_metadataUse[number] == 0)
    {
        --m_metadataInUse;
        ++m_released;
        Book(-PoolLayout::kMetadataSegment);
    }
}

/** Whether there is memory for the next object and its metadata, where it would be the first one. */
bool
PoolSegments::MayTake() const
{
    size_t number = m_segments.size();
    int64_t bytes = 0;
    if (!m_partial.empty())
    {
        number = *m_partial.begin();
    }
    else
    {
        number = m_returned.empty() ? number : *m_returned.begin();
        bytes = m_layout.segment;
    }
    if (m_layout.metadata > 0)
    {
        const auto first = static_cast<int64_t>(number) * m_layout.objectsPerSegment;
        const int64_t object =
            number < m_segments.size() ? int64_t{m_segments[number].objects.back()} - 1 : first;
        const auto part = static_cast<size_t>(object / m_layout.metadataPerSegment);
        const bool isFirst = part >= m_metadataUse.size() || m_metadataUse[part] == 0;
        bytes += isFirst ? PoolLayout::kMetadataSegment : 0;
    }
    return bytes == 0 || m_host->Allow(bytes);
}

PoolObject
PoolSegments::Take()
{
    if (m_left == 0 || (m_host != nullptr && !MayTake()))
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
        Return(number);
    }
}

/** All objects of the segment are back. */
void
PoolSegments::Return(size_t number)
{
    m_partial.erase(number);
    m_returned.insert(number);
    SetState(m_segments[number], SegmentState::Free);
    ++m_released;
    Book(-m_layout.segment);
    if (m_listener != nullptr)
    {
        m_listener->OnUnmapped(static_cast<int64_t>(number) * m_layout.segment, m_layout.segment);
    }
}

void
PoolSegments::TearDown()
{
    if (m_left != m_layout.Objects())
    {
        throw std::logic_error(
            fmt::format("memory is to go while {} objects are out", m_layout.Objects() - m_left));
    }
    if (m_isStatic)
    {
        m_isStatic = false;
        for (PoolObject object = 1; object <= m_layout.Objects(); ++object)
        {
            UseMetadata(object, -1);
        }
        for (size_t number = 0; number < m_segments.size(); ++number)
        {
            Return(number);
        }
    }
    Reclaim();
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
