// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-ring.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

const char*
NameOf(RingKind kind)
{
    static constexpr const char* kNames[] = {"TX", "free", "RX", "alloc"};
    return kNames[static_cast<size_t>(kind)];
}

} // namespace

void
RingTransfers::Add(int64_t transferred)
{
    fewest = transfers == 0 ? transferred : std::min(fewest, transferred);
    most = std::max(most, transferred);
    slots += transferred;
    ++transfers;
}

ChannelRing::ChannelRing(RingKind kind, uint32_t slots)
    : m_kind(kind), m_slots(slots), m_ktail(IsFilledByUser() ? slots - 1 : 0), m_rtail(m_ktail)
{
    if (slots < 2 || slots > kMostSlots)
    {
        throw std::invalid_argument(
            fmt::format("a ring has 2 to {} slots, not {}", kMostSlots, slots));
    }
}

void
ChannelRing::Restart()
{
    m_khead = 0;
    m_ktail = IsFilledByUser() ? m_slots - 1 : 0;
    m_rhead = 0;
    m_rtail = m_ktail;
    m_head = 0;
    m_uhead = 0;
}

uint32_t
ChannelRing::UserAvailable() const
{
    return IsFilledByUser() ? m_slots - 1 - Distance(m_uhead, m_head) : Distance(m_head, m_rtail);
}

void
ChannelRing::UserAdvance(uint32_t slots)
{
    m_head = Forward(m_head, slots);
}

uint32_t
ChannelRing::BeginSync()
{
    // In ring order: khead <= rhead <= head <= rtail <= ktail. XNU lets the head of a ring that the
    // kernel fills go up to ktail here, and its library no further than tail: one check does both.
    const uint32_t moved = Distance(m_rhead, m_head);
    if (moved > Distance(m_rhead, m_rtail))
    {
        throw RingViolation(
            fmt::format("{} ring of {} slots: the user went beyond the tail, head {} "
                        "after {} with tail {}",
                        NameOf(m_kind),
                        m_slots,
                        m_head,
                        m_rhead,
                        m_rtail));
    }
    m_byUser.Add(moved);
    m_rhead = m_head;
    if (!IsFilledByUser())
    {
        m_khead = m_rhead;
    }
    return moved;
}

void
ChannelRing::Consume(uint32_t slots)
{
    if (!IsFilledByUser() || slots > Consumable())
    {
        throw std::logic_error(
            fmt::format("{} ring: {} slots consumed of {}", NameOf(m_kind), slots, Consumable()));
    }
    m_khead = Forward(m_khead, slots);
    m_ktail = Forward(m_khead, m_slots - 1);
    m_byKernel.Add(slots);
}

uint32_t
ChannelRing::KernelFree() const
{
    return m_slots - 1 - Distance(m_khead, m_ktail);
}

uint32_t
ChannelRing::Enqueue(uint32_t slots)
{
    if (IsFilledByUser())
    {
        throw std::logic_error(fmt::format("{} ring: the user fills it", NameOf(m_kind)));
    }
    const uint32_t placed = std::min(slots, KernelFree());
    if (placed > 0)
    {
        m_ktail = Forward(m_ktail, placed);
        m_byKernel.Add(placed);
    }
    return placed;
}

uint32_t
ChannelRing::EndSync()
{
    const uint32_t published = Distance(m_rtail, m_ktail);
    m_rtail = m_ktail;
    m_uhead = m_khead;
    return published;
}

uint32_t
ChannelRing::ReadySlots() const
{
    return IsFilledByUser() ? m_slots - 1 - Consumable() : Distance(m_rhead, m_ktail);
}

} // namespace nexsim
