// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/queue/skywalk-classq-queue-disc.h"
#include "models/traffic/constant-rate-source.h"
#include "models/traffic/tcp-bulk-source.h"
#include "models/traffic/udp-bulk-source.h"
#include "tests/support/hand-flow.h"
#include "tests/support/nexus-scene.h"

#include <doctest/doctest.h>

namespace channel_advice_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

/** A host with a nexus whose NIC has a class queue and a ring of one. */
Blueprint
AdvisingHost(const CostTable& costs = NexusCostTable(),
             int64_t cores = 1,
             SimTime target = MilliSeconds(10),
             SimTime interval = MilliSeconds(100))
{
    Blueprint queue(SkywalkClassqQueueDisc::GetTypeId());
    queue.Set("Target", ns3::Create<IntegerValue>(target));
    queue.Set("Interval", ns3::Create<IntegerValue>(interval));
    Blueprint nic(Nic::GetTypeId());
    nic.Set("Queue", ns3::Create<BlueprintValue>(queue));
    nic.Set("TxRing", ns3::Create<IntegerValue>(Packets(1)));
    Blueprint host = NexusHostOf(cores, costs);
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    return host;
}

Blueprint
AppWith(Advice advice)
{
    Blueprint channel(NexusDatapath::GetTypeId());
    channel.Set("Advice", ns3::Create<IntegerValue>(QuantityDefault(advice)));
    return NexusAppOf(channel);
}

/** b's link takes 1000 B in a millisecond. */
constexpr int64_t kRate = 8'000'000;

MetricMap
MetricsOf(MiniNetwork& net, const std::string& path)
{
    for (const Component* component : net.Context().Components())
    {
        if (component->Path() == path)
        {
            return MetricMap(*component);
        }
    }
    throw std::logic_error("no component " + path);
}

/** Constant rate from b to a, packets of 1000 B at `percent` of what the link takes. */
ConstantRateSource&
Offer(SocketScene& scene, RecordingEntry& entry, int64_t percent, bool asQuic, bool heeds)
{
    auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Rate", IntegerValue(QuantityDefault(BitRate(kRate / 100 * percent))));
    source->SetAttribute("PacketSize", PolicyValue(Always(1000)));
    source->SetAttribute("Protocol", IntegerValue(asQuic ? 1 : 0));
    source->SetAttribute("FlowAdvisory", ns3::BooleanValue(heeds));
    return scene.net.AddSource(source, entry, scene.b, scene.a);
}

} // namespace

TEST_CASE("the least wait of an interval suspends a flow, not one packet's wait")
{
    // A burst of 50 packets waits up to 50 ms, above the target of 10 ms, but the queue is empty in
    // between. The same load without pauses in it stands.
    for (const bool pauses : {true, false})
    {
        SocketScene scene(AdvisingHost(), AppWith(Advice::Ignore), BitRate(kRate));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow flow(scene.net, scene.b, scene.a, entry);
        for (int burst = 0; burst < 10; ++burst)
        {
            for (int i = 0; i < (pauses ? 50 : 61); ++i)
            {
                flow.Send(1000);
            }
            scene.net.Run(MilliSeconds(60 * (burst + 1)));
        }
        const FlowAdvisoryTable& table = scene.b.FindApp("")->Advisories();
        CHECK(MetricMap(table)["suspends"] == 0);
        // 120 ms of packets on top: now the least wait is above 10 ms for an interval.
        for (int i = 0; i < 30; ++i)
        {
            flow.Send(1000);
        }
        for (int i = 0; i < 300; ++i)
        {
            flow.Send(1000);
            scene.net.Run(MilliSeconds(600 + i + 1));
        }
        CHECK(MetricMap(table)["suspends"] > 0);
    }
}

TEST_CASE(
    "a suspended flow of TCP or QUIC is queued, another's packets are dropped, if nobody heeds")
{
    for (const bool asQuic : {true, false})
    {
        SocketScene scene(AdvisingHost(), AppWith(Advice::Ignore), BitRate(kRate));
        RecordingEntry& entry = scene.net.AddEntry("load");
        Offer(scene, entry, 200, asQuic, false);
        scene.net.Run(MilliSeconds(1000));
        CHECK(MetricMap(scene.b.FindApp("")->Advisories())["suspends"] > 0);
        MetricMap nexus = MetricsOf(scene.net, "b/nexus");
        CHECK((nexus["TxAQMDrop"] > 500) == !asQuic);
        CHECK((nexus["TxAQMDrop"] == 0) == asQuic);
    }
}

