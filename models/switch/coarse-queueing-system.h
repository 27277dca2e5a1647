// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COARSE_QUEUEING_SYSTEM_H
#define NEXSIM_COARSE_QUEUEING_SYSTEM_H

#include "models/switch/coarse-queues.h"

namespace nexsim
{

/** @brief Queues in which packets for several output ports stand. */
class CoarseQueueingSystem : public QueueingSystem
{
  public:
    static ns3::TypeId GetTypeId();

    FabricOffer Offer(uint32_t input, uint32_t output) const override;
    Tally Held() const override;

  protected:
    explicit CoarseQueueingSystem(QueueScope scope) : m_scope(scope) {}

  private:
    void Build() override;
    bool DoEnqueue(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority) override;
    PacketPtr DoTake(uint32_t input, const FabricOffer& offer, uint32_t& share) override;
    void OnRoom(uint32_t port, bool hasRoom) override;
    int64_t QueueCount() const override;
    unsigned __int128 HeadOfLineBlocked() const override;

    QueueScope m_scope;
    CoarseQueues m_queues;
};

/** @brief One queue per input module and class: a packet that may not go holds up all others. */
class PerInputQueueingSystem : public CoarseQueueingSystem
{
  public:
    static ns3::TypeId GetTypeId();

    PerInputQueueingSystem() : CoarseQueueingSystem(QueueScope::Input) {}
};

/** @brief One queue per input module, output module and class: the ports of a module share it. */
class PerOutputModuleQueueingSystem : public CoarseQueueingSystem
{
  public:
    static ns3::TypeId GetTypeId();

    PerOutputModuleQueueingSystem() : CoarseQueueingSystem(QueueScope::OutputModule) {}
};

} // namespace nexsim

#endif // NEXSIM_COARSE_QUEUEING_SYSTEM_H
