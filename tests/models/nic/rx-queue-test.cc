// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/count-or-timer-moderation.h"
#include "models/nic/dim-moderation.h"
#include "models/nic/first-armed-moderation.h"
#include "models/nic/minimum-gap-moderation.h"
#include "models/nic/nic.h"
#include "models/nic/none-moderation.h"
#include "models/nic/poll-moderation.h"
#include "models/nic/receive-side-scaling.h"
#include "models/nic/skywalk-mitigation.h"
#include "tests/support/far-end.h"
#include "tests/support/moderated-queue.h"
#include "tests/support/plain-wire.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <stdexcept>
#include <vector>

namespace rx_queue_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::FlowKey;
using nexsim::MicroSeconds;
using nexsim::MilliSeconds;
using nexsim::Nic;
using nexsim::PacketPtr;
using nexsim::Seconds;
using nexsim::SimTime;
using nexsim::testing::FarEnd;
using nexsim::testing::IsBalanced;
using nexsim::testing::PolicyOf;
using nexsim::testing::RunUntil;

/** Every policy, with delays of a few microseconds. */
std::vector<Blueprint>
Policies()
{
    using Attributes = std::vector<std::pair<std::string, int64_t>>;
    const int64_t microsecond = MicroSeconds(1).Value();
    const Attributes eager{{"Mode", 0},
                           {"Interval", 3 * microsecond},
                           {"Quota", 2},
                           {"SampleTime", MilliSeconds(1).Value()},
                           {"HoldTime", MilliSeconds(10).Value()},
                           {"PacketsLow", 1},
                           {"PacketsHigh", 2},
                           {"BytesLow", 1},
                           {"BytesHigh", 2}};
    return {
        PolicyOf(nexsim::NoneInterruptModeration::GetTypeId()),
        PolicyOf(nexsim::MinimumGapInterruptModeration::GetTypeId(), {{"Gap", 7 * microsecond}}),
        PolicyOf(nexsim::FirstArmedInterruptModeration::GetTypeId(), {{"Delay", 7 * microsecond}}),
        PolicyOf(nexsim::CountOrTimerInterruptModeration::GetTypeId(),
                 {{"Count", 3}, {"Delay", 7 * microsecond}}),
        PolicyOf(nexsim::DimInterruptModeration::GetTypeId(), {{"PeriodMode", 0}}),
        PolicyOf(nexsim::DimInterruptModeration::GetTypeId(), {{"PeriodMode", 1}}),
        PolicyOf(nexsim::SkywalkMitigationInterruptModeration::GetTypeId(),
                 {{"SampleTime", MilliSeconds(1).Value()}, {"HoldTime", MilliSeconds(1).Value()}}),
        PolicyOf(nexsim::PollInterruptModeration::GetTypeId(), eager),
        PolicyOf(nexsim::PollInterruptModeration::GetTypeId(),
                 {{"Mode", 1}, {"Interval", 3 * microsecond}, {"Quota", 2}}),
    };
}

/** The metrics of a receive queue. */
struct Reader : public nexsim::Component
{
    explicit Reader(const nexsim::RxQueue& queue) : rx(queue) {}

    void ReportMetrics(nexsim::MetricVisitor& visitor) const override
    {
        rx.ReportMetrics(visitor, "", nexsim::MetricRole::Own);
    }

    const nexsim::RxQueue& rx;
};

/** A NIC with several queues, whose host works for a time per call, on each queue by itself. */
struct Scene : public nexsim::NicClient
{
    Scene(const Blueprint& policy, int64_t queues, SimTime workTime, int64_t quotaOfClient)
        : work(workTime), quota(quotaOfClient)
    {
        link = nexsim::testing::PlainWire(run, far, 1500);
        Blueprint blueprint(Nic::GetTypeId());
        blueprint.Set("RxQueues", ns3::Create<nexsim::IntegerValue>(queues));
        blueprint.Set("RxRing", ns3::Create<nexsim::IntegerValue>(1 << 20));
        blueprint.Set("Moderation", ns3::Create<nexsim::BlueprintValue>(policy));
        nic = blueprint.CreateAs<Nic>();
        nic->Connect(*link, *this, 0);
        nic->Attach(run, "nic");
        for (nexsim::Component* component : run.Components())
        {
            component->Start();
        }
    }

