// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUEUE_SCENE_H
#define NEXSIM_QUEUE_SCENE_H

#include "models/queue/queue-disc.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <rapidcheck.h>

#include <utility>
#include <vector>

namespace nexsim::testing
{

/** @brief A queue discipline in a run of its own. */
template <typename Queue>
struct QueueScene
{
    explicit QueueScene(ns3::Ptr<Queue> made, uint32_t seed = 1, const char* path = "queue")
        : run(seed), queue(std::move(made))
    {
        queue->Attach(run, path);
        queue->Start();
    }

    /** @brief The packet's ECN bits afterwards; of one that is dropped at once NotCapable. */
    Ecn Enqueue(uint32_t size, Ecn ecn = Ecn::NotCapable, uint32_t flow = 0)
    {
        PacketPtr packet = NewPacket(run, size, next++);
        packet->ecn = ecn;
        packet->flowHash = flow;
        const Packet* raw = packet.Get();
        const int64_t before = Drops();
        queue->Enqueue(std::move(packet));
        return Drops() == before ? raw->ecn : Ecn::NotCapable;
    }

    /** @brief Takes the next packet, if one comes, and ends it: its number, or -1. */
    int64_t Serve()
    {
        PacketPtr packet = queue->Dequeue();
        const int64_t number = packet ? static_cast<int64_t>(packet->number) : -1;
        if (packet)
        {
            run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
        }
        return number;
    }

    int64_t Drops() const
    {
        return run.GetLedger().Dropped().packets;
    }

    Simulation simulation;
    RunContext run;
    ns3::Ptr<Queue> queue;
    uint32_t next = 0;
};

/** @brief What a property test does to a queue: packets of these sizes arrive, 0 serves one. */
inline rc::Gen<std::vector<uint32_t>>
AnySteps()
{
    return rc::gen::container<std::vector<uint32_t>>(
        rc::gen::oneOf(rc::gen::just(0U), rc::gen::inRange(28U, 9000U)));
}

} // namespace nexsim::testing

#endif // NEXSIM_QUEUE_SCENE_H
