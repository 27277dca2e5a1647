// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/support/classq-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace skywalk_classq_queue_disc_test
{

namespace
{

using namespace nexsim;
using nexsim::testing::IsBalanced;
using Kind = nexsim::testing::SenderKind;
using Scene = nexsim::testing::ClassqScene;
using Shape = nexsim::testing::PacketShape;

/** Keeps the flow's queue busy: at each millisecond up to `end` two packets come and one leaves. */
void
Overload(Scene& scene, FlowIndex flow, int64_t from, int64_t end, const Shape& shape = {})
{
    for (int64_t ms = from; ms < end; ++ms)
    {
        scene.Until(MilliSeconds(ms));
        scene.Enqueue(flow, shape);
        scene.Enqueue(flow, shape);
        scene.Serve();
    }
}

} // namespace

// The i-th packet leaves at i ms and came at i/2 ms: at 100 ms the least wait of the first interval
// is that of packet 1, 1 ms (packet 0 did not wait); that of 101 to 200 ms is 51 ms.
TEST_CASE("Classq: a QUIC flow whose queue stands is told once, and its packets wait all the same")
{
    Scene scene;
    const FlowIndex flow = scene.AddFlow(Kind::Quic, true);
    Overload(scene, flow, 0, 200);
    CHECK(scene.log.text.empty());
    scene.Until(MilliSeconds(200));
    scene.Serve();
    CHECK(scene.log.text.empty()); // it stands, but only an arrival tells
    scene.Enqueue(flow);
    CHECK(scene.log.Take() == "+0");
    scene.Enqueue(flow);
    CHECK(scene.log.text.empty());
    CHECK(scene.Dropped(flow) == 0);
    CHECK(scene.queue->Length() == Packets(201));
    for (int64_t ms = 201; ms < 401; ++ms)
    {
        scene.Until(MilliSeconds(ms));
        scene.Serve();
        CHECK(scene.log.text.empty());
    }
    scene.Until(MilliSeconds(401));
    scene.Serve(); // the last
    CHECK(scene.queue->Empty());
    CHECK(scene.log.Take() == "-0");
    CHECK(scene.Count("flow_control") == 1);
    CHECK(scene.Count("flow_feedback") == 1);
    CHECK(scene.Count("dequeue") == 402);
}

// Fails when advice is given to senders of other hosts, or other protocols' packets are kept.
TEST_CASE("Classq: of a flow whose queue stands, UDP loses what comes, and the deaf their oldest")
{
    struct Point
    {
        Kind kind;
        bool heeds;
        uint8_t hops;
        const char* log;
        int64_t next; //!< the packet that leaves next
    };

    for (const Point& point : {Point{Kind::Udp, true, 0, "+0", 201},
                               Point{Kind::Quic, true, 0, "+0", 201},
                               Point{Kind::Tcp, true, 0, "+0", 201},
                               Point{Kind::Udp, false, 0, "", 202},
                               Point{Kind::Tcp, false, 0, "", 202},
                               Point{Kind::Tcp, true, 1, "", 202}})
    {
        Scene scene;
        const FlowIndex flow = scene.AddFlow(point.kind, point.heeds);
        Shape shape;
        shape.hops = point.hops;
        Overload(scene, flow, 0, 200, shape);
        scene.Until(MilliSeconds(200));
        scene.Serve(); // packet 200
        const int64_t before = scene.queue->Length().Value();
        scene.Enqueue(flow, shape);
        CHECK(scene.log.text == point.log);
        const bool isKept = point.heeds && point.hops == 0 && point.kind != Kind::Udp;
        CHECK(scene.queue->Length().Value() == before + (isKept ? 1 : 0));
        CHECK(scene.Dropped(flow) == (isKept ? 0 : 1));
        CHECK(scene.Count("drop_early") == (isKept ? 0 : 1));
        CHECK(scene.Serve().number == point.next);
    }
}

TEST_CASE("Classq: a queue that calms down before it is empty resumes its flow")
{
    Scene scene;
    const FlowIndex flow = scene.AddFlow(Kind::Tcp, true);
    Overload(scene, flow, 0, 201);
    scene.Enqueue(flow);
    CHECK(scene.log.Take() == "+0");
    while (scene.queue->Length() > Packets(3)) // a burst of the link: the waits go down
    {
        scene.Serve();
    }
    scene.Until(MilliSeconds(202));
    scene.Enqueue(flow);
    CHECK(scene.log.text.empty());
    for (int64_t ms = 203; ms < 320 && scene.log.text.empty(); ++ms)
    {
        scene.Until(MilliSeconds(ms));
        scene.Enqueue(flow);
        scene.Serve();
        CHECK(scene.queue->Length() > Packets(0));
        CHECK((ms < 300 || !scene.log.text.empty())); // the interval of 200 to 300 ms
    }
    CHECK(scene.log.Take() == "-0");
}

TEST_CASE("Classq: a stalled flow is told to pause, and to go on when one packet has left")
{
    Scene scene;
    const FlowIndex flow = scene.AddFlow(Kind::Quic, true);
    const FlowIndex other = scene.AddFlow(Kind::Quic, true);
    for (int i = 0; i < 8; ++i)
    {
        scene.Enqueue(flow);
    }
    scene.Enqueue(other);
    scene.Until(MilliSeconds(100));
    scene.Enqueue(flow);
    CHECK(scene.log.text.empty());
    scene.Until(MilliSeconds(101));
    scene.Enqueue(other); // 1000 B wait: too little
    CHECK(scene.log.text.empty());
    scene.Enqueue(flow);
    CHECK(scene.log.Take() == "+0");
    CHECK(scene.Count("dequeue_stall") == 1);
    // The interval is over too, and the least wait 101 ms: it stands by that test now.
    scene.Serve();
    CHECK(scene.log.text.empty());
    CHECK(scene.queue->ServiceClass(7).Counts().dequeueStall == 1);
}

// Fails when the largest is looked for among flows below 15,000 B, or the tail is dropped.
TEST_CASE("Classq: full, the largest flow loses its oldest packet, else the arriving one is lost")
{
    Scene scene({{"MaxPackets", 40}});
    const FlowIndex small = scene.AddFlow(Kind::Tcp, false);
    const FlowIndex big = scene.AddFlow(Kind::Tcp, false);
    Shape shape;
    shape.size = 500;
    for (int i = 0; i < 26; ++i)
    {
        scene.Enqueue(small, shape); // 13,000 B
    }
    for (int i = 0; i < 14; ++i)
    {
        scene.Enqueue(big); // 14,000 B
    }
    scene.Enqueue(big);
    CHECK(scene.Dropped(big) == 1);
    CHECK(scene.Dropped(small) == 0);
    CHECK(scene.queue->Length() == Packets(40));
    scene.Serve(); // of the small one
    shape.size = 1500;
    scene.Enqueue(big, shape); // 15,500 B
    scene.Enqueue(small, shape);
    CHECK(scene.Dropped(big) == 2);
    CHECK(scene.Dropped(small) == 0);
    CHECK(scene.Count("drop_overflow") == 2);
    CHECK(scene.queue->Length() == Packets(40));
    // Two 500 B packets of the small one's quantum are left, then it is the big one's turn.
    CHECK(scene.Serve() == Scene::Served{small, 1, false});
    CHECK(scene.Serve() == Scene::Served{small, 2, false});
    CHECK(scene.Serve() == Scene::Served{big, 1, false});
}

// Fails when TCP is called overwhelming, or the flag is kept below 90 %.
TEST_CASE("Classq: a heeding UDP flow that fills the queue is overwhelming until below 90 %")
{
    for (const Kind kind : {Kind::Udp, Kind::Quic})
    {
        Scene scene({{"MaxPackets", 40}});
        const FlowIndex flow = scene.AddFlow(kind, true);
        for (int i = 0; i < 40; ++i)
        {
            scene.Enqueue(flow);
        }
        CHECK(scene.Dropped(flow) == 0);
        scene.Enqueue(flow);
        CHECK(scene.Dropped(flow) == 1);
        if (kind == Kind::Quic)
        {
            CHECK(scene.log.text.empty());
            CHECK(scene.Serve().number == 1); // the oldest was lost
            continue;
        }
        CHECK(scene.log.Take() == "+0");
        CHECK(scene.Count("overwhelming") == 1);
        scene.Enqueue(flow); // dropped for flow control, and counted so
        CHECK(scene.Count("drop_early") == 1);
        CHECK(scene.Count("drop_overflow") == 1);
        for (int i = 0; i < 4; ++i)
        {
            scene.Serve(); // 36 are left, 90 %
            CHECK(scene.log.text.empty());
        }
        scene.Serve();
        CHECK(scene.log.Take() == "-0");
    }
}

// Fails with >= for >, and when ECT(0) is marked.
TEST_CASE("Classq: L4S packets are marked by their own wait; other ECN-capable ones are not")
{
    for (const Ecn ecn : {Ecn::Capable1, Ecn::Capable0, Ecn::NotCapable})
    {
        Scene scene;
        const FlowIndex flow = scene.AddFlow(Kind::Tcp, false);
        Shape shape;
        shape.ecn = ecn;
        scene.Enqueue(flow, shape);
        scene.Enqueue(flow, shape);
        scene.Until(MilliSeconds(2));
        CHECK(!scene.Serve().isMarked);
        scene.Until(MilliSeconds(2) + PicoSeconds(1));
        CHECK(scene.Serve().isMarked == (ecn == Ecn::Capable1));
        CHECK(scene.Count("ce_marked") == (ecn == Ecn::Capable1 ? 1 : 0));
        CHECK(scene.Count("l4s_pkts") == (ecn == Ecn::Capable1 ? 2 : 0));
    }
}

// Fails when the guard is the classic target.
TEST_CASE("Classq: a flow's L4S packets have a queue of their own, which stands above 20 ms")
{
    for (const Ecn ecn : {Ecn::Capable1, Ecn::Capable0})
    {
        Scene scene;
        const FlowIndex flow = scene.AddFlow(Kind::Quic, true);
        Shape shape;
        shape.ecn = ecn;
        // Each packet waits for 15 ms.
        for (int64_t ms = 0; ms <= 210; ++ms)
        {
            scene.Until(MilliSeconds(ms));
            scene.Enqueue(flow, shape);
            if (ms >= 15)
            {
                scene.Serve();
            }
        }
        CHECK(scene.log.Take() == (ecn == Ecn::Capable1 ? "" : "+0"));
    }
    Scene scene;
    const FlowIndex flow = scene.AddFlow(Kind::Tcp, false);
    Shape l4s;
    l4s.ecn = Ecn::Capable1;
    Shape marked;
    marked.ecn = Ecn::Congestion;
    scene.Enqueue(flow, marked); // of an unknown kind: classic
    scene.Enqueue(flow);
    scene.Enqueue(flow, l4s);
    scene.Enqueue(flow, marked); // now it goes with the L4S packets
    CHECK(scene.Serve().number == 0);
    CHECK(scene.Serve().number == 1);
    CHECK(scene.Serve().number == 2);
    CHECK(scene.Serve().number == 3);
    CHECK(scene.Count("l4s_pkts") == 2);
}

TEST_CASE("Classq: local reports take the place of marks, for heeding senders of this host")
{
    Scene scene({}, true);
    const FlowIndex heeding = scene.AddFlow(Kind::Quic, true);
    const FlowIndex deaf = scene.AddFlow(Kind::Quic, false);
    Shape shape;
    shape.ecn = Ecn::Capable1;
    scene.Enqueue(heeding, shape);
    scene.Enqueue(deaf, shape);
    CHECK(!scene.Serve().isMarked);
    scene.Until(MilliSeconds(1));
    scene.Enqueue(heeding, shape);
    scene.Enqueue(heeding, shape);
    scene.Until(MilliSeconds(4));
    for (int i = 0; i < 3; ++i)
    {
        const Scene::Served served = scene.Serve();
        CHECK(served.isMarked == (served.flow == deaf));
    }
    CHECK(scene.log.Take() == "!1/2!1/1");
    CHECK(scene.Count("ce_reported") == 2);
    CHECK(scene.Count("ce_marked") == 1);
}

// Fails when an older packet than the last is replaced, or one of another generation.
TEST_CASE("Classq: a pure acknowledgement takes the place of the last one of its generation")
{
    Scene scene;
    const FlowIndex flow = scene.AddFlow(Kind::Tcp, false);
    const FlowIndex other = scene.AddFlow(Kind::Tcp, false);
    scene.Acknowledge(flow, 1);      // 0
    scene.Acknowledge(flow, 1);      // 1 for 0
    scene.Acknowledge(other, 1);     // its own
    scene.Acknowledge(flow, 2);      // 2
    scene.Acknowledge(flow, 2, 100); // 3: has payload
    scene.Acknowledge(flow, 2);      // 4
    scene.Acknowledge(flow, 0);      // 5: must arrive
    scene.Acknowledge(flow, 0);      // 6
    scene.Acknowledge(flow, 2);      // 7
    scene.Acknowledge(flow, 2);      // 8 for 7
    CHECK(scene.Count("pkts_compressible") == 7);
    CHECK(scene.Count("pkts_compressed") == 2);
    CHECK(scene.queue->Length() == Packets(8));
    CHECK(scene.queue->Backlog() == Bytes(8 * 52 + 100));
    CHECK(IsBalanced(scene.run));
    std::vector<int64_t> numbers;
    for (Scene::Served served = scene.Serve(); served.flow >= 0; served = scene.Serve())
    {
        if (served.flow == flow)
        {
            numbers.push_back(served.number);
        }
    }
    CHECK(numbers == std::vector<int64_t>{1, 2, 3, 4, 5, 6, 8});
    CHECK(IsBalanced(scene.run));
    CHECK(scene.run.Flows()[flow].replaced.packets == 2);
}

// Fails when a queue is forgotten at once, or never.
TEST_CASE("Classq: a flow's first interval begins with its queue, which is freed 3 s after it was "
          "last used")
{
    struct Point
    {
        int64_t pause; //!< ms
        bool stands;   //!< 60 ms later
    };

    for (const Point& point : {Point{2990, true}, Point{3010, false}})
    {
        Scene scene;
        const FlowIndex flow = scene.AddFlow(Kind::Quic, true);
        const FlowIndex other = scene.AddFlow(Kind::Udp, false);
        scene.Enqueue(flow);
        scene.Serve();
        for (int i = 0; i < 3; ++i) // the flow's turn passes, without packets
        {
            scene.Enqueue(other);
            scene.Serve();
        }
        scene.Until(MilliSeconds(point.pause));
        scene.Enqueue(other);
        scene.Serve(); // and it is freed, if it has been empty for 3 s
        for (int i = 0; i < 10; ++i)
        {
            scene.Enqueue(flow);
        }
        scene.Until(MilliSeconds(point.pause + 60));
        scene.Serve(); // the old interval is over long since: 60 ms were the least wait
        scene.Enqueue(flow);
        CHECK(scene.log.Take() == (point.stands ? "+0" : ""));
    }
}

// Fails when DropHead, Keep or Take count a packet's bytes wrongly, for it compares with the sums.
TEST_CASE("Classq: nothing is lost or made, each queue keeps its order, and all end resumed")
{
    CHECK(rc::check([] {
        Scene scene({{"MaxPackets", *rc::gen::inRange(2, 60)},
                     {"Interval", MilliSeconds(10).Value()},
                     {"Target", MilliSeconds(1).Value()},
                     {"L4sGuard", MilliSeconds(2).Value()},
                     {"L4sTarget", 500'000'000}},
                    *rc::gen::arbitrary<bool>());
        std::vector<FlowIndex> flows;
        for (const bool heeds : {true, false})
        {
            for (const Kind kind : {Kind::Udp, Kind::Quic, Kind::Tcp})
            {
                flows.push_back(scene.AddFlow(kind, heeds));
            }
        }
        constexpr uint8_t kDscps[] = {0, 46, 8, 34};
        constexpr Ecn kEcns[] = {Ecn::NotCapable, Ecn::Capable0, Ecn::Capable1};
        RandomStream random(*rc::gen::inRange<uint32_t>(1, 1'000'000), 0, "test", "steps");
        std::map<std::tuple<int64_t, int, bool>, int64_t> last;
        int64_t bytesIn = 0;
        int64_t bytesOut = 0;
        int64_t bytesServed = 0;
        const auto serve = [&] {
            PacketPtr packet = scene.queue->Dequeue();
            if (!packet)
            {
                return false;
            }
            const bool isL4s = packet->ecn == Ecn::Capable1 || packet->ecn == Ecn::Congestion;
            auto& before =
                last.emplace(std::make_tuple(packet->flow, packet->dscp, isL4s), -1).first->second;
            RC_ASSERT(before < static_cast<int64_t>(packet->number));
            before = packet->number;
            bytesServed += packet->size;
            bytesOut += packet->payloadBytes;
            scene.run.GetLedger().Deliver(std::move(packet), scene.run.Now(), 1);
            return true;
        };
        SimTime now;
        for (int i = 0; i < 1500; ++i)
        {
            now += MicroSeconds(random.UniformInteger(400));
            scene.Until(now);
            const uint32_t arrivals = random.UniformInteger(4);
            for (uint32_t k = 0; k < arrivals; ++k)
            {
                const FlowIndex flow = flows[random.UniformInteger(6)];
                if (flow % 3 == 2 && random.UniformInteger(3) == 0)
                {
                    scene.Acknowledge(flow, random.UniformInteger(3));
                    continue;
                }
                Shape shape;
                shape.size = 28 + random.UniformInteger(20'000);
                shape.dscp = kDscps[random.UniformInteger(4)];
                shape.ecn = kEcns[random.UniformInteger(3)];
                scene.Enqueue(flow, shape);
                bytesIn += shape.size - 28;
            }
            if (random.UniformInteger(4) != 0)
            {
                serve();
            }
            RC_ASSERT(IsBalanced(scene.run));
            RC_ASSERT(!scene.queue->FindError());
        }
        while (serve())
        {
        }
        const Ledger& ledger = scene.run.GetLedger();
        RC_ASSERT(scene.queue->Empty());
        RC_ASSERT(scene.queue->Backlog() == Bytes(0));
        RC_ASSERT(bytesIn == bytesOut + ledger.Dropped().payloadBytes);
        RC_ASSERT(ledger.Born().packets == ledger.Delivered().packets + ledger.Dropped().packets +
                                               ledger.Taken(Conversion::Replace).packets);
        RC_ASSERT(scene.Count("dequeue_bytes") == bytesServed);
        RC_ASSERT(scene.Count("dequeue") == ledger.Delivered().packets);
        RC_ASSERT(scene.Count("drop_early") + scene.Count("drop_overflow") ==
                  ledger.Dropped().packets);
        RC_ASSERT(scene.Count("flow_control") == scene.Count("flow_feedback"));
    }));
}

} // namespace skywalk_classq_queue_disc_test
