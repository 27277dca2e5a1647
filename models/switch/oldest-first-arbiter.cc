// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/oldest-first-arbiter.h"

#include <algorithm>
#include <numeric>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(OldestFirstArbiter);

ns3::TypeId
OldestFirstArbiter::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::OldestFirstArbiter")
                                       .SetParent<Arbiter>()
                                       .SetGroupName("nexsim/switch")
                                       .AddConstructor<OldestFirstArbiter>();
    return tid;
}

void
OldestFirstArbiter::Connect(uint32_t inputs, uint32_t outputs)
{
    m_matched.Resize(inputs, outputs);
}

void
OldestFirstArbiter::Match(const std::vector<CrossbarRequest>& requests,
                          std::vector<size_t>& granted)
{
    m_matched.Clear();
    m_order.resize(requests.size());
    std::iota(m_order.begin(), m_order.end(), size_t{0});
    std::stable_sort(m_order.begin(), m_order.end(), [&](size_t a, size_t b) {
        return requests[a].arrived < requests[b].arrived;
    });
    for (const size_t i : m_order)
    {
        if (m_matched.AreFree(requests[i]))
        {
            m_matched.Match(requests[i]);
            granted.push_back(i);
        }
    }
}

} // namespace nexsim
