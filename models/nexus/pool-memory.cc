// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/pool-memory.h"

#include "models/base/attributes.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(PoolMemory);

ns3::TypeId
PoolMemory::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::PoolMemory")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nexus")
            .AddConstructor<PoolMemory>()
            .AddAttribute(
                "Packets",
                "Packets that the pool has at least; what magazines may keep comes on top "
                "(XNU: a channel's pool has up to 4096, a driver's for sending no less).",
                QuantityDefault(Packets(4096)),
                MakeQuantityAccessor(&PoolMemory::m_packets),
                MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("BufferSize",
                          "A buffer; a larger packet takes several (XNU).",
                          QuantityDefault(Bytes(2048)),
                          MakeQuantityAccessor(&PoolMemory::m_buffer),
                          MakeQuantityChecker<Bytes>(Bytes(64), Bytes(64 * 1024)))
            .AddAttribute("SegmentSize",
                          "What gets memory and an IOMMU mapping at a time: whole pages (XNU: "
                          "16 KiB, a channel's 32 KiB, a driver's 64 KiB).",
                          QuantityDefault(Bytes(32 * 1024)),
                          MakeQuantityAccessor(&PoolMemory::m_segment),
                          MakeQuantityChecker<Bytes>(Bytes(4096), Bytes(1 << 30)))
            .AddAttribute("PageSize",
                          "A page.",
                          QuantityDefault(Bytes(16 * 1024)),
                          MakeQuantityAccessor(&PoolMemory::m_page),
                          MakeQuantityChecker<Bytes>(Bytes(4096), Bytes(1 << 30)))
            .AddAttribute("Metadata",
                          "The kernel's own part of each packet, in segments of 16 KiB; 0: not "
                          "modelled.",
                          QuantityDefault(Bytes(0)),
                          MakeQuantityAccessor(&PoolMemory::m_metadata),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(16 * 1024)))
            .AddAttribute("Magazine",
                          "Free packets in a magazine, of which a core has two; 0: no magazines "
                          "(XNU: 14, for packets).",
                          QuantityDefault(Packets(14)),
                          MakeQuantityAccessor(&PoolMemory::m_magazine),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(158)));
    return tid;
}

NexusPool::Setup
PoolMemory::SetupFor(uint32_t cores, const std::string& user) const
{
    NexusPool::Setup setup;
    setup.memory.packets = m_packets;
    setup.memory.object = m_buffer;
    setup.memory.segment = m_segment;
    setup.memory.page = m_page;
    setup.memory.metadata = m_metadata;
    setup.cores = cores;
    setup.rounds = static_cast<uint32_t>(m_magazine.Value());
    if (m_segment.Value() % m_page.Value() != 0)
    {
        throw std::invalid_argument(
            fmt::format("{}: SegmentSize is {} B, which is not a whole number of pages of {} B; "
                        "make it a multiple of PageSize",
                        user,
                        m_segment.Value(),
                        m_page.Value()));
    }
    return setup;
}

} // namespace nexsim
