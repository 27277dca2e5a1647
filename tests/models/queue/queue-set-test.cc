// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/packet-fifo.h"
#include "models/queue/complete-sharing.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/queue/fifo-scheduler.h"
#include "models/queue/queue-set.h"
#include "models/queue/strict-priority-scheduler.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <deque>
#include <utility>
#include <vector>

namespace queue_set_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::FifoQueueDisc;
using nexsim::FifoScheduler;
using nexsim::IntegerValue;
using nexsim::PacketMatch;
using nexsim::PacketPtr;
using nexsim::PolicyValue;
using nexsim::QueueClass;
using nexsim::QueueSet;
using nexsim::QueueSetup;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::Stage;
using nexsim::StrictPriorityScheduler;
using nexsim::testing::IsBalanced;
using nexsim::testing::NewPacket;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

/** Drops small packets when it is their turn, and keeps large ones. */
class PickyQueueDisc : public nexsim::QueueDisc
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid = ns3::TypeId("nexsim::testing::PickyQueueDisc")
                                           .SetParent<nexsim::QueueDisc>()
                                           .SetGroupName("nexsim/testing")
                                           .AddConstructor<PickyQueueDisc>();
        return tid;
    }

    nexsim::Tally Held() const override
    {
        return m_fifo.Sum();
    }

  protected:
    void DoAttach() override
    {
        QueueDisc::DoAttach();
        m_small = &AddDropReason("small");
    }

    void DoEnqueue(PacketPtr packet) override
    {
        m_fifo.Push(std::move(packet));
    }

    PacketPtr DoDequeue() override
    {
        while (!m_fifo.Empty() && m_fifo.Front().size < 100)
        {
            DropHeld(m_fifo.Pop(), *m_small);
        }
        return m_fifo.Empty() || m_fifo.Front().size > 1000 ? PacketPtr() : m_fifo.Pop();
    }

  private:
    nexsim::PacketFifo m_fifo;
    nexsim::DropReason* m_small = nullptr;
};

/** A class for one DSCP, or for any (-1). */
ns3::Ptr<ns3::AttributeValue>
ClassOf(int64_t dscp, const Blueprint& queue)
{
    Blueprint match(PacketMatch::GetTypeId());
    match.Set("Dscp", ns3::Create<IntegerValue>(dscp));
    Blueprint made(QueueClass::GetTypeId());
    made.SetPart("Match", match);
    made.Set("Queue", ns3::Create<nexsim::BlueprintValue>(queue));
    return ns3::Create<PolicyValue>(made.Create());
}

/** That holds at most so many packets. */
ns3::Ptr<ns3::AttributeValue>
ClassOf(int64_t dscp, int64_t maxPackets)
{
    Blueprint queue(FifoQueueDisc::GetTypeId());
    queue.Set("MaxPackets", ns3::Create<IntegerValue>(maxPackets));
    return ClassOf(dscp, queue);
}

/** The queues of a port: one per entry of `limits`, for DSCP 0, 1, 2 ... */
struct Port
{
    Port(ns3::TypeId scheduler, const std::vector<int64_t>& limits)
    {
        QueueSetup setup;
        setup.queue = Blueprint(FifoQueueDisc::GetTypeId());
        for (size_t i = 0; i < limits.size(); ++i)
        {
            setup.classes.push_back(ClassOf(static_cast<int64_t>(i), limits[i]));
        }
        Build(setup, scheduler);
    }

    /** The first queue drops what is small and keeps what is large; the second is a FIFO. */
    explicit Port(ns3::TypeId scheduler)
    {
        QueueSetup setup;
        setup.classes = {ClassOf(0, Blueprint(PickyQueueDisc::GetTypeId())), ClassOf(1, 10)};
        Build(setup, scheduler);
    }

    void Build(QueueSetup& setup, ns3::TypeId scheduler)
    {
        setup.scheduler = Blueprint(scheduler);
        queues.Build(run, "port", setup, nullptr, Stage::SwitchQueue);
    }

    void Enqueue(uint8_t dscp, uint32_t size)
    {
        queues.Enqueue(NewPacket(run, size, next++, dscp));
    }

    /** The DSCP of the packet whose turn it is, and its number; -1 for none. */
    std::pair<int, uint32_t> Serve()
    {
        PacketPtr packet = queues.Dequeue(run.Now());
        if (!packet)
        {
            return {-1, 0};
        }
        const std::pair<int, uint32_t> served(packet->dscp, packet->number);
        run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
        return served;
    }

    Simulation simulation;
    RunContext run;
    QueueSet queues;
    uint32_t next = 0;
};

