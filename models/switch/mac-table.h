// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MAC_TABLE_H
#define NEXSIM_MAC_TABLE_H

#include "models/base/quantity.h"

#include "ns3/mac48-address.h"

#include <cstdint>
#include <map>
#include <optional>

namespace nexsim
{

/**
 * @brief Which port an Ethernet address was last seen on (IEEE 802.1Q-2018 section 8.8).
 *
 * An address not seen for longer than the ageing time is forgotten. A full table learns no further
 * address until one is forgotten.
 */
class MacTable
{
  public:
    /** @param capacity addresses, 1 and above */
    MacTable(int64_t capacity, SimTime ageing) : m_capacity(capacity), m_ageing(ageing) {}

    /** @brief A frame from this address came in; false where the table is full. */
    bool Learn(ns3::Mac48Address address, uint32_t port, SimTime now);

    /** @brief The port, or nothing where the address is not known or forgotten. */
    std::optional<uint32_t> Find(ns3::Mac48Address address, SimTime now) const;

    /** @brief Forgets all. */
    void Clear();

    /** @brief Addresses held; those to be forgotten count until their place is needed. */
    int64_t Size() const
    {
        return static_cast<int64_t>(m_entries.size());
    }

  private:
    struct Entry
    {
        uint32_t port;
        SimTime seen;
    };

    void ForgetOld(SimTime now);

    int64_t m_capacity;
    SimTime m_ageing;
    SimTime m_oldest{kNever}; //!< no entry was seen before this
    std::map<ns3::Mac48Address, Entry> m_entries;
};

} // namespace nexsim

#endif // NEXSIM_MAC_TABLE_H
