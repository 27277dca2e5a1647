// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/abm.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(AbmBufferManager);

namespace
{

constexpr int64_t kFull = 1'000'000'000; //!< a drain at the rate of the link

} // namespace

ns3::TypeId
AbmBufferManager::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::AbmBufferManager")
            .SetParent<DynamicThresholdBufferManager>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<AbmBufferManager>()
            .AddAttribute("Period",
                          "How often drain rates and congested queues are determined.",
                          QuantityDefault(MicroSeconds(100)),
                          MakeQuantityAccessor(&AbmBufferManager::m_period),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(10)));
    return tid;
}

void
AbmBufferManager::DoAttach()
{
    DynamicThresholdBufferManager::DoAttach();
    m_timer.Bind<&AbmBufferManager::OnPeriod>(*this, Priority::PolicyTimer);
}

void
AbmBufferManager::Start()
{
    DynamicThresholdBufferManager::Start();
    m_left.assign(QueueCount(), 0);
    m_drain.assign(QueueCount(), kFull);
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        m_congested.resize(std::max<size_t>(m_congested.size(), User(i).position + 1));
    }
    m_timer.ArmAt(Now() + m_period);
}

void
AbmBufferManager::OnPeriod()
{
    std::vector<int64_t> congested(m_congested.size()); // by the thresholds that held until now
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        const bool isCongested =
            SharedBy(i) > 0 && SharedBy(i) * 10 >= AbmBufferManager::Threshold(i, Free()) * 9;
        congested[User(i).position] += isCongested ? 1 : 0;
    }
    m_congested = std::move(congested);
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        // rate x period in bits is at most 8e12 x 10 in a second's 1e12 ps: 128 bits hold it.
        const __int128 could =
            static_cast<__int128>(User(i).portRate.Value()) * m_period.Value() / 8'000'000'000'000;
        const bool isKnown = UsedBy(i) > Bytes(0) && could > 0;
        m_drain[i] =
            isKnown
                ? static_cast<int64_t>(
                      std::min<__int128>(kFull, static_cast<__int128>(m_left[i]) * kFull / could))
                : kFull;
        m_left[i] = 0;
    }
    m_timer.ArmAt(Now() + m_period);
}

void
AbmBufferManager::OnRelease(uint32_t queue, int64_t bytes)
{
    DynamicThresholdBufferManager::OnRelease(queue, bytes);
    m_left[queue] += bytes;
}

int64_t
AbmBufferManager::Threshold(uint32_t queue, int64_t free) const
{
    const int64_t whole = DynamicThresholdBufferManager::Threshold(queue, free);
    const int64_t sharers = std::max<int64_t>(1, m_congested[User(queue).position]);
    return static_cast<int64_t>(static_cast<__int128>(whole) * m_drain[queue] / kFull / sharers);
}

} // namespace nexsim
