// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/buffer-manager.h"

#include "models/base/attributes.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(BufferManager);

ns3::TypeId
BufferManager::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::BufferManager")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/queue")
            .AddAttribute("Size",
                          "Memory that all queues share.",
                          QuantityDefault(Bytes(1 << 20)),
                          MakeQuantityAccessor(&BufferManager::m_size),
                          MakeQuantityChecker<Bytes>(Bytes(64), Bytes(kUnlimited)))
            .AddAttribute("CellSize",
                          "A packet takes a whole number of cells of so many bytes.",
                          QuantityDefault(Bytes(1)),
                          MakeQuantityAccessor(&BufferManager::m_cellSize),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(65'536)));
    return tid;
}

uint32_t
BufferManager::AddQueue(const BufferUser& user)
{
    m_users.push_back(user);
    m_usedBy.push_back(0);
    return static_cast<uint32_t>(m_usedBy.size() - 1);
}

void
BufferManager::OnRelease(uint32_t /*queue*/, int64_t /*bytes*/)
{
}

void
BufferManager::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Level({"used", "B", "memory taken"}, m_used);
    visitor.Maximum({"used_max", "B", "most memory taken at once"}, m_maximum);
    visitor.Counter({"refused_packets", "packets", "packets that found no memory"}, m_refused);
    visitor.Counter({"contended_ties", "events", "ties that only the tie policy decided"},
                    m_ties.ByPolicy());
    visitor.Counter({"ordered_ties", "events", "ties that the order of priorities decided"},
                    m_ties.ByPriority());
}

void
BufferManager::BeginMeasurement()
{
    m_maximum = m_used;
}

} // namespace nexsim
