// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/pim-arbiter.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PimArbiter);

ns3::TypeId
PimArbiter::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PimArbiter")
            .SetParent<Arbiter>()
            .SetGroupName("nexsim/switch")
            .AddConstructor<PimArbiter>()
            .AddAttribute("Iterations",
                          "Rounds of request, grant and accept in one arbitration.",
                          IntegerValue(4),
                          MakeQuantityAccessor(&PimArbiter::m_iterations),
                          MakeIntegerRangeChecker(1, 4096));
    return tid;
}

void
PimArbiter::DoAttach()
{
    m_stream = Stream("choice");
}

void
PimArbiter::Connect(uint32_t inputs, uint32_t outputs)
{
    m_matched.Resize(inputs, outputs);
    m_requestsFor.resize(outputs);
    m_grantsFor.resize(inputs);
}

void
PimArbiter::DrawOneEach(const std::vector<std::vector<size_t>>& candidates,
                        std::vector<size_t>& drawn)
{
    drawn.clear();
    for (const std::vector<size_t>& those : candidates)
    {
        if (!those.empty())
        {
            const auto count = static_cast<uint32_t>(those.size());
            drawn.push_back(those[count > 1 ? m_stream->UniformInteger(count) : 0]);
        }
    }
}

void
PimArbiter::Match(const std::vector<CrossbarRequest>& requests, std::vector<size_t>& granted)
{
    m_matched.Clear();
    for (int64_t iteration = 0; iteration < m_iterations; ++iteration)
    {
        for (auto& those : m_requestsFor)
        {
            those.clear();
        }
        for (auto& those : m_grantsFor)
        {
            those.clear();
        }
        for (size_t i = 0; i < requests.size(); ++i)
        {
            if (m_matched.AreFree(requests[i]))
            {
                m_requestsFor[requests[i].output].push_back(i);
            }
        }
        DrawOneEach(m_requestsFor, m_drawn);
        if (m_drawn.empty())
        {
            return;
        }
        for (const size_t grant : m_drawn)
        {
            m_grantsFor[requests[grant].input].push_back(grant);
        }
        DrawOneEach(m_grantsFor, m_drawn);
        for (const size_t accepted : m_drawn)
        {
            m_matched.Match(requests[accepted]);
            granted.push_back(accepted);
        }
    }
}

} // namespace nexsim
