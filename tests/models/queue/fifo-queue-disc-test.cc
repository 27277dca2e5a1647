// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/complete-sharing.h"
#include "models/queue/fifo-queue-disc.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

namespace fifo_queue_disc_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::Bytes;
using nexsim::CompleteSharingBufferManager;
using nexsim::Ecn;
using nexsim::FifoQueueDisc;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::PacketPtr;
using nexsim::Packets;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::NewPacket;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

struct Limits
{
    int64_t packets = kUnlimited;
    int64_t bytes = kUnlimited;
    int64_t markPackets = kUnlimited;
    int64_t markBytes = kUnlimited;
};

/** A queue that is attached to a run of its own. */
struct Scene
{
    explicit Scene(const Limits& limits)
    {
        Blueprint blueprint(FifoQueueDisc::GetTypeId());
        blueprint.Set("MaxPackets", ns3::Create<IntegerValue>(limits.packets));
        blueprint.Set("MaxBytes", ns3::Create<IntegerValue>(limits.bytes));
        blueprint.Set("MarkPackets", ns3::Create<IntegerValue>(limits.markPackets));
        blueprint.Set("MarkBytes", ns3::Create<IntegerValue>(limits.markBytes));
        queue = blueprint.CreateAs<FifoQueueDisc>();
        queue->Attach(run, "queue");
    }

    void Enqueue(uint32_t size, Ecn ecn = Ecn::NotCapable)
    {
        PacketPtr packet = NewPacket(run, size, next++);
        packet->ecn = ecn;
        queue->Enqueue(std::move(packet));
    }

    Simulation simulation;
    RunContext run;
    ns3::Ptr<FifoQueueDisc> queue;
    uint32_t next = 0;
};

/** Waiting packets as (number, size) of a model queue, with their bytes. */
struct Model
{
    bool Push(uint32_t number, uint32_t size, const Limits& limits, int64_t bufferFree)
    {
        if (size > bufferFree ||
            static_cast<int64_t>(waiting.size()) + 1 > std::max<int64_t>(limits.packets, 1) ||
            bytes + size > limits.bytes)
        {
            return false;
        }
        waiting.emplace_back(number, size);
        bytes += size;
        return true;
    }

    std::deque<std::pair<uint32_t, uint32_t>> waiting;
    int64_t bytes = 0;
};

} // namespace

TEST_CASE("FIFO: what is taken out is what a std::deque would give, with a shared buffer's memory")
{
    CHECK(rc::check([] {
        Limits limits;
        limits.packets = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 0, 1, 7, 100});
        limits.bytes = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 0, 64, 1500, 20'000});
        const int64_t size = *rc::gen::element<int64_t>(64, 1500, 9000, 30'000);
        // 0 takes a packet out, anything else brings one of so many bytes.
        const auto steps = *rc::gen::container<std::vector<uint32_t>>(
            rc::gen::oneOf(rc::gen::just(0U),
                           rc::gen::element(28U, 64U, 576U, 1500U),
                           rc::gen::inRange(28U, 9000U)));
        Scene scene(limits);
        // Another queue takes some of the same memory and never gives it back.
        const auto buffer = ns3::CreateObject<CompleteSharingBufferManager>();
        buffer->SetAttribute("Size", IntegerValue(size));
        buffer->Attach(scene.run, "buffer");
        const uint32_t other = buffer->AddQueue();
        RC_ASSERT(buffer->Admit(other, 60));
        scene.queue->ShareBuffer(ns3::PeekPointer(buffer));
        Model model;
        int64_t refused = 0;
        int64_t most = 0;
        for (const uint32_t step : steps)
        {
            if (step != 0)
            {
                const uint32_t number = scene.next;
                refused += model.Push(number, step, limits, size - 60 - model.bytes) ? 0 : 1;
                scene.Enqueue(step);
            }
            else
            {
                PacketPtr packet = scene.queue->Dequeue();
                RC_ASSERT(static_cast<bool>(packet) == !model.waiting.empty());
                if (packet)
                {
                    RC_ASSERT(packet->number == model.waiting.front().first);
                    RC_ASSERT(packet->size == model.waiting.front().second);
                    model.bytes -= packet->size;
                    model.waiting.pop_front();
                    scene.run.GetLedger().Deliver(std::move(packet), scene.run.Now(), 1);
                }
            }
            const auto length = static_cast<int64_t>(model.waiting.size());
            most = std::max(most, length);
            RC_ASSERT(scene.queue->Length() == Packets(length));
            RC_ASSERT(scene.queue->Backlog() == Bytes(model.bytes));
            RC_ASSERT(scene.queue->Empty() == model.waiting.empty());
            RC_ASSERT(buffer->UsedBy(1) == Bytes(model.bytes));
            RC_ASSERT(buffer->Used() == Bytes(model.bytes + 60));
            RC_ASSERT(IsBalanced(scene.run));
        }
        RC_ASSERT(scene.run.GetLedger().Dropped().packets == refused);
        const MetricMap metrics(*scene.queue);
        RC_ASSERT(metrics["arrived_packets"] == static_cast<int64_t>(scene.next));
        RC_ASSERT(metrics["length_max"] == most);
        RC_ASSERT(metrics["length"] + metrics["departed_packets"] + refused ==
                  metrics["arrived_packets"]);
    }));
}

