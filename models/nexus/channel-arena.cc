// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-arena.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

namespace
{

int64_t
Segments(int64_t bytes)
{
    return (bytes + ChannelArena::kSegment - 1) / ChannelArena::kSegment * ChannelArena::kSegment;
}

} // namespace

std::vector<ArenaRegion>
ChannelArena::RegionsFor(const ArenaRequest& request)
{
    return {{"head guard", kSegment, true},
            {"schema", kSegment, true},
            {"rings", kSegment, false},
            {"TX and alloc slots", Segments(request.sentSlots * kSlot), false},
            {"RX and free slots", Segments(request.receivedSlots * kSlot), false},
            {"statistics", kSegment, false},
            {"flow advisory", kSegment, false},
            {"nexus advisory", kSegment, false},
            {"sysctls", kSegment, true},
            {"tail guard", kSegment, true}};
}

int64_t
BytesOf(const std::vector<ArenaRegion>& regions, bool areKept)
{
    int64_t bytes = 0;
    for (const ArenaRegion& region : regions)
    {
        bytes += region.isKept == areKept ? region.bytes : 0;
    }
    return bytes;
}

std::vector<ChannelArena::Mapping>::iterator
ChannelArena::Find(const ArenaUser& user)
{
    const auto mapping =
        std::find_if(m_mappings.begin(), m_mappings.end(), [&user](const Mapping& other) {
            return other.user == &user;
        });
    if (mapping == m_mappings.end())
    {
        throw std::logic_error("a channel is not mapped in its arena");
    }
    return mapping;
}

void
ChannelArena::Map(ArenaUser& user)
{
    m_mappings.push_back({&user, false});
}

void
ChannelArena::Redirect(ArenaUser& user)
{
    Mapping& mapping = *Find(user);
    if (mapping.isRedirected)
    {
        throw std::logic_error("a mapping of an arena is redirected twice");
    }
    mapping.isRedirected = true;
    TellIfInactive();
}

void
ChannelArena::Unmap(ArenaUser& user)
{
    m_mappings.erase(Find(user));
    TellIfInactive();
}

bool
ChannelArena::IsInactive() const
{
    return std::all_of(m_mappings.begin(), m_mappings.end(), [](const Mapping& mapping) {
        return mapping.isRedirected;
    });
}

void
ChannelArena::TellIfInactive()
{
    if (!IsInactive())
    {
        return;
    }
    const std::vector<Mapping> mapped = m_mappings; // users may leave meanwhile
    for (const Mapping& mapping : mapped)
    {
        mapping.user->OnArenaInactive();
    }
}

bool
ChannelArena::ReadsZeros(const ArenaUser& user) const
{
    return std::any_of(m_mappings.begin(), m_mappings.end(), [&user](const Mapping& mapping) {
        return mapping.user == &user && mapping.isRedirected;
    });
}

} // namespace nexsim
