// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_IOTLB_H
#define NEXSIM_IOTLB_H

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>

namespace nexsim
{

/** @brief A cache of address translations, fully associative: the least recently used one goes. */
class Iotlb
{
  public:
    /** @param entries 1 and above */
    explicit Iotlb(size_t entries) : m_entries(entries) {}

    /** @brief The translation of a unit of memory is used. @return whether it was there */
    bool Touch(int64_t unit);

    /** @brief The translation is void, where it is there. */
    void Forget(int64_t unit);

  private:
    size_t m_entries;
    std::list<int64_t> m_units; //!< the last one used first
    std::map<int64_t, std::list<int64_t>::iterator> m_placeOf;
};

} // namespace nexsim

#endif // NEXSIM_IOTLB_H
