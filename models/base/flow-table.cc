// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/flow-table.h"

#include <stdexcept>

namespace nexsim
{

FlowIndex
FlowTable::Intern(const FlowKey& key)
{
    const auto known = m_indexOf.find(key);
    if (known != m_indexOf.end())
    {
        return known->second;
    }
    FlowIndex index = 0;
    if (m_retired.empty())
    {
        index = static_cast<FlowIndex>(m_records.size());
        m_records.emplace_back();
    }
    else
    {
        index = m_retired.back();
        m_retired.pop_back();
        m_records[index] = FlowRecord{};
    }
    m_records[index].key = key;
    m_records[index].hash = static_cast<uint32_t>(key.Hash() >> 32);
    m_indexOf.emplace(key, index);
    return index;
}

bool
FlowTable::IsOpen(FlowIndex index) const
{
    const auto known = m_indexOf.find(m_records[index].key);
    return known != m_indexOf.end() && known->second == index;
}

void
FlowTable::Retire(FlowIndex index)
{
    if (!IsOpen(index))
    {
        throw std::logic_error("flow " + m_records[index].key.ToString() + " is retired twice");
    }
    m_indexOf.erase(m_records[index].key);
    m_retired.push_back(index);
}

} // namespace nexsim
