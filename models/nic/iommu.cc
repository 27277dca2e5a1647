// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/iommu.h"

#include "models/base/attributes.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(Iommu);

ns3::TypeId
Iommu::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::Iommu")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/nic")
            .AddConstructor<Iommu>()
            .AddAttribute("Entries",
                          "Translations in the IOTLB. The default is inferred by others from "
                          "measurements of Intel hosts (2018) and recalled, not re-read.",
                          QuantityDefault(Packets(64)),
                          MakeQuantityAccessor(&Iommu::m_entries),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(1 << 20)))
            .AddAttribute("Hit",
                          "What a look-up takes that finds its translation; an estimate.",
                          QuantityDefault(NanoSeconds(2)),
                          MakeQuantityAccessor(&Iommu::m_hitTime),
                          MakeQuantityChecker<SimTime>(SimTime(0), MicroSeconds(1000)))
            .AddAttribute("Miss",
                          "What a walk through the tables in memory takes; the default is recalled "
                          "from measurements of Intel hosts (2018), not re-read.",
                          QuantityDefault(NanoSeconds(330)),
                          MakeQuantityAccessor(&Iommu::m_missTime),
                          MakeQuantityChecker<SimTime>(SimTime(0), MicroSeconds(1000)))
            .AddAttribute("Granularity",
                          "Bytes that one translation covers: a buffer, a page, a segment.",
                          QuantityDefault(Bytes(4096)),
                          MakeQuantityAccessor(&Iommu::m_granularity),
                          MakeQuantityChecker<Bytes>(Bytes(64), Bytes(int64_t{1} << 30)))
            .AddAttribute("BufferSize",
                          "Bytes of memory that each descriptor points at; a larger packet takes "
                          "several.",
                          QuantityDefault(Bytes(2048)),
                          MakeQuantityAccessor(&Iommu::m_buffer),
                          MakeQuantityChecker<Bytes>(Bytes(64), Bytes(1 << 20)));
    return tid;
}

size_t
Iommu::AddRing(Packets buffers)
{
    m_rings.push_back({NewMemory(buffers.Value() * m_buffer.Value()), buffers.Value()});
    return m_rings.size() - 1;
}

/** Begins with a unit of its own. */
int64_t
Iommu::NewMemory(int64_t bytes)
{
    const int64_t begin = m_end;
    const int64_t granularity = m_granularity.Value();
    m_end = (begin + bytes + granularity - 1) / granularity * granularity;
    return begin;
}

void
Iommu::SetSource(const BufferSource& source)
{
    m_source = &source;
    m_sourceBase = NewMemory(source.Span().Value());
}

SimTime
Iommu::TranslateAt(const Packet& packet, int64_t bytes, SimTime at)
{
    const int64_t size = m_source->BufferSize().Value();
    int64_t place = 0;
    for (int64_t left = bytes; left > 0; left -= size)
    {
        const int64_t address = m_source->AddressOf(packet, place++);
        at = LookUp(m_sourceBase + address, std::min(left, size), at);
    }
    return at;
}

void
Iommu::OnUnmapped(int64_t address, int64_t bytes)
{
    const int64_t last = (m_sourceBase + address + bytes - 1) / m_granularity.Value();
    for (int64_t unit = (m_sourceBase + address) / m_granularity.Value(); m_iotlb && unit <= last;
         ++unit)
    {
        m_iotlb->Forget(unit);
    }
}

SimTime
Iommu::Translate(size_t ring, int64_t bytes, SimTime at)
{
    Ring& buffers = m_rings[ring];
    for (int64_t left = bytes; left > 0; left -= m_buffer.Value())
    {
        const int64_t address = buffers.base + buffers.next * m_buffer.Value();
        at = LookUp(address, std::min(left, m_buffer.Value()), at);
        buffers.next = buffers.next + 1 == buffers.buffers ? 0 : buffers.next + 1;
    }
    return at;
}

SimTime
Iommu::LookUp(int64_t address, int64_t bytes, SimTime at)
{
    if (!m_iotlb)
    {
        m_iotlb.emplace(static_cast<size_t>(m_entries.Value()));
    }
    const int64_t last = (address + bytes - 1) / m_granularity.Value();
    for (int64_t unit = address / m_granularity.Value(); unit <= last; ++unit)
    {
        if (m_iotlb->Touch(unit))
        {
            ++m_hits;
            at += m_hitTime;
        }
        else
        {
            ++m_misses;
            at = std::max(at, m_walkerFree) + m_missTime;
            m_walkerFree = at;
        }
    }
    return at;
}

void
Iommu::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"hits", "1", "look-ups that found their translation"}, m_hits);
    visitor.Counter({"misses", "1", "look-ups that had to walk the tables"}, m_misses);
    visitor.Quotient({"miss_ratio", "1", "misses per look-up"}, m_misses, m_hits + m_misses);
}

} // namespace nexsim
