// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_IOMMU_H
#define NEXSIM_IOMMU_H

#include "models/base/component.h"
#include "models/nic/buffer-source.h"
#include "models/nic/iotlb.h"

#include "ns3/object.h"

#include <optional>
#include <vector>

namespace nexsim
{

/**
 * @brief The IOMMU between a NIC and memory: each DMA looks its addresses up in an IOTLB.
 *
 * The buffers of a ring lie in memory one after the other, and are used in that order, round and
 * round. Memory is mapped in units: a single buffer, a page, or a segment of several pages, one
 * look-up each (US11178260B2). A miss waits for the walker, which does one walk after the other.
 * Buffers of a source lie where that says, in memory of its own.
 */
class Iommu : public ns3::Object, public Component, public MappingListener
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief A ring of so many buffers joins; before any look-up.
     * @return its number
     */
    size_t AddRing(Packets buffers);

    /**
     * @brief The next buffers of a ring, as many as take so many bytes, are looked up from `at` on.
     * @return when the last translation is known
     */
    SimTime Translate(size_t ring, int64_t bytes, SimTime at);

    /** @brief The host gives buffers out from a pool; once, before any look-up. */
    void SetSource(const BufferSource& source);

    /** @brief As Translate, of a packet in buffers of the source. */
    SimTime TranslateAt(const Packet& packet, int64_t bytes, SimTime at);

    void OnUnmapped(int64_t address, int64_t bytes) override;

    void ReportMetrics(MetricVisitor& visitor) const override;

  private:
    struct Ring
    {
        int64_t base; //!< address
        int64_t buffers;
        int64_t next = 0; //!< index
    };

    int64_t NewMemory(int64_t bytes);
    SimTime LookUp(int64_t address, int64_t bytes, SimTime at);

    // attributes
    Packets m_entries;
    SimTime m_hitTime;
    SimTime m_missTime;
    Bytes m_granularity;
    Bytes m_buffer;

    std::vector<Ring> m_rings;
    int64_t m_end = 0; //!< address beyond the last ring, or source
    const BufferSource* m_source = nullptr;
    int64_t m_sourceBase = 0;     //!< address
    std::optional<Iotlb> m_iotlb; //!< made with the first look-up
    SimTime m_walkerFree;
    int64_t m_hits = 0;
    int64_t m_misses = 0;
};

} // namespace nexsim

#endif // NEXSIM_IOMMU_H
