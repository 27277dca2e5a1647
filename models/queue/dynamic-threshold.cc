// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/dynamic-threshold.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(ThresholdClass);
NS_OBJECT_ENSURE_REGISTERED(DynamicThresholdBufferManager);

namespace
{

constexpr Ratio kAlphaOne{1'000'000'000};
constexpr Ratio kMaxAlpha{1'000'000'000'000};

} // namespace

ns3::TypeId
ThresholdClass::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::ThresholdClass")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<ThresholdClass>()
            .AddAttribute("Alpha",
                          "Share of the free memory that a queue may take.",
                          QuantityDefault(kAlphaOne),
                          MakeQuantityAccessor(&ThresholdClass::alpha),
                          MakeQuantityChecker<Ratio>(Ratio(0), kMaxAlpha))
            .AddAttribute("Reserve",
                          "Memory that a queue has for itself.",
                          QuantityDefault(Bytes(0)),
                          MakeQuantityAccessor(&ThresholdClass::reserve),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(int64_t{1} << 40)))
            .AddAttribute("UsesHeadroom",
                          "Whether a queue at its threshold may take headroom.",
                          ns3::BooleanValue(false),
                          ns3::MakeBooleanAccessor(&ThresholdClass::usesHeadroom),
                          ns3::MakeBooleanChecker());
    return tid;
}

ns3::TypeId
DynamicThresholdBufferManager::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::DynamicThresholdBufferManager")
            .SetParent<BufferManager>()
            .SetGroupName("nexsim/queue")
            .AddConstructor<DynamicThresholdBufferManager>()
            .AddAttribute("Alpha",
                          "Share of the free memory that a queue may take.",
                          QuantityDefault(kAlphaOne),
                          MakeQuantityAccessor(&DynamicThresholdBufferManager::m_alpha),
                          MakeQuantityChecker<Ratio>(Ratio(0), kMaxAlpha))
            .AddAttribute("Reserve",
                          "Memory that each queue has for itself.",
                          QuantityDefault(Bytes(0)),
                          MakeQuantityAccessor(&DynamicThresholdBufferManager::m_reserve),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(int64_t{1} << 40)))
            .AddAttribute("Headroom",
                          "Memory for queues at their threshold, of classes that may take it.",
                          QuantityDefault(Bytes(0)),
                          MakeQuantityAccessor(&DynamicThresholdBufferManager::m_headroom),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(int64_t{1} << 40)))
            .AddAttribute("Classes",
                          "Instead of Alpha and Reserve, by the position of a queue in its port.",
                          ListValue(),
                          MakeListAccessor(&DynamicThresholdBufferManager::m_classes),
                          MakePolicyListChecker<ThresholdClass>());
    return tid;
}

void
DynamicThresholdBufferManager::DoAttach()
{
    WatchReleases();
}

void
DynamicThresholdBufferManager::Start()
{
    KnowQueues();
    if (m_sharedSize < 0)
    {
        throw std::invalid_argument(
            fmt::format("{}: the reserves of {} queues and the headroom need {} B more than the "
                        "buffer's Size, {} B",
                        Path(),
                        QueueCount(),
                        -m_sharedSize,
                        Size().Value()));
    }
}

void
DynamicThresholdBufferManager::KnowQueues()
{
    m_sharedSize = Size().Value() - m_headroom.Value();
    m_state.resize(QueueCount());
    m_alphas.resize(QueueCount());
    for (uint32_t i = 0; i < QueueCount(); ++i)
    {
        m_state[i].reserve = m_reserve.Value();
        m_alphas[i] = m_alpha.Value();
        if (User(i).position < m_classes.size())
        {
            const auto* value =
                dynamic_cast<const PolicyValue*>(ns3::PeekPointer(m_classes[User(i).position]));
            const auto known = ns3::DynamicCast<ThresholdClass>(value->Get());
            m_state[i].reserve = known->reserve.Value();
            m_state[i].usesHeadroom = known->usesHeadroom;
            m_alphas[i] = known->alpha.Value();
        }
        m_sharedSize -= m_state[i].reserve;
    }
}

int64_t
DynamicThresholdBufferManager::Threshold(uint32_t queue, int64_t free) const
{
    return static_cast<int64_t>(static_cast<__int128>(free) * m_alphas[queue] / kAlphaOne.Value());
}

bool
DynamicThresholdBufferManager::DoAdmit(uint32_t queue, int64_t bytes)
{
    if (m_state.size() != QueueCount())
    {
        KnowQueues();
    }
    QueueState& state = m_state[queue];
    const int64_t reserved = UsedBy(queue).Value() - state.shared - state.headroom;
    const int64_t wanted = std::max<int64_t>(0, bytes - (state.reserve - reserved));
    if (wanted <= Free() && state.shared + wanted <= Threshold(queue, Free()))
    {
        state.shared += wanted;
        m_sharedUsed += wanted;
        return true;
    }
    if (wanted == 0)
    {
        return true;
    }
    if (state.usesHeadroom && m_headroomUsed + wanted <= m_headroom.Value())
    {
        state.headroom += wanted;
        m_headroomUsed += wanted;
        return true;
    }
    return false;
}

void
DynamicThresholdBufferManager::OnRelease(uint32_t queue, int64_t bytes)
{
    QueueState& state = m_state[queue];
    const int64_t headroom = std::min(bytes, state.headroom);
    state.headroom -= headroom;
    m_headroomUsed -= headroom;
    const int64_t shared = std::min(bytes - headroom, state.shared);
    state.shared -= shared;
    m_sharedUsed -= shared;
}

} // namespace nexsim
