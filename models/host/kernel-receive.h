// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_KERNEL_RECEIVE_H
#define NEXSIM_KERNEL_RECEIVE_H

#include "models/host/processor.h"
#include "models/host/receive-core.h"

#include "ns3/object.h"

#include <memory>
#include <vector>

namespace nexsim
{

/**
 * @brief How a host's kernel takes packets from its NICs to its applications.
 *
 * The interrupt of queue q is bound to core (FirstCore + q) modulo the number of cores.
 */
class KernelReceive : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, after Attach. */
    void Connect(Processor& processor, KernelInput& input, HostNetwork& network);

    /** @brief Called once per NIC, in the order of their numbers. */
    void AddNic(Nic& nic);

    /** @brief NicClient::OnReceived. */
    void OnReceived(uint32_t nic, uint32_t queue)
    {
        m_sources[nic][queue]->OnReceived();
    }

    /** @brief NicClient::OnTransmitted, on the core of the NIC's first queue. */
    void OnTransmitted(uint32_t nic, int64_t packets)
    {
        m_sources[nic].front()->Core().Complete(packets);
    }

    /** @brief A receive queue of a NIC. */
    NicPollSource& SourceOf(uint32_t nic, uint32_t queue)
    {
        return *m_sources[nic][queue];
    }

    Tally Held() const override;

  protected:
    void DoDispose() override;

    /** @brief What the kind of kernel decides. @throws std::invalid_argument */
    virtual void Settle(ReceiveSettings& settings, const CostTable& costs) const = 0;

  private:
    enum class TcpGro : uint8_t
    {
        Train,
        Packet
    };

    bool m_merges = false;
    TcpGro m_tcpGro = TcpGro::Train;
    bool m_steers = false;
    Packets m_backlog;
    int64_t m_firstCore = 0;

    Processor* m_processor = nullptr;
    KernelInput* m_input = nullptr;
    HostNetwork* m_network = nullptr;
    ReceiveSettings m_settings;
    std::vector<std::unique_ptr<ReceiveCore>> m_cores;
    std::vector<std::vector<std::unique_ptr<NicPollSource>>> m_sources; //!< by NIC and queue
};

/** @brief Interrupts are masked while the kernel polls, with budgets (Linux: NAPI). */
class NapiKernelReceive : public KernelReceive
{
  public:
    static ns3::TypeId GetTypeId();

  private:
    void Settle(ReceiveSettings& settings, const CostTable& costs) const override;

    Packets m_budget;
    SimTime m_timeLimit;
};

/**
 * @brief Every packet is handled by an interrupt of its own, before anything else on its core
 * (Mogul and Ramakrishnan 1997: what leads to receive livelock).
 */
class InterruptsKernelReceive : public KernelReceive
{
  public:
    static ns3::TypeId GetTypeId();

  private:
    void Settle(ReceiveSettings& settings, const CostTable& costs) const override;
};

} // namespace nexsim

#endif // NEXSIM_KERNEL_RECEIVE_H