    void Receive(uint16_t port, uint32_t size)
    {
        FlowKey key;
        key.protocol = nexsim::kProtocolUdp;
        key.sourcePort = port;
        PacketPtr packet = nexsim::testing::NewPacket(run, size, received[port]++);
        packet->flow = run.Flows().Intern(key);
        packet->flowHash = port; // stands for the flow where it is taken
        nic->Receive(std::move(packet));
    }

    void OnReceived(uint32_t /*nic*/, uint32_t queue) override
    {
        RC_ASSERT(working.count(queue) == 0); // no call before the interrupt is enabled again
        working[queue] = true;
        ns3::Simulator::Schedule(ToNs3(work), [this, queue] { Work(queue); });
    }

    void Work(uint32_t queue)
    {
        const int64_t most = std::min(quota, nic->Quota(queue).Value());
        for (int64_t left = most; left > 0; --left)
        {
            PacketPtr packet = nic->TakeReceived(queue);
            if (!packet)
            {
                break;
            }
            const auto port = static_cast<uint16_t>(packet->flowHash);
            RC_ASSERT(packet->number == taken[port]++); // in order
            RC_ASSERT(queueOf.emplace(port, queue).first->second == queue);
            int64_t sum = 0;
            for (size_t i = 0; i < nexsim::kStageCount; ++i)
            {
                const bool holds = (packet->stages >> i & 1) != 0;
                sum += holds ? StagesOf(*packet).picoseconds[i] : 0;
            }
            RC_ASSERT(sum == (run.Now() - packet->created).Value());
            waits.emplace_back(TimeIn(*packet, nexsim::Stage::InterruptHold),
                               TimeIn(*packet, nexsim::Stage::NicRing));
            run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
        }
        working.erase(queue);
        nic->EnableInterrupt(queue);
    }

    static SimTime TimeIn(const nexsim::Packet& packet, nexsim::Stage stage)
    {
        const auto index = static_cast<size_t>(stage);
        const bool holds = (packet.stages >> index & 1) != 0;
        return SimTime(holds ? StagesOf(packet).picoseconds[index] : 0);
    }

    nexsim::testing::Simulation simulation;
    nexsim::RunContext run;
    std::vector<std::pair<SimTime, SimTime>> waits; //!< held, then in the ring, of each taken
    FarEnd far{run};
    ns3::Ptr<nexsim::SimplexLink> link;
    ns3::Ptr<Nic> nic;
    SimTime work;
    int64_t quota;
    std::map<uint16_t, uint32_t> received;
    std::map<uint16_t, uint32_t> taken;
    std::map<uint16_t, uint32_t> queueOf;
    std::map<uint32_t, bool> working;
};

} // namespace

