// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FINE_QUEUEING_SYSTEM_H
#define NEXSIM_FINE_QUEUEING_SYSTEM_H

#include "models/switch/fine-queues.h"

#include <memory>

namespace nexsim
{

/** @brief Queues in which all packets are for one output port: virtual output queues. */
class FineQueueingSystem : public QueueingSystem
{
  public:
    static ns3::TypeId GetTypeId();

    FabricOffer Offer(uint32_t input, uint32_t output) const override;
    Tally Held() const override;

  protected:
    virtual std::unique_ptr<PortQueue> MakeQueue() = 0;

  private:
    void Build() override;
    bool DoEnqueue(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority) override;
    PacketPtr DoTake(uint32_t input, const FabricOffer& offer, uint32_t& share) override;

    FineQueues m_queues;
};

/** @brief One queue per input module, output port and class. */
class PerOutputPortQueueingSystem : public FineQueueingSystem
{
  public:
    static ns3::TypeId GetTypeId();

  private:
    std::unique_ptr<PortQueue> MakeQueue() override;
    int64_t QueueCount() const override;
};

/** @brief One queue per input module, output port, class and flow, while the flow has packets. */
class PerFlowQueueingSystem : public FineQueueingSystem
{
  public:
    static ns3::TypeId GetTypeId();

  private:
    std::unique_ptr<PortQueue> MakeQueue() override;
    int64_t QueueCount() const override;

    int64_t m_flowQueues = 0;
};

} // namespace nexsim

#endif // NEXSIM_FINE_QUEUEING_SYSTEM_H
