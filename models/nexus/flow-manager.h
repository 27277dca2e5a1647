// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_MANAGER_H
#define NEXSIM_FLOW_MANAGER_H

#include "models/base/run-context.h"
#include "models/host/core-work.h"
#include "models/nexus/flow-entry.h"
#include "models/nexus/flow-lookup.h"

#include <map>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief The flows of a nexus's channels, as far as their received packets go. */
class FlowManager
{
  public:
    /** @brief Called once. @param path for messages */
    void Connect(RunContext& run, const CostTable& costs, const std::string& path);

    /**
     * @brief Packets of this flow are the channel's: by an entry of its own, or by a listener's.
     * @throws std::invalid_argument when a listener of another channel has the same fields
     */
    void Add(FlowIndex flow, FlowMask mask, NexusDatapath& channel);

    /**
     * @brief Finds the entry of a received packet, for the work of looking it up.
     * @param previous of the packet before it in its pass, null before the first; set for the next
     * @return null when no entry matches: the packet is for the host's own stack
     */
    FlowEntry* LookUp(const Packet& packet, FlowEntry*& previous, CoreWork& work);

    int64_t LookUps() const
    {
        return m_lookUps;
    }

    /** @brief Of these, that the entry of the packet before answered. */
    int64_t PreviousHits() const
    {
        return m_previousHits;
    }

    /** @brief Masks for which the table was asked. */
    int64_t Probes() const
    {
        return m_probes;
    }

    /** @brief Look-ups without an entry. */
    int64_t NotFound() const
    {
        return m_notFound;
    }

    /**
     * @brief Takes the entry of a connected flow that is over out of the table: nothing finds it.
     * @return null when the flow has none of its own
     */
    FlowEntry* Withdraw(FlowIndex flow);

    /**
     * @brief Takes all entries of a channel out of the table.
     * @param flows gets the flows whose they were
     */
    std::vector<FlowEntry*> Detach(const NexusDatapath& channel, std::vector<FlowIndex>& flows);

    /**
     * @brief The end of an entry that was withdrawn; later, if a receiver is at its batch: what that
     * had of it may all have been dropped for want of memory, or of a channel.
     */
    void Free(FlowEntry& entry)
    {
        if (entry.IsInUse())
        {
            m_leaving += entry.isOver ? 0 : 1;
            entry.isOver = true;
            return;
        }
        m_leaving -= entry.isOver ? 1 : 0;
        m_entries.erase(entry.number);
    }

    /** @brief In the table or withdrawn, and not freed, at once or later. */
    size_t EntryCount() const
    {
        return m_entries.size() - m_leaving;
    }

    /** @brief Entries that a packet may find. */
    size_t TableSize() const
    {
        return m_table.Size();
    }

    Tally Held() const;

    /** @brief For the end of a simulation. */
    void Clear();

  private:
    FlowEntry& MakeEntry(FlowMask mask, const FlowKey& key, NexusDatapath& channel);
    void Forget(FlowEntry& entry);

    RunContext* m_run = nullptr;
    std::string m_path;
    Cost m_lookUp;
    Cost m_previousHit;
    std::map<uint64_t, FlowEntry> m_entries; //!< by number
    uint64_t m_made = 0;
    size_t m_leaving = 0; //!< entries that end with the work on their batch
    FlowLookup m_table;
    std::vector<FlowEntry*> m_ofFlow; //!< by flow; null for those that no channel listens to
    int64_t m_lookUps = 0;
    int64_t m_previousHits = 0;
    int64_t m_probes = 0;
    int64_t m_notFound = 0;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_MANAGER_H
