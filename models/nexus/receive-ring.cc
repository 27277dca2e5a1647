// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/receive-ring.h"

#include <fmt/format.h>

namespace nexsim
{

void
ReceiveRing::Enqueue(PacketFifo& packets)
{
    const uint32_t placed = m_ring->Enqueue(static_cast<uint32_t>(packets.Size()));
    for (uint32_t i = 0; i < placed; ++i)
    {
        PacketPtr packet = packets.Pop();
        Move(*packet, PacketOwner::Kernel, PacketOwner::ReceiveHidden);
        m_hidden.Push(std::move(packet));
    }
}

void
ReceiveRing::Sync()
{
    m_ring->BeginSync();
    m_ring->EndSync();
    while (!m_hidden.Empty())
    {
        Move(m_hidden.Front(), PacketOwner::ReceiveHidden, PacketOwner::ReceiveShown);
        m_visible.Push(m_hidden.Pop());
    }
}

void
ReceiveRing::Abandon(PacketFifo& packets)
{
    while (!m_hidden.Empty())
    {
        if (m_memory != nullptr)
        {
            m_memory->FreeHidden(TransportOf(m_hidden.Front()).poolBuffer);
        }
        packets.Push(m_hidden.Pop());
    }
    while (!m_visible.Empty())
    {
        Move(m_visible.Front(), PacketOwner::ReceiveShown, PacketOwner::User);
        packets.Push(m_visible.Pop());
    }
    m_ring->Restart();
}

std::optional<std::string>
ReceiveRing::FindError() const
{
    const int64_t used = m_visible.Size() + m_hidden.Size() + m_ring->Unsynced();
    const int64_t filled = m_ring->Limit() - m_ring->KernelFree();
    if (m_visible.Size() != m_ring->UserAvailable() || used != filled)
    {
        return fmt::format("the RX ring shows {} packets in {} slots, and has {} in {}",
                           m_visible.Size(),
                           m_ring->UserAvailable(),
                           used,
                           filled);
    }
    if (m_memory == nullptr)
    {
        return std::nullopt;
    }
    const NexusPool& pool = m_memory->Pool();
    const auto buffers = [&pool](const PacketFifo& packets) {
        int64_t sum = 0;
        packets.ForEach(
            [&](const Packet& packet) { sum += pool.LengthOf(TransportOf(packet).poolBuffer); });
        return sum;
    };
    if (buffers(m_hidden) == pool.Count(PacketOwner::ReceiveHidden) &&
        buffers(m_visible) == pool.Count(PacketOwner::ReceiveShown))
    {
        return std::nullopt;
    }
    return fmt::format("packets in the RX ring have {} buffers hidden and {} shown, the pool says "
                       "{} and {}",
                       buffers(m_hidden),
                       buffers(m_visible),
                       pool.Count(PacketOwner::ReceiveHidden),
                       pool.Count(PacketOwner::ReceiveShown));
}

Tally
ReceiveRing::Held() const
{
    Tally held = m_hidden.Sum();
    held += m_visible.Sum();
    return held;
}

void
ReceiveRing::Clear()
{
    m_hidden.Clear();
    m_visible.Clear();
}

} // namespace nexsim
