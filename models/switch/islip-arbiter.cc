// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/islip-arbiter.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(IslipArbiter);

namespace
{

/** @brief How far `place` lies after the pointer on a circle of `count` places. */
uint32_t
Distance(uint32_t place, uint32_t pointer, uint32_t count)
{
    return place >= pointer ? place - pointer : place + count - pointer;
}

} // namespace

ns3::TypeId
IslipArbiter::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::IslipArbiter")
            .SetParent<Arbiter>()
            .SetGroupName("nexsim/switch")
            .AddConstructor<IslipArbiter>()
            .AddAttribute("Iterations",
                          "Rounds of request, grant and accept in one arbitration.",
                          IntegerValue(4),
                          MakeQuantityAccessor(&IslipArbiter::m_iterations),
                          MakeIntegerRangeChecker(1, 4096));
    return tid;
}

void
IslipArbiter::Connect(uint32_t inputs, uint32_t outputs)
{
    m_matched.Resize(inputs, outputs);
    m_grantPointer.assign(outputs, 0);
    m_acceptPointer.assign(inputs, 0);
}

void
IslipArbiter::Grant(const std::vector<CrossbarRequest>& requests)
{
    const auto inputs = static_cast<uint32_t>(m_acceptPointer.size());
    m_grant.assign(m_grantPointer.size(), kNone);
    for (size_t i = 0; i < requests.size(); ++i)
    {
        const CrossbarRequest& request = requests[i];
        if (!m_matched.AreFree(request))
        {
            continue;
        }
        const uint32_t pointer = m_grantPointer[request.output];
        size_t& best = m_grant[request.output];
        if (best == kNone || Distance(request.input, pointer, inputs) <
                                 Distance(requests[best].input, pointer, inputs))
        {
            best = i;
        }
    }
}

void
IslipArbiter::Accept(const std::vector<CrossbarRequest>& requests)
{
    const auto outputs = static_cast<uint32_t>(m_grantPointer.size());
    m_accept.assign(m_acceptPointer.size(), kNone);
    for (const size_t grant : m_grant)
    {
        if (grant == kNone)
        {
            continue;
        }
        const CrossbarRequest& granted = requests[grant];
        const uint32_t pointer = m_acceptPointer[granted.input];
        size_t& best = m_accept[granted.input];
        if (best == kNone || Distance(granted.output, pointer, outputs) <
                                 Distance(requests[best].output, pointer, outputs))
        {
            best = grant;
        }
    }
}

void
IslipArbiter::Match(const std::vector<CrossbarRequest>& requests, std::vector<size_t>& granted)
{
    const auto inputs = static_cast<uint32_t>(m_acceptPointer.size());
    const auto outputs = static_cast<uint32_t>(m_grantPointer.size());
    m_matched.Clear();
    for (int64_t iteration = 0; iteration < m_iterations; ++iteration)
    {
        const size_t before = granted.size();
        Grant(requests);
        Accept(requests);
        for (const size_t accepted : m_accept)
        {
            if (accepted == kNone)
            {
                continue;
            }
            const CrossbarRequest& match = requests[accepted];
            m_matched.Match(match);
            granted.push_back(accepted);
            if (iteration == 0)
            {
                m_grantPointer[match.output] = (match.input + 1) % inputs;
                m_acceptPointer[match.input] = (match.output + 1) % outputs;
            }
        }
        if (granted.size() == before)
        {
            return;
        }
    }
}

} // namespace nexsim