/** -1 serves a packet, anything else brings one of this DSCP. */
rc::Gen<std::vector<int>>
AnySteps()
{
    return rc::gen::container<std::vector<int>>(
        rc::gen::oneOf(rc::gen::just(-1), rc::gen::inRange(0, 3)));
}

constexpr int64_t kLimits[] = {3, 1, 5};

} // namespace

TEST_CASE("a queue of 0 packets loses what the port has not taken, other queues do not")
{
    Port port(StrictPriorityScheduler::GetTypeId(), {0, 3});
    port.Enqueue(1, 1500);
    port.queues.EndArrival();
    port.Enqueue(0, 64);
    CHECK(port.Serve() == std::pair<int, uint32_t>{0, 1}); // on its way through
    port.queues.EndArrival();
    port.Enqueue(0, 700);
    port.queues.EndArrival(); // nobody has taken it
    CHECK(port.run.GetLedger().Dropped().packets == 1);
    CHECK(port.Serve() == std::pair<int, uint32_t>{1, 0});
    CHECK(port.Serve().first == -1);
    CHECK(port.queues.Empty());
    CHECK(IsBalanced(port.run));
}

TEST_CASE("FIFO scheduler: the oldest packet of all queues is next, whatever queues have dropped")
{
    CHECK(rc::check([] {
        const auto steps = *AnySteps();
        Port port(FifoScheduler::GetTypeId(), {kLimits[0], kLimits[1], kLimits[2]});
        std::deque<std::pair<int, uint32_t>> model;
        int64_t waiting[3] = {0, 0, 0};
        for (const int step : steps)
        {
            if (step >= 0)
            {
                const uint32_t number = port.next;
                port.Enqueue(static_cast<uint8_t>(step), 28 + number % 1473);
                if (waiting[step] < kLimits[step])
                {
                    ++waiting[step];
                    model.emplace_back(step, number);
                }
            }
            else if (model.empty())
            {
                RC_ASSERT(port.Serve().first == -1);
            }
            else
            {
                RC_ASSERT(port.Serve() == model.front());
                --waiting[model.front().first];
                model.pop_front();
            }
            RC_ASSERT(port.queues.Empty() == model.empty());
            RC_ASSERT(IsBalanced(port.run));
        }
    }));
}

TEST_CASE("strict priority: the first queue with a packet is next, in order within it")
{
    CHECK(rc::check([] {
        const auto steps = *AnySteps();
        Port port(StrictPriorityScheduler::GetTypeId(), {kLimits[0], kLimits[1], kLimits[2]});
        std::deque<uint32_t> model[3];
        for (const int step : steps)
        {
            if (step >= 0)
            {
                const uint32_t number = port.next;
                port.Enqueue(static_cast<uint8_t>(step), 28 + number % 1473);
                if (static_cast<int64_t>(model[step].size()) < kLimits[step])
                {
                    model[step].push_back(number);
                }
                continue;
            }
            std::pair<int, uint32_t> expected(-1, 0);
            for (int queue = 2; queue >= 0; --queue)
            {
                if (!model[queue].empty())
                {
                    expected = {queue, model[queue].front()};
                }
            }
            RC_ASSERT(port.Serve() == expected);
            if (expected.first >= 0)
            {
                model[expected.first].pop_front();
            }
            RC_ASSERT(IsBalanced(port.run));
        }
    }));
}

TEST_CASE("classifier: a packet joins the first class it matches, the last if it matches none")
{
    const Simulation simulation;
    RunContext run;
    QueueSetup setup;
    setup.classes = {ClassOf(46, 10), ClassOf(46, 10), ClassOf(-1, 10), ClassOf(8, 10)};
    setup.scheduler = Blueprint(StrictPriorityScheduler::GetTypeId());
    QueueSet any;
    any.Build(run, "any", setup, nullptr, Stage::SwitchQueue);
    setup.classes.erase(setup.classes.begin() + 2);
    QueueSet last;
    last.Build(run, "last", setup, nullptr, Stage::SwitchQueue);
    const auto lengths = [&run](const std::string& port) {
        std::vector<int64_t> result;
        for (const nexsim::Component* component : run.Components())
        {
            if (component->Path().rfind(port + "/", 0) == 0)
            {
                result.push_back(component->Held().packets);
            }
        }
        return result;
    };
    for (const uint8_t dscp : {uint8_t{46}, uint8_t{8}, uint8_t{0}})
    {
        any.Enqueue(NewPacket(run, 100, 0, dscp));
        last.Enqueue(NewPacket(run, 100, 0, dscp));
    }
    CHECK(lengths("any") == std::vector<int64_t>{1, 0, 2, 0});
    CHECK(lengths("last") == std::vector<int64_t>{1, 0, 2});
}

