// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MODERATED_QUEUE_H
#define NEXSIM_MODERATED_QUEUE_H

#include "models/base/attributes.h"
#include "models/nic/rx-queue.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <string>
#include <vector>

namespace nexsim::testing
{

/**
 * @brief A receive queue with a moderation policy, and a client that takes what waits when it is
 * called, works for a time, and enables the interrupt again.
 */
class ModeratedQueue : public NicClient
{
  public:
    explicit ModeratedQueue(const Blueprint& policy,
                            SimTime work = SimTime(0),
                            Packets descriptors = Packets(1 << 20))
        : m_work(work)
    {
        queue.Connect(*this, 0, 0);
        queue.Attach(run, "nic/rx[0]", descriptors, policy);
        for (Component* component : run.Components())
        {
            component->Start();
        }
    }

    ~ModeratedQueue() override
    {
        queue.Clear();
    }

    /** @brief So many packets of so many IP bytes are complete in memory at `at`. */
    void Arrive(SimTime at, int packets = 1, uint32_t bytes = 1000)
    {
        ns3::Simulator::Schedule(ToNs3(at - run.Now()), [this, packets, bytes] {
            for (int i = 0; i < packets; ++i)
            {
                if (queue.Reserve())
                {
                    queue.Complete(NewPacket(run, bytes, m_next++));
                }
            }
        });
    }

    void OnReceived(uint32_t /*nic*/, uint32_t /*queue*/) override
    {
        int64_t count = 0;
        for (int64_t left = queue.Quota().Value(); left > 0; --left)
        {
            PacketPtr packet = queue.Take();
            if (!packet)
            {
                break;
            }
            ++count;
            run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
        }
        calls.push_back(run.Now().Value());
        taken.push_back(count);
        if (m_work == SimTime(0))
        {
            queue.EnableInterrupt();
            return;
        }
        ns3::Simulator::Schedule(ToNs3(m_work), [this] { queue.EnableInterrupt(); });
    }

    /** @brief A metric of the policy. */
    int64_t OfPolicy(const std::string& metric) const
    {
        return MetricMap(*run.Components().front())[metric];
    }

    Simulation simulation;
    RunContext run;
    RxQueue queue;
    std::vector<int64_t> calls; //!< when the client was called, ps
    std::vector<int64_t> taken; //!< and how many packets it took

  private:
    SimTime m_work;
    uint32_t m_next = 0;
};

/** @brief A blueprint with integer attributes. */
inline Blueprint
PolicyOf(ns3::TypeId type, const std::vector<std::pair<std::string, int64_t>>& attributes = {})
{
    Blueprint blueprint(type);
    for (const auto& [name, value] : attributes)
    {
        blueprint.Set(name, ns3::Create<IntegerValue>(value));
    }
    return blueprint;
}

} // namespace nexsim::testing

#endif // NEXSIM_MODERATED_QUEUE_H
