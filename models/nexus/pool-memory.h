// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_POOL_MEMORY_H
#define NEXSIM_POOL_MEMORY_H

#include "models/nexus/nexus-pool.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief How much memory a pool of packets has and how it is cut: what a scenario says of it. */
class PoolMemory : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief A pool of this memory.
     * @param user the component that it is for, for messages
     * @throws std::invalid_argument when the sizes do not go together
     */
    NexusPool::Setup SetupFor(uint32_t cores, const std::string& user) const;

  private:
    Packets m_packets;
    Bytes m_buffer;
    Bytes m_segment;
    Bytes m_page;
    Bytes m_metadata;
    Packets m_magazine;
};

} // namespace nexsim

#endif // NEXSIM_POOL_MEMORY_H
