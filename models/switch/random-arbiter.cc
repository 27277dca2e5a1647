// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/random-arbiter.h"

#include <numeric>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(RandomArbiter);

ns3::TypeId
RandomArbiter::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::RandomArbiter")
                                       .SetParent<Arbiter>()
                                       .SetGroupName("nexsim/switch")
                                       .AddConstructor<RandomArbiter>();
    return tid;
}

void
RandomArbiter::DoAttach()
{
    m_stream = Stream("order");
}

void
RandomArbiter::Connect(uint32_t inputs, uint32_t outputs)
{
    m_matched.Resize(inputs, outputs);
}

void
RandomArbiter::Match(const std::vector<CrossbarRequest>& requests, std::vector<size_t>& granted)
{
    m_matched.Clear();
    m_order.resize(requests.size());
    std::iota(m_order.begin(), m_order.end(), size_t{0});
    for (size_t left = m_order.size(); left > 0; --left)
    {
        const size_t drawn =
            left > 1 ? m_stream->UniformInteger(static_cast<uint32_t>(left)) : size_t{0};
        std::swap(m_order[drawn], m_order[left - 1]);
        const size_t i = m_order[left - 1];
        if (m_matched.AreFree(requests[i]))
        {
            m_matched.Match(requests[i]);
            granted.push_back(i);
        }
    }
}

} // namespace nexsim
