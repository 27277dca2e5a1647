// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-lookup.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

void
FlowLookup::Add(FlowMask mask, const FlowKey& key, FlowEntry& entry)
{
    if (!m_entries[static_cast<size_t>(mask)].emplace(Masked(key, mask), &entry).second)
    {
        throw std::invalid_argument(
            fmt::format("two entries of a flow table match {} alike", key.ToString()));
    }
}

FlowEntry*
FlowLookup::Exact(FlowMask mask, const FlowKey& key) const
{
    const auto& entries = m_entries[static_cast<size_t>(mask)];
    const auto found = entries.find(Masked(key, mask));
    return found == entries.end() ? nullptr : found->second;
}

void
FlowLookup::Remove(FlowMask mask, const FlowKey& key)
{
    m_entries[static_cast<size_t>(mask)].erase(Masked(key, mask));
}

size_t
FlowLookup::Size() const
{
    size_t size = 0;
    for (const auto& entries : m_entries)
    {
        size += entries.size();
    }
    return size;
}

FlowLookup::Result
FlowLookup::Find(const FlowKey& key) const
{
    Result result;
    for (size_t mask = 0; mask < kFlowMaskCount && result.entry == nullptr; ++mask)
    {
        if (!m_entries[mask].empty())
        {
            ++result.probes;
            result.entry = Exact(static_cast<FlowMask>(mask), key);
        }
    }
    return result;
}

} // namespace nexsim
