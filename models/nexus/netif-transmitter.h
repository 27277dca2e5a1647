// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NETIF_TRANSMITTER_H
#define NEXSIM_NETIF_TRANSMITTER_H

#include "models/base/timer.h"
#include "models/host/core.h"
#include "models/nexus/start-coalescing.h"
#include "models/nic/nic.h"

namespace nexsim
{

/** @brief Who takes packets from an interface's queues to its transmit ring (XNU: nx_netif.c). */
struct NetifStart
{
    bool usesStarter = false;  //!< always the starter thread: an interface that is not native
    Packets doorbellLimit{64}; //!< of a pull in the caller's thread (NX_NETIF_DOORBELL_MAX_DEQUEUE)
    Packets coalesceLength{0}; //!< 0: starts are never put off (without ENQUEUE_MULTI)
    SimTime coalesceTimeout;
};

/** @brief What starting costs. */
struct NetifStartCosts
{
    Cost doorbell; //!< the driver's store to the NIC
    Cost notify;   //!< to wake the starter thread
};

/** @brief Who answers a doorbell. */
enum class Doorbell : uint8_t
{
    Inline, //!< the driver, in the caller's thread
    Starter //!< the starter thread
};

/**
 * @brief The transmitting side of an interface of a nexus (XNU: netif_transmit, ifnet_start).
 *
 * Packets wait in the NIC's queues until the driver pulls them. After a batch its sender rings the
 * doorbell: in its own thread, or, where starts are coalesced or the starter thread is at work, by a
 * request to that thread. What a pull leaves the driver takes as descriptors get free.
 */
class NetifTransmitter : private CoreTask
{
  public:
    NetifTransmitter() : CoreTask(CoreClass::KernelThread) {}

    /** @brief Called once, before the first packet. @param core of the starter thread */
    void Connect(const Component& owner,
                 Nic& nic,
                 Core& core,
                 const NetifStart& start,
                 const NetifStartCosts& costs);

    const Nic& Device() const
    {
        return *m_nic;
    }

    /** @brief Takes ownership; what the queues refuse is dropped with a named reason. */
    void Enqueue(PacketPtr packet);

    /** @brief Adds the caller's work to have sent what it has enqueued. */
    Doorbell BeginDoorbell(CoreWork& work);

    /** @brief That is done. */
    void FinishDoorbell(Doorbell doorbell);

    int64_t Enqueued() const
    {
        return m_enqueued;
    }

    /** @brief Doorbells in the callers' threads. */
    int64_t InlineDoorbells() const
    {
        return m_inline;
    }

    /** @brief Requests to the starter thread. */
    int64_t Requests() const
    {
        return m_requests;
    }

    /** @brief Starts by that thread. */
    int64_t Starts() const
    {
        return m_starts;
    }

    /** @brief Times that it waited before. */
    int64_t Delays() const
    {
        return m_delays;
    }

  private:
    bool Begin(CoreWork& work) override;
    void Finish() override;

    std::string TaskName() const override
    {
        return "a starter thread";
    }

    bool NeedsStarter() const;
    bool WaitsForMore();
    void OnTimeout();

    const Component* m_owner = nullptr;
    Nic* m_nic = nullptr;
    Core* m_core = nullptr;
    NetifStart m_start;
    NetifStartCosts m_costs;
    StartCoalescing m_coalescing;
    Timer m_timeout;
    bool m_isRequested = false; //!< since the starter thread began last
    bool m_isTimeUp = false;
    int64_t m_enqueued = 0;
    int64_t m_inline = 0;
    int64_t m_requests = 0;
    int64_t m_starts = 0;
    int64_t m_delays = 0;
};

} // namespace nexsim

#endif // NEXSIM_NETIF_TRANSMITTER_H
