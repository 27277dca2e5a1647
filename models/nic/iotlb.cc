// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/iotlb.h"

namespace nexsim
{

bool
Iotlb::Touch(int64_t unit)
{
    const auto [place, isNew] = m_placeOf.try_emplace(unit);
    if (!isNew)
    {
        m_units.splice(m_units.begin(), m_units, place->second);
        return true;
    }
    if (m_units.size() == m_entries)
    {
        m_placeOf.erase(m_units.back());
        m_units.pop_back();
    }
    m_units.push_front(unit);
    place->second = m_units.begin();
    return false;
}

void
Iotlb::Forget(int64_t unit)
{
    const auto place = m_placeOf.find(unit);
    if (place != m_placeOf.end())
    {
        m_units.erase(place->second);
        m_placeOf.erase(place);
    }
}

} // namespace nexsim
