// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/busy-poll.h"
#include "models/nic/count-or-timer-moderation.h"
#include "models/traffic/tcp-bulk-source.h"
#include "tests/support/hand-flow.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>

namespace busy_poll_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

CostTable
PollCosts(SimTime look = NanoSeconds(100))
{
    return RoundCosts({{"ctx_switch", NanoSeconds(500)}, {"busy_poll_look", look}});
}

/** On core 1, where it has other company than interrupts. */
Blueprint
PollingApp(SimTime budget, int64_t core = 1)
{
    Blueprint socket(SocketDatapath::GetTypeId());
    socket.Set("BusyPoll", ns3::Create<IntegerValue>(QuantityDefault(budget)));
    Blueprint app = AppOf(socket);
    app.Set("Core", ns3::Create<IntegerValue>(QuantityDefault(core)));
    return app;
}

const SocketDatapath&
SocketOf(Host& host)
{
    return dynamic_cast<SocketDatapath&>(host.FindApp("")->Port());
}

constexpr int64_t kWire = 80'000 + 1'000'000; //!< ps, of 1000 B
constexpr int64_t kKernel = 360'000;          //!< driver, GRO's look, look-up, socket
constexpr int64_t kCall = 400'000 + 97'200;   //!< with the copy

} // namespace

TEST_CASE("a reader that polls takes the packet from driver to socket itself, without an interrupt")
{
    SocketScene scene(HostOf(2, PollCosts()), PollingApp(MicroSeconds(50)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(40));
    flow.Send(1000);
    scene.net.Run(MicroSeconds(200));
    flow.Send(1000);
    scene.net.Run(MicroSeconds(300));
    REQUIRE(entry.arrivals.size() == 3);
    // It knows no queue before its first packet, which wakes it.
    const SimTime first = entry.arrivals[0].at;
    CHECK(first == SimTime(kWire + 1'000'000 + kKernel + 500'000 + kCall));
    // From then on it looks each 100 ns.
    const SimTime arrived = MicroSeconds(40) + SimTime(kWire);
    const SimTime look((100'000 - (arrived - first).Value() % 100'000) % 100'000);
    CHECK(look > SimTime(0));
    CHECK(entry.arrivals[1].at == arrived + look + SimTime(kKernel + kCall));
    // Its budget is over long before the third: interrupt, and the thread is still in place.
    CHECK(entry.arrivals[2].at == MicroSeconds(200) + SimTime(kWire + 1'000'000 + kKernel + kCall));
    CHECK(StageOf(entry, Stage::WakeUp) == NanoSeconds(500) + look);
    CHECK(StageOf(entry, Stage::InterruptHold) == MicroSeconds(2));
    CHECK(StageOf(entry, Stage::NicRing) == SimTime(0));
    CHECK(entry.StageSum() == entry.Latency().Sum());
    CHECK(MetricMap(SocketOf(scene.b))["wake_ups"] == 2);
    CHECK(MetricMap(dynamic_cast<Nic&>(*scene.b.GetDevice(0)))["rx[0]/interrupts"] == 2);
    // It polls up to the second packet, and for its budget after the second and the third.
    const Processor& cores = *const_cast<const Host&>(scene.b).GetCores();
    CHECK(cores.Spent()[cores.PollKind()] ==
          arrived + look - first + MicroSeconds(50) + MicroSeconds(50));
}

TEST_CASE("a poll takes eight packets; the rest of a burst is the kernel's again")
{
    SocketScene scene(HostOf(2, PollCosts()), PollingApp(MicroSeconds(50)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(20));
    for (int i = 0; i < 20; ++i)
    {
        flow.Send(1000); // 80 ns apart, a packet takes 360 ns
    }
    scene.net.Run(MicroSeconds(100));
    CHECK(entry.arrivals.size() == 21);
    const Processor& cores = *const_cast<const Host&>(scene.b).GetCores();
    CHECK(cores.At(0).Busy() == NanoSeconds(2 * 1000) + SimTime(kKernel) * (1 + 20 - 8));
    CHECK(entry.StageSum() == entry.Latency().Sum());
}

TEST_CASE("a budget ends with a whole look")
{
    SocketScene scene(HostOf(2, PollCosts(MicroSeconds(30))), PollingApp(MicroSeconds(50)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(200));
    const Processor& cores = *const_cast<const Host&>(scene.b).GetCores();
    CHECK(cores.Spent()[cores.PollKind()] == MicroSeconds(60));
}

TEST_CASE("moderation holds nothing back while a reader polls, and everything when none does")
{
    Blueprint moderation(CountOrTimerInterruptModeration::GetTypeId());
    moderation.Set("Count", ns3::Create<IntegerValue>(Packets(4)));
    moderation.Set("Delay", ns3::Create<IntegerValue>(QuantityDefault(MicroSeconds(100))));
    Blueprint nic(Nic::GetTypeId());
    nic.Set("Moderation", ns3::Create<BlueprintValue>(moderation));
    Blueprint host = HostOf(2, PollCosts());
    host.Set("Nic", ns3::Create<BlueprintValue>(nic));
    SocketScene scene(host, PollingApp(MicroSeconds(50)));
    RecordingEntry& entry = scene.net.AddEntry("web");
    HandFlow flow(scene.net, scene.a, scene.b, entry);
    for (const int64_t at : {0, 130, 400})
    {
        scene.net.Run(MicroSeconds(at));
        flow.Send(1000);
    }
    scene.net.Run(MicroSeconds(600));
    REQUIRE(entry.arrivals.size() == 3);
    CHECK(entry.arrivals[0].at > MicroSeconds(100));
    CHECK(entry.arrivals[1].at < MicroSeconds(133));
    CHECK(entry.arrivals[2].at > MicroSeconds(500));
}

TEST_CASE("what its polls find for others is theirs, and does not end them")
{
    SocketScene scene(HostOf(2, PollCosts()), PollingApp(MicroSeconds(500)));
    Blueprint other = AppOf();
    other.Set("Core", ns3::Create<IntegerValue>(QuantityDefault(0)));
    scene.b.AddApp("other", other);
    RecordingEntry& mine = scene.net.AddEntry("mine");
    RecordingEntry& theirs = scene.net.AddEntry("theirs");
    HandFlow flow(scene.net, scene.a, scene.b, mine);
    auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Rate", IntegerValue(QuantityDefault(BitRate(400'000'000))));
    source->SetAttribute("PacketSize", PolicyValue(Always(1000))); // one in 20 us
    source->SetAttribute("Start", PolicyValue(Always(MicroSeconds(100).Value())));
    source->SetAttribute("Stop", IntegerValue(QuantityDefault(MicroSeconds(400))));
    source->Connect(scene.net.EndOf(scene.a),
                    {&scene.b, scene.b.FindApp("other")},
                    1,
                    scene.net.PathOf(scene.a, scene.b));
    scene.net.AttachSource(source, theirs);
    flow.Send(1000);
    scene.net.Run(MicroSeconds(450));
    CHECK(theirs.arrivals.size() >= 14);
    CHECK(MetricMap(dynamic_cast<Nic&>(*scene.b.GetDevice(0)))["rx[0]/interrupts"] == 1);
    CHECK(theirs.StageSum() == theirs.Latency().Sum());
}

TEST_CASE("whatever comes when, with whatever budget: all of it arrives, in order, adding up")
{
    CHECK(rc::check([] {
        const auto budget = *rc::gen::element<int64_t>(1000, 5300, 50'000, 60'000, 2'000'000);
        const auto look = *rc::gen::element<int64_t>(100, 700);
        const auto cores = *rc::gen::inRange<int64_t>(1, 3);
        const auto gaps = *rc::gen::container<std::vector<int64_t>>(
            60,
            rc::gen::element<int64_t>(0, 0, 130, 1000, 1777, 2000, 7000, 40'013, 56'290, 90'000));
        Blueprint host = HostOf(cores, PollCosts(NanoSeconds(look)));
        SocketScene scene(host, PollingApp(NanoSeconds(budget), cores - 1));
        scene.b.AddApp("other", PollingApp(MicroSeconds(30), 0));
        RecordingEntry& entry = scene.net.AddEntry("web");
        HandFlow one(scene.net, scene.a, scene.b, entry, 9);
        HandFlow two(scene.net, scene.a, scene.b, entry, 10);
        SimTime now;
        for (size_t i = 0; i < gaps.size(); ++i)
        {
            now = now + NanoSeconds(gaps[i]);
            scene.net.Run(now);
            (i % 3 == 0 ? two : one).Send(100 + static_cast<int64_t>(i) * 20);
        }
        scene.net.Run(now + MilliSeconds(20));
        RC_ASSERT(entry.arrivals.size() == gaps.size());
        RC_ASSERT(entry.StageSum() == entry.Latency().Sum());
        RC_ASSERT(MetricMap(SocketOf(scene.b))["receive_buffer_used"] == 0);
        for (size_t i = 1; i < entry.arrivals.size(); ++i)
        {
            RC_ASSERT(entry.arrivals[i].packet.created >= entry.arrivals[i - 1].packet.created);
        }
    }));
}

TEST_CASE("TCP in a polling reader: every byte, and its acknowledgements leave the kernel")
{
    SocketScene scene(HostOf(2, PollCosts()), PollingApp(MicroSeconds(50)), BitRate(1'000'000'000));
    RecordingEntry& entry = scene.net.AddEntry("tcp");
    auto source = ns3::CreateObject<TcpBulkSource>();
    source->SetAttribute("Size", IntegerValue(Bytes(1'448'000)));
    source->SetAttribute("PacketSize", IntegerValue(Bytes(1500)));
    scene.net.AddSource(source, entry, scene.a, scene.b);
    scene.net.Run(MilliSeconds(50));
    CHECK(source->FlowResults()[0].IsComplete());
    CHECK(entry.StageSum() == entry.Latency().Sum());
    CHECK(MetricMap(SocketOf(scene.b))["stream_bytes"] == 1'448'000);
    CHECK(MetricMap(SocketOf(scene.b))["sent_packets"] == 0);
    const Nic& nic = dynamic_cast<Nic&>(*scene.b.GetDevice(0));
    CHECK(MetricMap(nic)["rx[0]/interrupts"] < 500);
}

TEST_CASE("polling needs a look that takes time, one link, and a thread that else would sleep")
{
    CHECK_THROWS_AS(SocketScene(HostOf(2, RoundCosts()), PollingApp(MicroSeconds(50))),
                    std::invalid_argument);
    CHECK_THROWS_AS(SocketScene(HostOf(2, PollCosts(SimTime(0))), PollingApp(MicroSeconds(50))),
                    std::invalid_argument);
    CHECK_NOTHROW(SocketScene(HostOf(2, RoundCosts()), PollingApp(SimTime(0))));
    Blueprint spinning(SocketDatapath::GetTypeId());
    spinning.Set("BusyPoll", ns3::Create<IntegerValue>(QuantityDefault(MicroSeconds(50))));
    spinning.Set("Spin", ns3::Create<ns3::BooleanValue>(true));
    CHECK_THROWS_AS(SocketScene(HostOf(2, PollCosts()), AppOf(spinning)), std::invalid_argument);
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b", HostOf(2, PollCosts()));
    net.Connect(a, b, LinkOf(BitRate(1'000'000'000), MicroSeconds(1)));
    net.Connect(a, b, LinkOf(BitRate(1'000'000'000), MicroSeconds(1)));
    net.Route();
    CHECK_THROWS_AS(b.AddApp("", PollingApp(MicroSeconds(50))), std::invalid_argument);
}

} // namespace busy_poll_test
