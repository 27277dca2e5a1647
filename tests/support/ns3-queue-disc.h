// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TESTS_NS3_QUEUE_DISC_H
#define NEXSIM_TESTS_NS3_QUEUE_DISC_H

#include "models/base/packet.h"
#include "models/queue/queue-disc.h"
#include "tests/support/packets.h"

#include "ns3/packet-filter.h"
#include "ns3/packet.h"
#include "ns3/queue-disc.h"
#include <doctest/doctest.h>

#include <utility>

namespace nexsim::testing
{

/** @brief What leaves a queue: the number of the packet, -1 for none, and its ECN bits. */
struct Departure
{
    int64_t number = -1;
    Ecn ecn = Ecn::NotCapable;

    friend bool operator==(const Departure& a, const Departure& b)
    {
        return a.number == b.number && a.ecn == b.ecn;
    }
};

/** @brief A packet of a queue disc of ns-3 that has a number, ECN bits and the hash of a flow. */
class NumberedItem : public ns3::QueueDiscItem
{
  public:
    NumberedItem(uint32_t number, uint32_t size, Ecn ecn, uint32_t flow)
        : QueueDiscItem(ns3::Create<ns3::Packet>(size), ns3::Address(), 0x0800), m_departure{number,
                                                                                             ecn},
          m_flow(flow)
    {
    }

    const Departure& GetDeparture() const
    {
        return m_departure;
    }

    void AddHeader() override {}

    bool Mark() override
    {
        if (m_departure.ecn == Ecn::NotCapable)
        {
            return false;
        }
        m_departure.ecn = Ecn::Congestion;
        return true;
    }

    bool GetUint8Value(Uint8Values /*field*/, uint8_t& value) const override
    {
        value = static_cast<uint8_t>(m_departure.ecn);
        return true;
    }

    uint32_t Hash(uint32_t /*perturbation*/) const override
    {
        return m_flow;
    }

  private:
    Departure m_departure;
    uint32_t m_flow;
};

/**
 * @brief A queue disc of ours and one of ns-3's that are fed the same packets at the same time.
 *
 * After each step both must hold as many packets, and what leaves must be the same packet with the
 * same ECN bits.
 */
class TwinQueues
{
  public:
    TwinQueues(RunContext& run, ns3::Ptr<QueueDisc> ours, ns3::Ptr<ns3::QueueDisc> theirs)
        : m_run(run), m_ours(std::move(ours)), m_theirs(std::move(theirs))
    {
        m_theirs->Initialize();
    }

    ~TwinQueues()
    {
        m_theirs->Dispose();
    }

    TwinQueues(const TwinQueues&) = delete;
    TwinQueues& operator=(const TwinQueues&) = delete;

    /**
     * @param flow hash of the packet's flow with ours
     * @param theirFlow and with theirs
     */
    void Arrive(uint32_t size, Ecn ecn = Ecn::NotCapable, uint32_t flow = 0, uint32_t theirFlow = 0)
    {
        PacketPtr packet = NewPacket(m_run, size, m_next);
        packet->ecn = ecn;
        packet->flowHash = flow;
        m_ours->Enqueue(std::move(packet));
        m_theirs->Enqueue(ns3::Create<NumberedItem>(m_next, size, ecn, theirFlow));
        ++m_next;
        CompareLength();
    }

    /** @brief Takes a packet out of both; the bytes that left, 0 when none did. */
    uint32_t Serve()
    {
        Departure left;
        uint32_t size = 0;
        if (PacketPtr packet = m_ours->Dequeue())
        {
            left = {packet->number, packet->ecn};
            size = packet->size;
            m_run.GetLedger().Deliver(std::move(packet), m_run.Now(), 1);
        }
        Departure expected;
        if (const auto item = m_theirs->Dequeue())
        {
            expected = ns3::DynamicCast<NumberedItem>(item)->GetDeparture();
        }
        same += left == expected ? 1 : 0;
        CHECK_MESSAGE(left == expected,
                      "ours ",
                      left.number,
                      " theirs ",
                      expected.number,
                      " at ",
                      m_run.Now().Value());
        CompareLength();
        return size;
    }

    int64_t same = 0; //!< departures that agreed

  private:
    void CompareLength()
    {
        REQUIRE(m_ours->Length().Value() == static_cast<int64_t>(m_theirs->GetNPackets()));
    }

    RunContext& m_run;
    ns3::Ptr<QueueDisc> m_ours;
    ns3::Ptr<ns3::QueueDisc> m_theirs;
    uint32_t m_next = 0;
};

/**
 * @brief Feeds the twins a queue that fills and drains by turns.
 *
 * Packets of mixed sizes come at 0.3 to 2 times the rate of the server, another factor every
 * `phase`, all at multiples of `tick`.
 *
 * @param serviceOf bytes to the ticks that serving them takes
 * @param arrive called with the twins and a random stream, lets one packet arrive
 */
template <typename Service, typename Arrive>
void
PlayTwins(RunContext& run,
          TwinQueues& twins,
          SimTime tick,
          int64_t phase,
          int64_t ticks,
          Service serviceOf,
          Arrive arrive)
{
    RandomStream random(7, 0, "twins", "workload");
    constexpr double kLoads[] = {0.3, 1.05, 1.3, 2.0};
    int64_t freeAt = 0;
    int64_t arrivalAt = 1;
    double load = 1;
    int64_t phaseEnd = 0;
    bool isIdle = true;
    for (;;)
    {
        // Never an arrival at the instant at which the server becomes free: which is first?
        arrivalAt += !isIdle && arrivalAt == freeAt ? 1 : 0;
        const int64_t now = arrivalAt <= freeAt ? arrivalAt : freeAt;
        if (now > ticks)
        {
            return;
        }
        RunUntil(run, tick * now);
        if (arrivalAt <= freeAt)
        {
            if (now >= phaseEnd)
            {
                load = kLoads[random.UniformInteger(4)];
                phaseEnd = now + phase;
            }
            const uint32_t size = arrive(twins, random);
            const double mean = static_cast<double>(serviceOf(size)) / load;
            arrivalAt += 1 + static_cast<int64_t>(random.Uniform() * 2 * mean);
        }
        else
        {
            // A server that finds nothing asks again when the next packet comes.
            const uint32_t size = twins.Serve();
            isIdle = size == 0;
            freeAt = size == 0 ? arrivalAt : freeAt + serviceOf(size);
        }
    }
}

} // namespace nexsim::testing

#endif // NEXSIM_TESTS_NS3_QUEUE_DISC_H