TEST_CASE("FIFO: both limits include the arriving packet, at the edge")
{
    Limits limits;
    limits.packets = 3;
    limits.bytes = 2000;
    Scene scene(limits);
    scene.Enqueue(1000);
    scene.Enqueue(900);
    scene.Enqueue(101); // one byte too many
    CHECK(scene.queue->Length() == Packets(2));
    scene.Enqueue(100);
    CHECK(scene.queue->Backlog() == Bytes(2000));
    scene.Enqueue(28); // fourth
    CHECK(scene.queue->Length() == Packets(3));
    CHECK(scene.run.GetLedger().Dropped().packets == 2);
}

TEST_CASE("FIFO: a refused packet is named by what refused it")
{
    Limits limits;
    limits.packets = 1;
    Scene scene(limits);
    const auto buffer = ns3::CreateObject<CompleteSharingBufferManager>();
    buffer->SetAttribute("Size", IntegerValue(1500));
    buffer->Attach(scene.run, "buffer");
    scene.queue->ShareBuffer(ns3::PeekPointer(buffer));
    scene.Enqueue(1501); // finds no memory
    scene.Enqueue(1000);
    scene.Enqueue(100); // finds memory, but the queue is full
    std::vector<std::pair<std::string, int64_t>> dropped;
    for (const auto& reason : scene.run.GetLedger().Reasons())
    {
        if (reason.dropped.packets > 0)
        {
            dropped.emplace_back(reason.component + ":" + reason.reason,
                                 reason.dropped.payloadBytes);
        }
    }
    CHECK(dropped == std::vector<std::pair<std::string, int64_t>>{{"queue:queue-full", 72},
                                                                  {"queue:buffer-full", 1473}});
    CHECK(buffer->Used() == Bytes(1000));
}

TEST_CASE("FIFO: packets that find the ECN threshold reached, themselves included, are marked")
{
    Limits limits;
    limits.markPackets = 3;
    limits.markBytes = 4000;
    Scene scene(limits);
    const std::pair<uint32_t, Ecn> arrivals[] = {{1500, Ecn::Capable0},
                                                 {1500, Ecn::Capable1},
                                                 {100, Ecn::Capable1},   // third packet
                                                 {100, Ecn::NotCapable}, // fourth: cannot be marked
                                                 {800, Ecn::Congestion}};
    for (const auto& [size, ecn] : arrivals)
    {
        scene.Enqueue(size, ecn);
    }
    const Ecn expected[] = {Ecn::Capable0,
                            Ecn::Capable1,
                            Ecn::Congestion,
                            Ecn::NotCapable,
                            Ecn::Congestion};
    for (const Ecn ecn : expected)
    {
        CHECK(scene.queue->Dequeue()->ecn == ecn);
    }
    CHECK(MetricMap(*scene.queue)["marked_packets"] == 1); // the last came marked
}

