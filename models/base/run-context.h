// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_CONTEXT_H
#define NEXSIM_RUN_CONTEXT_H

#include "models/base/address-range.h"
#include "models/base/fingerprint.h"
#include "models/base/flow-table.h"
#include "models/base/kernel.h"
#include "models/base/ledger.h"
#include "models/base/packet-pool.h"
#include "models/base/random-stream.h"

#include "ns3/simulator.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace nexsim
{

class Component;

/**
 * @brief What the components of one run share; there is no global instead.
 *
 * It outlives every component attached to it.
 */
class RunContext
{
  public:
    /**
     * @param seed 1 to 4294944442
     * @param replication counts from 0
     * @throws std::runtime_error when ns-3's time resolution is not picoseconds
     */
    explicit RunContext(uint32_t seed = 1, uint64_t replication = 0);

    RunContext(const RunContext&) = delete;
    RunContext& operator=(const RunContext&) = delete;

    /** @brief Simulated time; under our kernel one load, under ns-3's own a virtual call. */
    SimTime Now() const
    {
        return m_kernel != nullptr ? m_kernel->CurrentTime() : FromNs3(ns3::Simulator::Now());
    }

    /** @brief Our kernel, or null when a program runs under one of ns-3's. */
    DeterministicSimulatorImpl* Kernel() const
    {
        return m_kernel;
    }

    RandomStream Stream(std::string_view path, std::string_view purpose)
    {
        return RandomStream(m_seed, m_replication, path, purpose, &m_drawn);
    }

    uint32_t Seed() const
    {
        return m_seed;
    }

    uint64_t Replication() const
    {
        return m_replication;
    }

    /** @brief Random numbers are drawn that no stream of ours knows of. */
    void NoteDraws()
    {
        m_drawn = true;
    }

    /** @brief Whether any random number has been drawn: if not, replications are all equal. */
    bool HasDrawn() const
    {
        return m_drawn;
    }

    /** @brief Who knows the addresses of hosts by name; null for nobody. */
    const AddressDirectory* Addresses() const
    {
        return m_addresses;
    }

    /** @brief It must stay while the network is built. */
    void SetAddresses(const AddressDirectory* addresses)
    {
        m_addresses = addresses;
    }

    PacketPool& Pool()
    {
        return m_pool;
    }

    FlowTable& Flows()
    {
        return m_flows;
    }

    Fingerprint& GetFingerprint()
    {
        return m_fingerprint;
    }

    Ledger& GetLedger()
    {
        return m_ledger;
    }

    const Ledger& GetLedger() const
    {
        return m_ledger;
    }

    /** @brief Packets created from here on count in latency statistics. */
    SimTime MeasureFrom() const
    {
        return m_ledger.MeasureFrom();
    }

    void SetMeasureFrom(SimTime from)
    {
        m_ledger.SetMeasureFrom(from);
    }

    /** @brief Called by Component::Attach. */
    void Register(Component& component)
    {
        m_components.push_back(&component);
    }

    /** @brief Attaching it failed: it is forgotten, and so is what joined after it. */
    void Forget(const Component& component)
    {
        while (m_components.back() != &component)
        {
            m_components.pop_back();
        }
        m_components.pop_back();
    }

    /** @brief All components in the order of their attachment. */
    const std::vector<Component*>& Components() const
    {
        return m_components;
    }

    /** @brief What all components say they hold; must equal the ledger's and the pool's word. */
    Tally Held() const;

  private:
    DeterministicSimulatorImpl* m_kernel;
    uint32_t m_seed;
    uint64_t m_replication;
    const AddressDirectory* m_addresses = nullptr;
    bool m_drawn = false;
    PacketPool m_pool;
    FlowTable m_flows;
    Fingerprint m_fingerprint;
    Ledger m_ledger;
    std::vector<Component*> m_components;
};

} // namespace nexsim

#endif // NEXSIM_RUN_CONTEXT_H