TEST_CASE("Receive queues: with every policy each packet is taken, in order, in its flow's queue")
{
    CHECK(rc::check([] {
        const auto policies = Policies();
        const auto policy = *rc::gen::inRange<size_t>(0, policies.size());
        const auto queues = *rc::gen::element<int64_t>(1, 2, 5);
        const auto work = *rc::gen::element<int64_t>(0, 1, 900'000, 20'000'000);
        const auto quota = *rc::gen::element<int64_t>(1, 3, nexsim::kUnlimited);
        const auto gap = *rc::gen::element<int>(1, 3'000'000, 400'000'000);
        const auto arrivals = *rc::gen::container<std::vector<std::tuple<int, uint16_t, uint32_t>>>(
            rc::gen::tuple(rc::gen::inRange(0, gap),
                           rc::gen::inRange<uint16_t>(1, 9),
                           rc::gen::inRange<uint32_t>(28, 1501)));
        Scene scene(policies[policy], queues, SimTime(work), quota);
        SimTime at;
        for (const auto& [wait, port, size] : arrivals)
        {
            at += SimTime(wait);
            ns3::Simulator::Schedule(ToNs3(at), [&scene, port = port, size = size] {
                scene.Receive(port, size);
            });
        }
        // Polls take two packets each 3 us at the least; work takes 20 us a packet at the most.
        RunUntil(scene.run, at + MilliSeconds(30));
        RC_ASSERT(scene.taken == scene.received);
        RC_ASSERT(scene.run.Held().packets == 0);
        RC_ASSERT(IsBalanced(scene.run));
    }));
}

TEST_CASE("Receive queue: a descriptor is taken on arrival, before the data is in memory")
{
    nexsim::testing::ModeratedQueue scene(PolicyOf(nexsim::NoneInterruptModeration::GetTypeId()),
                                          SimTime(0),
                                          nexsim::Packets(2));
    CHECK(scene.queue.Reserve());
    CHECK(scene.queue.Reserve());
    CHECK_FALSE(scene.queue.Reserve());
    CHECK(scene.calls.empty());
    scene.queue.Complete(nexsim::testing::NewPacket(scene.run, 100));
    CHECK(scene.taken == std::vector<int64_t>{1});
    CHECK(scene.queue.Reserve());
    CHECK_FALSE(scene.queue.Reserve());
}

TEST_CASE("Receive queue: what a packet waits is hold up to the call that takes it, then ring")
{
    using Attributes = std::vector<std::pair<std::string, int64_t>>;
    const Attributes delay{{"Delay", MicroSeconds(7).Value()}};
    Scene scene(PolicyOf(nexsim::FirstArmedInterruptModeration::GetTypeId(), delay),
                1,
                MicroSeconds(2),
                nexsim::kUnlimited);
    for (const int64_t at : {0, 3, 8}) // the last while the host is at work
    {
        ns3::Simulator::Schedule(ToNs3(MicroSeconds(at)), [&scene] { scene.Receive(1, 100); });
    }
    RunUntil(scene.run, MicroSeconds(100));
    using Wait = std::pair<SimTime, SimTime>;
    REQUIRE(scene.waits.size() == 3);
    CHECK(scene.waits[0] == Wait(MicroSeconds(7), MicroSeconds(2)));
    CHECK(scene.waits[1] == Wait(MicroSeconds(4), MicroSeconds(2)));
    CHECK(scene.waits[2] == Wait(MicroSeconds(0), MicroSeconds(1)));
    const nexsim::testing::MetricMap metrics(*scene.nic);
    CHECK(metrics.Quotient("rx[0]/hold_time") ==
          std::pair<int64_t, int64_t>(MicroSeconds(11).Value(), 3));
    CHECK(metrics["rx[0]/interrupts"] == 1);
}

TEST_CASE("Receive queue: a descriptor is taken until the host takes the packet")
{
    using Attributes = std::vector<std::pair<std::string, int64_t>>;
    const Attributes late{{"Delay", MicroSeconds(7).Value()}};
    nexsim::testing::ModeratedQueue scene(
        PolicyOf(nexsim::FirstArmedInterruptModeration::GetTypeId(), late),
        SimTime(0),
        nexsim::Packets(2));
    scene.Arrive(SimTime(0), 3); // the third finds none
    scene.Arrive(MicroSeconds(8), 2);
    RunUntil(scene.run, MicroSeconds(100));
    CHECK(scene.taken == std::vector<int64_t>{2, 2});
    CHECK(scene.queue.Received() == 4);
}

TEST_CASE("Receive queue: its policy is told what a call has taken and left, and how it was called")
{
    struct Recorder : nexsim::InterruptModeration
    {
        static ns3::TypeId GetTypeId()
        {
            static const ns3::TypeId tid =
                ns3::TypeId("nexsim::testing::RecorderInterruptModeration")
                    .SetParent<nexsim::InterruptModeration>()
                    .AddConstructor<Recorder>();
            return tid;
        }

        void OnPacket(nexsim::Packets /*waiting*/) override {}

        void OnEnabled(const nexsim::HandlerRun& run) override
        {
            runs.push_back(run);
        }

        nexsim::Packets Quota() const override
        {
            return nexsim::Packets(2);
        }

        void Poll()
        {
            Line().Poll();
        }

        void Raise()
        {
            Line().Raise();
        }

        std::vector<nexsim::HandlerRun> runs;
    };

    nexsim::testing::ModeratedQueue scene(PolicyOf(Recorder::GetTypeId()));
    auto& policy = dynamic_cast<Recorder&>(*scene.run.Components().front());
    for (const int64_t at : {0, 1, 2, 3})
    {
        scene.Arrive(MicroSeconds(at), 1, 1000 + static_cast<uint32_t>(at));
    }
    RunUntil(scene.run, MicroSeconds(5));
    policy.Poll();
    CHECK(scene.queue.WasPolled());
    RunUntil(scene.run, MicroSeconds(6));
    policy.Raise();
    CHECK_FALSE(scene.queue.WasPolled());
    REQUIRE(policy.runs.size() == 2);
    CHECK(policy.runs[0].raised == MicroSeconds(5));
    CHECK(policy.runs[0].packets == 2);
    CHECK(policy.runs[0].bytes == 2001);
    CHECK(policy.runs[0].waiting == nexsim::Packets(2));
    CHECK(policy.runs[0].oldest == MicroSeconds(2));
    CHECK(policy.runs[0].newest == MicroSeconds(3));
    CHECK(policy.runs[1].packets == 2);
    CHECK(policy.runs[1].bytes == 2005);
    CHECK(policy.runs[1].waiting == nexsim::Packets(0));
    CHECK(policy.runs[1].newest == nexsim::kNever);
}

TEST_CASE("Receive queue: whether the last call was a poll is known, and its packets are counted")
{
    using Attributes = std::vector<std::pair<std::string, int64_t>>;
    // Polls while there is much to do, then interrupts again.
    const Attributes polling{{"Mode", 1}, {"Interval", MicroSeconds(3).Value()}, {"Quota", 2}};
    Scene polled(PolicyOf(nexsim::PollInterruptModeration::GetTypeId(), polling),
                 1,
                 SimTime(0),
                 nexsim::kUnlimited);
    polled.Receive(1, 100);
    RunUntil(polled.run, MicroSeconds(30));
    CHECK(polled.nic->Rx(0).WasPolled());
    const nexsim::testing::MetricMap metrics(*polled.nic);
    CHECK(metrics["rx[0]/interrupts"] == 0);
    CHECK(metrics["rx[0]/polls"] >= 9);
}

TEST_CASE("Receive queue: a policy that interrupts a masked queue is found out")
{
    struct Wild : nexsim::InterruptModeration
    {
        static ns3::TypeId GetTypeId()
        {
            static const ns3::TypeId tid = ns3::TypeId("nexsim::testing::WildInterruptModeration")
                                               .SetParent<nexsim::InterruptModeration>()
                                               .AddConstructor<Wild>();
            return tid;
        }

        void OnPacket(nexsim::Packets /*waiting*/) override
        {
            Line().Raise();
            Line().Raise();
        }
    };

    nexsim::testing::ModeratedQueue scene(PolicyOf(Wild::GetTypeId()), SimTime(5));
    CHECK(scene.queue.Reserve());
    CHECK_THROWS_AS(scene.queue.Complete(nexsim::testing::NewPacket(scene.run, 100)),
                    std::logic_error);
}

TEST_CASE("NIC: what its queues report, by queue")
{
    Scene scene(PolicyOf(nexsim::NoneInterruptModeration::GetTypeId()), 4, SimTime(0), 1000);
    for (uint16_t port = 1; port < 41; ++port)
    {
        scene.Receive(port, 100);
    }
    RunUntil(scene.run, SimTime(1));
    const nexsim::testing::MetricMap metrics(*scene.nic);
    int64_t sum = 0;
    for (int queue = 0; queue < 4; ++queue)
    {
        int64_t expected = 0;
        for (uint16_t port = 1; port < 41; ++port)
        {
            FlowKey key;
            key.protocol = nexsim::kProtocolUdp;
            key.sourcePort = port;
            const uint32_t hash = RssHash(nexsim::ReadRssKey(nexsim::kMicrosoftRssKey),
                                          key,
                                          nexsim::RssPorts::TcpAndUdp);
            expected += (hash & 127) % 4 == static_cast<uint32_t>(queue) ? 1 : 0;
        }
        const std::string rx = "rx[" + std::to_string(queue) + "]/";
        CHECK(metrics[rx + "packets"] == expected);
        CHECK(metrics[rx + "interrupts"] == 1);
        sum += expected;
    }
    CHECK(sum == 40);
    CHECK(metrics["received_packets"] == 40);
}

TEST_CASE(
    "a watched queue interrupts nobody, whatever its policy, and forgets nothing when that ends")
{
    struct Watch : public nexsim::RxWatcher
    {
        void OnComplete() override
        {
            ++told;
        }

        int64_t told = 0;
    };

    for (const Blueprint& policy : Policies())
    {
        CHECK(rc::check([&policy] {
            nexsim::testing::ModeratedQueue bench(policy, MicroSeconds(*rc::gen::inRange(0, 4)));
            const auto steps = *rc::gen::container<std::vector<int>>(60, rc::gen::inRange(0, 12));
            Watch watch;
            bool isWatched = false;
            size_t callsBefore = 0;
            int64_t toldBefore = 0;
            int64_t watchedTakes = 0;
            int64_t arrived = 0;
            const auto toggle = [&] {
                if (!isWatched)
                {
                    const bool isEmpty = bench.queue.Waiting() == nexsim::Packets(0);
                    isWatched = bench.queue.BeginWatch(watch);
                    RC_ASSERT((isEmpty || !isWatched));
                    callsBefore = bench.calls.size();
                    toldBefore = watch.told + watchedTakes;
                    return;
                }
                RC_ASSERT(bench.calls.size() == callsBefore);
                RC_ASSERT(watch.told + watchedTakes - toldBefore >= bench.queue.Waiting().Value());
                for (int64_t left = bench.queue.Waiting().Value() / 2; left > 0; --left)
                {
                    bench.run.GetLedger().Deliver(bench.queue.Take(), bench.run.Now(), 1);
                    ++watchedTakes;
                }
                isWatched = false;
                bench.queue.EndWatch();
            };
            SimTime at = MicroSeconds(1);
            for (const int step : steps)
            {
                at = at + MicroSeconds(step);
                if (step % 3 == 2)
                {
                    ns3::Simulator::Schedule(ToNs3(at - bench.run.Now()), toggle);
                    continue;
                }
                bench.Arrive(at, 1 + step % 2);
                arrived += 1 + step % 2;
            }
            RunUntil(bench.run, at + MilliSeconds(5));
            if (isWatched)
            {
                toggle();
            }
            RunUntil(bench.run, at + MilliSeconds(50));
            int64_t taken = watchedTakes;
            for (const int64_t count : bench.taken)
            {
                taken += count;
            }
            RC_ASSERT(taken == arrived);
            const Reader reader(bench.queue);
            RC_ASSERT(nexsim::testing::MetricMap(reader).Quotient("packets_per_call").first ==
                      taken - watchedTakes);
        }));
    }
}

TEST_CASE("a queue is not watched while its client works, nor twice")
{
    struct Watch : public nexsim::RxWatcher
    {
        void OnComplete() override {}
    };

    Watch watch;
    nexsim::testing::ModeratedQueue busy(PolicyOf(nexsim::NoneInterruptModeration::GetTypeId()),
                                         MicroSeconds(10));
    CHECK(busy.queue.BeginWatch(watch));
    CHECK_FALSE(busy.queue.BeginWatch(watch));
    busy.queue.EndWatch();
    busy.Arrive(MicroSeconds(1));
    RunUntil(busy.run, MicroSeconds(5));
    CHECK_FALSE(busy.queue.BeginWatch(watch));
    RunUntil(busy.run, MicroSeconds(20));
    CHECK(busy.queue.BeginWatch(watch));
    busy.queue.EndWatch();
}

TEST_CASE(
    "packets that an interrupt is held back for, and a kernel thread's queue, are not watched")
{
    struct Watch : public nexsim::RxWatcher
    {
        void OnComplete() override {}
    };

    Watch watch;
    {
        nexsim::testing::ModeratedQueue held(
            PolicyOf(nexsim::FirstArmedInterruptModeration::GetTypeId(),
                     {{"Delay", MicroSeconds(10).Value()}}));
        held.Arrive(MicroSeconds(1));
        RunUntil(held.run, MicroSeconds(5));
        CHECK_FALSE(held.queue.BeginWatch(watch));
    }
    nexsim::testing::ModeratedQueue thread(
        PolicyOf(nexsim::SkywalkMitigationInterruptModeration::GetTypeId()));
    CHECK_FALSE(thread.queue.BeginWatch(watch));
}

} // namespace rx_queue_test