TEST_CASE("waiting is accounted to the port's stage, and to none where it took no time")
{
    Port port(FifoScheduler::GetTypeId(), {});
    port.Enqueue(0, 1500);
    port.Enqueue(0, 100);
    PacketPtr first = port.queues.Dequeue(port.run.Now());
    CHECK(first->stages == 0);
    RunUntil(port.run, SimTime(77));
    PacketPtr second = port.queues.Dequeue(port.run.Now());
    CHECK(second->stages == 1U << static_cast<unsigned>(Stage::SwitchQueue));
    CHECK(nexsim::StagesOf(*second).picoseconds[static_cast<size_t>(Stage::SwitchQueue)] == 77);
    CHECK(second->lastMark == SimTime(77));
}

TEST_CASE("the queues of a port take their memory from the buffer they share")
{
    const Simulation simulation;
    RunContext run;
    const auto buffer = ns3::CreateObject<nexsim::CompleteSharingBufferManager>();
    buffer->SetAttribute("Size", IntegerValue(2000));
    buffer->Attach(run, "buffer");
    QueueSetup setup;
    setup.classes = {ClassOf(0, 10), ClassOf(1, 10)};
    setup.scheduler = Blueprint(FifoScheduler::GetTypeId());
    QueueSet queues;
    queues.Build(run, "port", setup, ns3::PeekPointer(buffer), Stage::SwitchQueue);
    queues.Enqueue(NewPacket(run, 1500, 0, 0));
    queues.Enqueue(NewPacket(run, 501, 1, 1)); // one byte too many
    queues.Enqueue(NewPacket(run, 500, 2, 1));
    CHECK(buffer->Used() == nexsim::Bytes(2000));
    CHECK(run.GetLedger().Dropped().packets == 1);
    CHECK(queues.Dequeue(run.Now())->number == 0);
    CHECK(queues.Dequeue(run.Now())->number == 2);
    CHECK(buffer->Used() == nexsim::Bytes(0));
    CHECK_FALSE(queues.Dequeue(run.Now()));
}

TEST_CASE("what waits is dropped at once and for one reason; then turns are as in a new port")
{
    for (const ns3::TypeId& scheduler :
         {FifoScheduler::GetTypeId(), StrictPriorityScheduler::GetTypeId()})
    {
        Port port(scheduler, {10, 10, 10});
        nexsim::DropReason& reason = port.run.GetLedger().AddReason("port", "link-down");
        for (const uint32_t dscp : {2U, 0U, 1U, 2U, 2U})
        {
            port.Enqueue(static_cast<uint8_t>(dscp), 100 + dscp);
        }
        CHECK(port.Serve().first == (scheduler == FifoScheduler::GetTypeId() ? 2 : 0));
        port.queues.DropAll(reason);
        CHECK(port.queues.Empty());
        CHECK(reason.dropped.packets == 4);
        CHECK(IsBalanced(port.run));
        port.Enqueue(1, 100);
        port.Enqueue(2, 100);
        port.Enqueue(1, 100);
        CHECK(port.Serve() == std::pair<int, uint32_t>{1, 5});
        CHECK(port.Serve().first == (scheduler == FifoScheduler::GetTypeId() ? 2 : 1));
    }
}

TEST_CASE("a queue that its own drops emptied hands the turn on; one that only waits keeps it")
{
    for (const ns3::TypeId& scheduler :
         {FifoScheduler::GetTypeId(), StrictPriorityScheduler::GetTypeId()})
    {
        Port port(scheduler);
        port.Enqueue(0, 50);
        port.Enqueue(1, 500);
        CHECK(port.Serve() == std::pair<int, uint32_t>{1, 1});
        port.Enqueue(0, 1500);
        port.Enqueue(1, 500);
        CHECK(port.Serve().first == -1);
        CHECK(IsBalanced(port.run));
    }
}

TEST_CASE("FIFO scheduler: the turns of packets that a queue drops at its own turn are over")
{
    Port port(FifoScheduler::GetTypeId());
    port.Enqueue(0, 50);
    port.Enqueue(0, 50);
    CHECK(port.Serve().first == -1);
    port.Enqueue(1, 500);
    port.Enqueue(0, 500);
    CHECK(port.Serve() == std::pair<int, uint32_t>{1, 2});
    CHECK(port.Serve() == std::pair<int, uint32_t>{0, 3});
}

} // namespace queue_set_test