TEST_CASE("a stack that heeds holds the packets of a suspended flow, and loses none")
{
    for (const bool asQuic : {true, false})
    {
        // The call that shows the stack the event is so long that packets come meanwhile.
        SocketScene scene(AdvisingHost(NexusCostTable({{"kevent", MilliSeconds(2)}})),
                          AppWith(Advice::Heed),
                          BitRate(kRate));
        RecordingEntry& entry = scene.net.AddEntry("load");
        Offer(scene, entry, 150, asQuic, false);
        scene.net.Run(MilliSeconds(2000));
        CHECK(MetricsOf(scene.net, "b/app/datapath")["held_packets"] > 500);
        // One packet for each suspend of a flow that is not reacting: it is on it that it is told.
        const int64_t suspends = MetricMap(scene.b.FindApp("")->Advisories())["suspends"];
        CHECK(suspends > 2);
        CHECK(MetricsOf(scene.net, "b/nexus")["TxAQMDrop"] <= (asQuic ? 0 : 2 * suspends));
        CHECK(entry.arrivals.size() > 1950); // the link is busy
        for (size_t i = 1; i < entry.arrivals.size(); ++i)
        {
            CHECK(entry.arrivals[i - 1].packet.number < entry.arrivals[i].packet.number);
        }
        CHECK(entry.StageSum() == entry.Latency().Sum());
    }
}