TEST_CASE("FIFO: the byte threshold marks from exactly so many bytes on")
{
    for (const uint32_t size : {999U, 1000U})
    {
        Limits limits;
        limits.markBytes = 2500;
        Scene scene(limits);
        scene.Enqueue(1500, Ecn::Capable0);
        scene.Enqueue(size, Ecn::Capable0);
        scene.queue->Dequeue();
        CHECK(scene.queue->Dequeue()->ecn == (size == 1000 ? Ecn::Congestion : Ecn::Capable0));
    }
}

TEST_CASE("queue discipline: the mean length is the exact integral over time")
{
    Scene scene({});
    RunUntil(scene.run, SimTime(100));
    scene.Enqueue(1500);
    RunUntil(scene.run, SimTime(103));
    scene.Enqueue(64);
    scene.Enqueue(64);
    RunUntil(scene.run, SimTime(110));
    scene.queue->Dequeue();
    RunUntil(scene.run, SimTime(1000));
    CHECK(MetricMap(*scene.queue)["length_mean"] == 3 * 1 + 7 * 3 + 890 * 2);
    scene.queue->BeginMeasurement();
    CHECK(MetricMap(*scene.queue)["length_max"] == 2);
}

// Fails when a packet too large for the empty queue pushes the others out.
TEST_CASE("FIFO, head drop: the oldest packets make room, unless the arriving one fits nowhere")
{
    CHECK(rc::check([] {
        const int64_t maxPackets = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 0, 1, 7});
        const int64_t maxBytes = *rc::gen::elementOf(std::vector<int64_t>{kUnlimited, 1500, 9000});
        const auto steps = *rc::gen::container<std::vector<uint32_t>>(
            rc::gen::oneOf(rc::gen::just(0U), rc::gen::inRange(28U, 4000U)));
        const Simulation simulation;
        RunContext run;
        Blueprint blueprint(FifoQueueDisc::GetTypeId());
        blueprint.Set("MaxPackets", ns3::Create<IntegerValue>(maxPackets));
        blueprint.Set("MaxBytes", ns3::Create<IntegerValue>(maxBytes));
        blueprint.Set("DropFrom",
                      ns3::Create<IntegerValue>(nexsim::QuantityDefault(nexsim::DropFrom::Head)));
        const auto queue = blueprint.CreateAs<FifoQueueDisc>();
        queue->Attach(run, "queue");
        std::deque<std::pair<uint32_t, int64_t>> model;
        int64_t bytes = 0;
        uint32_t next = 0;
        for (const uint32_t step : steps)
        {
            if (step != 0)
            {
                queue->Enqueue(NewPacket(run, step, next));
                if (step <= maxBytes)
                {
                    model.emplace_back(next, step);
                    bytes += step;
                }
                while (static_cast<int64_t>(model.size()) > std::max<int64_t>(maxPackets, 1) ||
                       bytes > maxBytes)
                {
                    bytes -= model.front().second;
                    model.pop_front();
                }
                ++next;
            }
            else if (PacketPtr packet = queue->Dequeue())
            {
                RC_ASSERT(packet->number == model.front().first);
                bytes -= model.front().second;
                model.pop_front();
                run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
            }
            RC_ASSERT(queue->Length() == Packets(static_cast<int64_t>(model.size())));
            RC_ASSERT(queue->Backlog() == Bytes(bytes));
            RC_ASSERT(IsBalanced(run));
        }
    }));
}

} // namespace fifo_queue_disc_test
