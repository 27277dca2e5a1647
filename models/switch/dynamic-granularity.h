// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DYNAMIC_GRANULARITY_H
#define NEXSIM_DYNAMIC_GRANULARITY_H

#include "models/base/timer.h"
#include "models/switch/mixed-queues.h"
#include "models/switch/port-demand.h"

#include <vector>

namespace nexsim
{

/**
 * @brief A coarse queueing system, and a fine one for the output ports that need it (US11516151B2).
 *
 * Traffic to a port waits per output module until the port is hot; then, input module by input
 * module, it waits per output port, and again per output module when the port is cool. A part is
 * what one input module has for one port: one fine queue per class, from a pool.
 *
 * Order within a class is kept as MixedQueues says.
 *
 * When the pool runs out, the ports that want queues are served in the order of their offered rate.
 * A port below its lower threshold, which only waits out its hold time, gives its queues back as they
 * empty, one port at a time; a port above it keeps them.
 */
class DynamicGranularityQueueingSystem : public QueueingSystem
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;
    FabricOffer Offer(uint32_t input, uint32_t output) const override;
    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;

  protected:
    void DoAttach() override;

  private:
    /** @brief What one input module has for one output port. */
    struct Part
    {
        bool hasQueues = false; //!< from the pool
        int64_t bits = 0;       //!< that came in this sample
    };

    /** @brief An output port. */
    struct Port
    {
        PortDemand demand;
        uint32_t parts = 0;     //!< that have queues
        bool isLeaving = false; //!< its parts give their queues back as they empty
    };

    void Build() override;
    bool DoEnqueue(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority) override;
    PacketPtr DoTake(uint32_t input, const FabricOffer& offer, uint32_t& share) override;
    void OnRoom(uint32_t port, bool hasRoom) override;
    int64_t QueueCount() const override;
    unsigned __int128 HeadOfLineBlocked() const override;

    void OnSample();
    std::vector<uint32_t> HotPorts() const;
    std::vector<uint32_t> CoarseInputs(uint32_t port);
    void Promote(uint32_t port);
    void Demote(uint32_t port);
    void MakeOneYield();
    void Release(uint32_t input, uint32_t port);

    Part& PartOf(uint32_t input, uint32_t port)
    {
        return m_parts[size_t{input} * Shape().PortCount() + port];
    }

    // attributes
    SimTime m_window;
    Ratio m_gain;
    Ratio m_up;
    Ratio m_down;
    Ratio m_backPressureUp;
    Ratio m_dropUp;
    SimTime m_holdUp;
    SimTime m_holdDown;
    int64_t m_pool = 0;
    int64_t m_step = 1;

    DemandThresholds m_thresholds;

    MixedQueues m_queues;
    std::vector<Part> m_parts;
    std::vector<Port> m_ports;
    int64_t m_free = 0; //!< fine queues in the pool
    Timer m_sample;

    int64_t m_promotions = 0;
    int64_t m_demotions = 0;
    int64_t m_moved = 0;
    int64_t m_refused = 0;
    int64_t m_maxFine = 0;
};

} // namespace nexsim

#endif // NEXSIM_DYNAMIC_GRANULARITY_H