TEST_CASE("constant rate r: on for 2 I, delay up to 2 I (r - 1), denied 1 - 1/r, loss 0")
{
    struct Case
    {
        int64_t percent;
        int64_t interval; //!< ms
        int64_t target;   //!< ms
    };

    for (const Case& c :
         {Case{150, 100, 10},
          {200, 100, 10},
          {300, 100, 10},
          {200, 250, 40},
          {300, 60, 5},
          {105, 100, 10}}) // r below 1/(1 - target/I) = 1.111: in the third interval
    {
        CAPTURE(c.percent);
        CAPTURE(c.interval);
        SocketScene scene(
            AdvisingHost(NexusCostTable(), 1, MilliSeconds(c.target), MilliSeconds(c.interval)),
            AppWith(Advice::Heed),
            BitRate(kRate));
        RecordingEntry& entry = scene.net.AddEntry("load");
        const ConstantRateSource& source = Offer(scene, entry, c.percent, true, true);
        scene.net.Run(MilliSeconds(20'000));
        CHECK(MetricsOf(scene.net, "b/nexus")["TxAQMDrop"] == 0);
        const double r = static_cast<double>(c.percent) / 100;
        const auto [denied, attempts] = MetricMap(source).Quotient("denied");
        CHECK(static_cast<double>(denied) / static_cast<double>(attempts) ==
              doctest::Approx(1 - 1 / r).epsilon(0.03));
        CHECK(entry.arrivals.size() > 19'800);
        SimTime longest;
        for (const Arrival& arrival : entry.arrivals)
        {
            longest = std::max(longest, arrival.at - arrival.packet.created);
        }
        // The least wait of interval k is k I (1 - 1/r): the first one above the target suspends.
        const double interval = static_cast<double>(c.interval) / 1000;
        const double target = static_cast<double>(c.target) / 1000;
        int64_t intervals = 1;
        while (static_cast<double>(intervals) * interval * (1 - 1 / r) <= target)
        {
            ++intervals;
        }
        const double law = static_cast<double>(intervals + 1) * interval * (r - 1);
        CHECK(static_cast<double>(longest.Value()) / 1e12 == doctest::Approx(law).epsilon(0.15));
    }
}

TEST_CASE("suspended at once, in the sync that fills the queue; resumed by a thread, its hop later")
{
    // The thread's work is 3 ms, and its core is free.
    SocketScene scene(
        AdvisingHost(NexusCostTable({{"thread_wakeup", MilliSeconds(3)}}), 2),
        [] {
            Blueprint app = AppWith(Advice::Ignore);
            // What a flag takes where nobody relays it is of no account here.
            Blueprint table(FlowAdvisoryTable::GetTypeId());
            table.Set("FlagLatency", ns3::Create<IntegerValue>(MilliSeconds(1)));
            app.SetPart("FlowAdvisory", table);
            app.Set("Core", ns3::Create<IntegerValue>(1));
            return app;
        }(),
        BitRate(kRate));
    RecordingEntry& entry = scene.net.AddEntry("load");
    Offer(scene, entry, 200, true, false)
        .SetAttribute("Stop", IntegerValue(QuantityDefault(MilliSeconds(250))));
    FlowAdvisoryTable& table = scene.b.FindApp("")->Advisories();
    SimTime at;
    const auto until = [&](auto&& isSo) {
        while (!isSo())
        {
            at += MicroSeconds(10);
            scene.net.Run(at);
            REQUIRE(at < Seconds(2));
        }
        return at;
    };
    until([&] { return MetricMap(table)["suspends"] == 1; });
    CHECK(table.At(0).isSuspended); // no later than the queue's decision
    const SimTime decided = until([&] { return MetricMap(table)["resumes"] == 1; });
    CHECK(table.At(0).isSuspended);
    const SimTime cleared = until([&] { return !table.At(0).isSuspended; });
    CHECK(cleared - decided == MilliSeconds(3));
    CHECK(MetricsOf(scene.net, "b/nexus")["flow_feedback"] == 1);
}

TEST_CASE("a light flow beside a heavy one of the same channel is never suspended")
{
    SocketScene scene(AdvisingHost(), AppWith(Advice::Heed), BitRate(kRate));
    RecordingEntry& heavy = scene.net.AddEntry("heavy");
    RecordingEntry& light = scene.net.AddEntry("light");
    Offer(scene, heavy, 200, true, true);
    const ConstantRateSource& quiet = Offer(scene, light, 5, false, true);
    scene.net.Run(Seconds(3));
    CHECK(MetricMap(quiet)["suspends"] == 0);
    CHECK(MetricMap(quiet)["denied_packets"] == 0);
    CHECK(light.arrivals.size() >= 149);
    CHECK(MetricMap(scene.b.FindApp("")->Advisories())["suspends"] > 3);
}

TEST_CASE("TCP through a standing queue: suspended, held, and every byte arrives")
{
    SocketScene scene(AdvisingHost(NexusCostTable(), 2), AppWith(Advice::Heed), BitRate(kRate));
    RecordingEntry& entry = scene.net.AddEntry("tcp");
    auto source = ns3::CreateObject<TcpBulkSource>();
    source->SetAttribute("Size", IntegerValue(Bytes(3'000'000)));
    source->SetAttribute("PacketSize", IntegerValue(Bytes(1000)));
    const TcpBulkSource& tcp = scene.net.AddSource(source, entry, scene.b, scene.a);
    scene.net.Run(Seconds(10));
    CHECK(tcp.FlowResults()[0].IsComplete());
    CHECK(MetricMap(scene.b.FindApp("")->Advisories())["suspends"] > 0);
    CHECK(MetricsOf(scene.net, "b/app/datapath")["held_packets"] > 0);
    CHECK(MetricsOf(scene.net, "b/nexus")["TxAQMDrop"] == 0);
    CHECK(entry.StageSum() == entry.Latency().Sum());
}

TEST_CASE("a writer blocks while its flow is suspended")
{
    Blueprint channel(NexusDatapath::GetTypeId());
    channel.Set("SyncBatch", ns3::Create<IntegerValue>(Packets(16)));
    SocketScene scene(AdvisingHost(), NexusAppOf(channel), BitRate(kRate));
    RecordingEntry& entry = scene.net.AddEntry("bulk");
    auto source = ns3::CreateObject<UdpBulkSource>();
    source->SetAttribute("PacketSize", IntegerValue(QuantityDefault(Bytes(1000))));
    scene.net.AddSource(source, entry, scene.b, scene.a);
    scene.net.Run(Seconds(1));
    // What a thread without advice would write in a second is a hundred times as much.
    CHECK(scene.net.GetLedger().Born().packets < 5000);
    CHECK(entry.arrivals.size() > 950);
}

} // namespace channel_advice_test
