// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/packet-pool.h"

#include <new>

namespace nexsim
{

PacketPool::~PacketPool()
{
    for (Chunk* chunk : m_chunks)
    {
        chunk->~Chunk();
        ::operator delete (chunk, std::align_val_t{kChunkBytes});
    }
}

size_t
PacketPool::Capacity() const
{
    return m_chunks.size() * kSlotsPerChunk;
}

void
PacketPool::Grow()
{
    static_assert(sizeof(Chunk) <= kChunkBytes);
    void* memory = ::operator new (kChunkBytes, std::align_val_t{kChunkBytes});
    auto* chunk = new (memory) Chunk;
    chunk->owner = this;
    m_chunks.push_back(chunk);
    // Linked from the back, so that a fresh chunk is handed out in address order.
    for (size_t i = kSlotsPerChunk; i-- > 0;)
    {
        Packet& packet = chunk->slots[i].packet;
        packet.next = m_free;
        m_free = &packet;
    }
}

} // namespace nexsim
