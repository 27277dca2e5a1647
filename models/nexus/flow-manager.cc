// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-manager.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

void
FlowManager::Connect(RunContext& run, const CostTable& costs, const std::string& path)
{
    m_run = &run;
    m_path = path;
    m_lookUp = costs.Need("flow_lookup", path);
    m_previousHit = costs.Need("flow_previous_hit", path);
}

void
FlowManager::Add(FlowIndex flow, FlowMask mask, NexusDatapath& channel)
{
    if (flow >= m_ofFlow.size())
    {
        m_ofFlow.resize(flow + 1, nullptr);
    }
    const FlowKey& key = m_run->Flows()[flow].key;
    FlowEntry* const former = m_ofFlow[flow];
    FlowEntry* entry = m_table.Exact(mask, key);
    if (former != nullptr && former != entry && former->mask == FlowMask::FiveTuple)
    {
        Forget(*former); // the flow that had this index is over
    }
    if (entry == nullptr)
    {
        entry = &MakeEntry(mask, key, channel);
    }
    else if (entry->channel != &channel && mask != FlowMask::FiveTuple)
    {
        throw std::invalid_argument(
            fmt::format("{}: two channels listen for {}; give one of them \"FlowMask\": "
                        "\"five-tuple\"",
                        m_path,
                        key.ToString()));
    }
    entry->channel = &channel;
    m_ofFlow[flow] = entry;
}

FlowEntry&
FlowManager::MakeEntry(FlowMask mask, const FlowKey& key, NexusDatapath& channel)
{
    FlowEntry& entry = m_entries[++m_made];
    entry.number = m_made;
    entry.mask = mask;
    entry.key = Masked(key, mask);
    entry.channel = &channel;
    entry.isTcp = mask == FlowMask::FiveTuple && key.protocol == kProtocolTcp;
    m_table.Add(mask, key, entry);
    return entry;
}

/** Nothing of it is inside the network; only who has dropped the last of it may be at it still. */
void
FlowManager::Forget(FlowEntry& entry)
{
    m_table.Remove(entry.mask, entry.key);
    Free(entry);
}

FlowEntry*
FlowManager::Withdraw(FlowIndex flow)
{
    FlowEntry* const entry = flow < m_ofFlow.size() ? m_ofFlow[flow] : nullptr;
    if (entry == nullptr || entry->mask != FlowMask::FiveTuple)
    {
        return nullptr;
    }
    m_ofFlow[flow] = nullptr;
    m_table.Remove(entry->mask, entry->key);
    return entry;
}

std::vector<FlowEntry*>
FlowManager::Detach(const NexusDatapath& channel, std::vector<FlowIndex>& flows)
{
    for (FlowIndex flow = 0; flow < m_ofFlow.size(); ++flow)
    {
        if (m_ofFlow[flow] != nullptr && m_ofFlow[flow]->channel == &channel)
        {
            flows.push_back(flow);
            m_ofFlow[flow] = nullptr;
        }
    }
    std::vector<FlowEntry*> detached;
    for (auto& [number, entry] : m_entries)
    {
        if (entry.channel == &channel && m_table.Exact(entry.mask, entry.key) == &entry)
        {
            m_table.Remove(entry.mask, entry.key);
            detached.push_back(&entry);
        }
    }
    return detached;
}

FlowEntry*
FlowManager::LookUp(const Packet& packet, FlowEntry*& previous, CoreWork& work)
{
    ++m_lookUps;
    const FlowKey& key = m_run->Flows()[packet.flow].key;
    FlowEntry* entry = packet.flow < m_ofFlow.size() ? m_ofFlow[packet.flow] : nullptr;
    PrefetchLines<sizeof(FlowEntry) / 64 + 1>(entry); // for who asks
    // The index of a flow that is over may be that of another one now.
    const bool isConnected =
        entry != nullptr && entry->mask == FlowMask::FiveTuple && entry->key == key;
    if (isConnected && entry == previous)
    {
        ++m_previousHits;
        work.Add(m_previousHit);
        return entry;
    }
    int64_t probes = 1; // the first mask is the one of a connected flow
    if (!isConnected)
    {
        const FlowLookup::Result found = m_table.Find(key);
        entry = found.entry;
        probes = found.probes;
    }
    previous = isConnected ? entry : nullptr;
    m_probes += probes;
    m_notFound += entry == nullptr ? 1 : 0;
    if (probes > 0)
    {
        work.Add(m_lookUp, probes);
    }
    return entry;
}

Tally
FlowManager::Held() const
{
    Tally held;
    for (const auto& [number, entry] : m_entries)
    {
        held += entry.batch.Contents().Sum();
    }
    return held;
}

void
FlowManager::Clear()
{
    for (auto& [number, entry] : m_entries)
    {
        entry.batch.Clear();
    }
}

} // namespace nexsim
