// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_LOOKUP_H
#define NEXSIM_FLOW_LOOKUP_H

#include "models/nexus/flow-mask.h"

#include <array>
#include <map>

namespace nexsim
{

struct FlowEntry;

/**
 * @brief The flow table of a flowswitch: which entry a received packet belongs to.
 *
 * Masks are tried in order, those without entries are skipped (Skywalk: masks with live counts). The
 * table's own ways (cuckoo hashing, growth) are not modelled: an exact map behaves alike.
 */
class FlowLookup
{
  public:
    /** @brief What a look-up found, and what it took. */
    struct Result
    {
        FlowEntry* entry = nullptr; //!< null: no entry matches
        int64_t probes = 0;         //!< masks for which the table was asked
    };

    /**
     * @brief Adds an entry under the fields of `key` that the mask takes.
     * @throws std::invalid_argument when there is one of the same mask and fields
     */
    void Add(FlowMask mask, const FlowKey& key, FlowEntry& entry);

    /** @brief The entry of exactly this mask and these fields; null for none. */
    FlowEntry* Exact(FlowMask mask, const FlowKey& key) const;

    /** @brief Takes an entry out; without effect when there is none. */
    void Remove(FlowMask mask, const FlowKey& key);

    /** @brief The entry of a packet with this key. */
    Result Find(const FlowKey& key) const;

    /** @brief Entries of all masks. */
    size_t Size() const;

    /** @brief Entries of a mask. */
    size_t LiveCount(FlowMask mask) const
    {
        return m_entries[static_cast<size_t>(mask)].size();
    }

  private:
    std::array<std::map<FlowKey, FlowEntry*>, kFlowMaskCount> m_entries;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_LOOKUP_H
