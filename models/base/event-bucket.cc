// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/event-bucket.h"

namespace nexsim
{

void
EventChunkPool::Grow()
{
    m_slabs.push_back(std::make_unique<EventChunk[]>(SLAB_CHUNKS));
    for (size_t i = SLAB_CHUNKS; i > 0; --i)
    {
        EventChunk* chunk = &m_slabs.back()[i - 1];
        chunk->next = m_free;
        m_free = chunk;
    }
}

void
EventBucket::AddChunk(EventChunkPool& pool)
{
    EventChunk* chunk = pool.Allocate();
    if (m_cursor == nullptr)
    {
        m_head = chunk;
    }
    else
    {
        // The cursor stands just behind the last chunk.
        (reinterpret_cast<EventChunk*>(m_cursor) - 1)->next = chunk;
    }
    m_cursor = chunk->records;
}

} // namespace nexsim
