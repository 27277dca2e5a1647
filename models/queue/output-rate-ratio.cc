// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/output-rate-ratio.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(BufferTimeClass);
NS_OBJECT_ENSURE_REGISTERED(OutputRateRatioBufferManager);

namespace
{

/** Bits per second x picoseconds of a byte, in units of a million: sums stay within 128 bits. */
constexpr int64_t kUnit = 1'000'000;
constexpr int64_t kPerByte = 8'000'000'000'000 / kUnit;

} // namespace

ns3::TypeId
BufferTimeClass::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::BufferTimeClass")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<BufferTimeClass>()
            .AddAttribute("BufferTime",
                          "How long a full queue takes to drain at its rate.",
                          QuantityDefault(MilliSeconds(25)),
                          MakeQuantityAccessor(&BufferTimeClass::bufferTime),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(10)));
    return tid;
}

ns3::TypeId
OutputRateRatioBufferManager::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::OutputRateRatioBufferManager")
            .SetParent<BufferManager>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<OutputRateRatioBufferManager>()
            .AddAttribute("RateFrom",
                          "Where the output rates come from.",
                          QuantityDefault(RateSource::Configured),
                          MakeQuantityAccessor(&OutputRateRatioBufferManager::m_source),
                          MakeChoiceChecker({"configured", "measured"}))
            .AddAttribute("BufferTime",
                          "How long a full queue takes to drain at its rate.",
                          QuantityDefault(MilliSeconds(25)),
                          MakeQuantityAccessor(&OutputRateRatioBufferManager::m_bufferTime),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(10)))
            .AddAttribute("Classes",
                          "Instead of BufferTime, by the position of a queue in its port.",
                          ListValue(),
                          MakeListAccessor(&OutputRateRatioBufferManager::m_classes),
                          MakePolicyListChecker<BufferTimeClass>())
            .AddAttribute("IdleShares",
                          "Queues without packets keep their shares.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&OutputRateRatioBufferManager::m_idleShares),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Period",
                          "How often rates are measured.",
                          QuantityDefault(MilliSeconds(100)),
                          MakeQuantityAccessor(&OutputRateRatioBufferManager::m_period),
                          MakeQuantityChecker<SimTime>(MicroSeconds(1), Seconds(10)))
            .AddAttribute("Gain",
                          "Weight of the last period in a measured rate.",
                          QuantityDefault(Ratio(250'000'000)),
                          MakeQuantityAccessor(&OutputRateRatioBufferManager::m_gain),
                          MakeQuantityChecker<Ratio>(Ratio(1), Ratio(1'000'000'000)));
    return tid;
}

void
OutputRateRatioBufferManager::DoAttach()
{
    WatchReleases();
    m_timer.Bind<&OutputRateRatioBufferManager::OnPeriod>(*this, Priority::PolicyTimer);
}

void
OutputRateRatioBufferManager::Start()
{
    m_counts.assign(QueueCount(), m_idleShares);
    m_share.assign(QueueCount(), 0);
    m_left.assign(QueueCount(), 0);
    m_rate.assign(QueueCount(), 0);
    if (m_source == RateSource::Measured)
    {
        // Before anything is measured, as configured, with all queues of a port active.
        const std::vector<int64_t> weights = WeightOfPorts(std::vector<bool>(QueueCount(), true));
        for (uint32_t i = 0; i < QueueCount(); ++i)
        {
            m_rate[i] = ConfiguredRate(i, weights);
        }
        m_timer.ArmAt(Now() + m_period);
    }
    Allocate();
}

void
OutputRateRatioBufferManager::OnPeriod()
{
    const __int128 gain = m_gain.Value();
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        const __int128 bits = static_cast<__int128>(m_left[i]) * 8'000'000'000'000;
        const __int128 rate = bits / m_period.Value();
        m_rate[i] += static_cast<int64_t>((rate - m_rate[i]) * gain / 1'000'000'000);
        m_left[i] = 0;
    }
    Allocate();
    m_timer.ArmAt(Now() + m_period);
}

std::vector<int64_t>
OutputRateRatioBufferManager::WeightOfPorts(const std::vector<bool>& counts) const
{
    std::vector<int64_t> sums;
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        sums.resize(std::max<size_t>(sums.size(), User(i).port + 1));
        sums[User(i).port] += counts[i] ? User(i).weight : 0;
    }
    return sums;
}

int64_t
OutputRateRatioBufferManager::ConfiguredRate(uint32_t queue,
                                             const std::vector<int64_t>& weightOfPort) const
{
    const BufferUser& user = User(queue);
    if (!user.shapingRate.IsUnlimited())
    {
        return user.shapingRate.Value();
    }
    return static_cast<int64_t>(static_cast<__int128>(user.portRate.Value()) * user.weight /
                                weightOfPort[user.port]);
}

SimTime
OutputRateRatioBufferManager::BufferTimeOf(uint32_t queue) const
{
    const uint32_t position = User(queue).position;
    if (position >= m_classes.size())
    {
        return m_bufferTime;
    }
    const auto* value = dynamic_cast<const PolicyValue*>(ns3::PeekPointer(m_classes[position]));
    return ns3::DynamicCast<BufferTimeClass>(value->Get())->bufferTime;
}

void
OutputRateRatioBufferManager::Allocate()
{
    const std::vector<int64_t> weights = WeightOfPorts(m_counts);
    std::vector<__int128> wanted(QueueCount());
    __int128 sum = 0;
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        if (m_counts[i])
        {
            const int64_t rate =
                m_source == RateSource::Measured ? m_rate[i] : ConfiguredRate(i, weights);
            wanted[i] = static_cast<__int128>(rate) * BufferTimeOf(i).Value() / kUnit;
        }
        sum += wanted[i];
    }
    if (sum > static_cast<__int128>(Size().Value()) * kPerByte)
    {
        Scale(wanted, sum);
        return;
    }
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        m_share[i] = static_cast<int64_t>(wanted[i] / kPerByte);
    }
}

void
OutputRateRatioBufferManager::Scale(const std::vector<__int128>& wanted, __int128 sum)
{
    std::vector<std::pair<__int128, uint32_t>> remainders; // negated, so that the largest is first
    int64_t left = Size().Value();
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        const __int128 product = wanted[i] * Size().Value();
        m_share[i] = static_cast<int64_t>(product / sum);
        left -= m_share[i];
        remainders.emplace_back(-(product % sum), i);
    }
    std::sort(remainders.begin(), remainders.end());
    for (size_t i = 0; left > 0 && i < remainders.size(); ++i, --left)
    {
        ++m_share[remainders[i].second];
    }
}

bool
OutputRateRatioBufferManager::DoAdmit(uint32_t queue, int64_t bytes)
{
    if (!m_counts[queue])
    {
        m_counts[queue] = true;
        Allocate();
    }
    return UsedBy(queue) == Bytes(0) || UsedBy(queue).Value() + bytes <= m_share[queue];
}

void
OutputRateRatioBufferManager::OnRelease(uint32_t queue, int64_t bytes)
{
    m_left[queue] += bytes;
    if (UsedBy(queue) == Bytes(0) && !m_idleShares)
    {
        m_counts[queue] = false;
        Allocate();
    }
}

} // namespace nexsim
