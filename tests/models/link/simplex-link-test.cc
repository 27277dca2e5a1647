// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"
#include "tests/support/far-end.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace simplex_link_test
{

namespace
{

using nexsim::BitRate;
using nexsim::Blueprint;
using nexsim::Bytes;
using nexsim::IntegerValue;
using nexsim::LinkState;
using nexsim::LinkStateListener;
using nexsim::LossModel;
using nexsim::PolicyValue;
using nexsim::RandomQuantity;
using nexsim::RandomStream;
using nexsim::RunContext;
using nexsim::SimplexLink;
using nexsim::SimTime;
using nexsim::Stage;
using nexsim::testing::FarEnd;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::NewPacket;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

/** Loses every third packet, beginning with the third. */
class EveryThird : public LossModel
{
  public:
    bool IsLost() override
    {
        return ++m_asked % 3 == 0;
    }

  private:
    int m_asked = 0;
};

/** Up to a microsecond, evenly. */
class UpToMicrosecond : public RandomQuantity
{
  public:
    int64_t Draw(RandomStream& stream) const override
    {
        return stream.UniformInteger(1'000'001);
    }

    double Mean() const override
    {
        return 500'000;
    }

    int64_t Minimum() const override
    {
        return 0;
    }
};

struct Setup
{
    int64_t rate = 10'000'000'000;
    int64_t delay = 1'000'000;
    int64_t overhead = 38;
    Bytes headBytes;
    ns3::Ptr<LossModel> loss;
    ns3::Ptr<RandomQuantity> jitter;
};

/** A link to a far end. */
struct Scene
{
    explicit Scene(const Setup& setup = {}) : far(run, setup.headBytes)
    {
        Blueprint blueprint(SimplexLink::GetTypeId());
        blueprint.Set("Rate", ns3::Create<IntegerValue>(setup.rate));
        blueprint.Set("Delay", ns3::Create<IntegerValue>(setup.delay));
        blueprint.Set("Overhead", ns3::Create<IntegerValue>(setup.overhead));
        blueprint.Set("Mtu", ns3::Create<IntegerValue>(9000));
        blueprint.Set("Loss", ns3::Create<PolicyValue>(setup.loss));
        blueprint.Set("Jitter", ns3::Create<PolicyValue>(setup.jitter));
        link = blueprint.CreateAs<SimplexLink>();
        link->Attach(run, "link");
        link->ConnectTo(far, 5);
    }

    /** Sends a packet at `at`, or when the link is free if that is later. */
    SimTime Send(SimTime at, uint32_t size)
    {
        const SimTime when = std::max(at, link->FreeAt());
        RunUntil(run, when);
        link->Transmit(NewPacket(run, size, next++));
        return when;
    }

    Simulation simulation;
    RunContext run;
    FarEnd far;
    ns3::Ptr<SimplexLink> link;
    uint32_t next = 0;
};

struct Shipment
{
    int64_t gap; //!< after the last one could have begun, ps
    uint32_t size;
};

rc::Gen<std::vector<Shipment>>
AnyShipments()
{
    return rc::gen::container<std::vector<Shipment>>(rc::gen::construct<Shipment>(
        rc::gen::oneOf(rc::gen::just<int64_t>(0), rc::gen::inRange<int64_t>(0, 3'000'000)),
        rc::gen::oneOf(rc::gen::element(28U, 64U, 1500U), rc::gen::inRange(28U, 9001U))));
}

int64_t
ExactTime(int64_t bytes, int64_t rate)
{
    return static_cast<int64_t>(static_cast<__int128>(bytes) * 8'000'000'000'000 / rate);
}

Setup
AnySetup()
{
    Setup setup;
    setup.rate = *rc::gen::element<int64_t>(10'000'000'000, 3'000'000'000, 999'999'937, 1'000'007);
    setup.delay = *rc::gen::element<int64_t>(0, 1, 1'000'000, 777'777'777);
    setup.overhead = *rc::gen::element<int64_t>(0, 38, 100);
    return setup;
}

} // namespace

TEST_CASE("link: last bits arrive exactly, back to back and after gaps, whatever sizes and rate")
{
    CHECK(rc::check([] {
        const Setup setup = AnySetup();
        const auto shipments = *AnyShipments();
        Scene scene(setup);
        std::vector<int64_t> expected;
        int64_t start = 0; // of the transmissions without a gap
        int64_t bytes = 0; // since then
        int64_t free = 0;
        for (const auto& [gap, size] : shipments)
        {
            if (gap > 0)
            {
                start = free + gap;
                bytes = 0;
            }
            bytes += size + setup.overhead;
            RC_ASSERT(scene.link->Span(size) ==
                      SimTime(ExactTime(size + setup.overhead, setup.rate)));
            scene.Send(SimTime(free + gap), size);
            free = start + ExactTime(bytes, setup.rate);
            RC_ASSERT(scene.link->FreeAt() == SimTime(free));
            RC_ASSERT(IsBalanced(scene.run));
            expected.push_back(free + setup.delay);
        }
        RunUntil(scene.run, SimTime(free + setup.delay + 1));
        RC_ASSERT(scene.far.arrivals.size() == expected.size());
        for (size_t i = 0; i < expected.size(); ++i)
        {
            const FarEnd::Arrival& arrival = scene.far.arrivals[i];
            RC_ASSERT(arrival.at == SimTime(expected[i]));
            RC_ASSERT(arrival.tail == arrival.at);
            RC_ASSERT(arrival.packet.number == i);
            RC_ASSERT(arrival.packet.lastMark == arrival.tail);
            RC_ASSERT(arrival.packet.hops == 1);
            RC_ASSERT(scene.far.ports[i] == 5U);
            RC_ASSERT(arrival.stageSum == (arrival.tail - arrival.packet.created).Value());
        }
        // One event each: the arrival.
        RC_ASSERT(scene.run.Kernel()->GetEventCount() == expected.size());
    }));
}

TEST_CASE("link: a receiver of heads gets them exactly so many bytes into the packet")
{
    CHECK(rc::check([] {
        Setup setup = AnySetup();
        setup.headBytes = Bytes(*rc::gen::element<int64_t>(1, 72, 500, 65536));
        const auto shipments = *AnyShipments();
        Scene scene(setup);
        std::vector<SimTime> tails;
        for (const auto& [gap, size] : shipments)
        {
            scene.Send(scene.link->FreeAt() + SimTime(gap), size);
            tails.push_back(scene.link->FreeAt() + SimTime(setup.delay));
        }
        RunUntil(scene.run, scene.link->FreeAt() + SimTime(setup.delay + 1));
        RC_ASSERT(scene.far.arrivals.size() == shipments.size());
        for (size_t i = 0; i < shipments.size(); ++i)
        {
            const FarEnd::Arrival& arrival = scene.far.arrivals[i];
            const int64_t wire = shipments[i].size + setup.overhead;
            const int64_t after = std::max(int64_t{0}, wire - setup.headBytes.Value());
            RC_ASSERT(arrival.tail == tails[i]);
            RC_ASSERT(arrival.at == tails[i] - SimTime(ExactTime(after, setup.rate)));
            // Time is delimited by last bits, so the stages reach beyond now.
            RC_ASSERT(arrival.stageSum == (arrival.tail - arrival.packet.created).Value());
        }
    }));
}

TEST_CASE("link: jitter delays each packet within its range and keeps the order")
{
    CHECK(rc::check([] {
        Setup setup = AnySetup();
        setup.jitter = ns3::CreateObject<UpToMicrosecond>();
        setup.headBytes = Bytes(*rc::gen::element<int64_t>(0, 72));
        const auto shipments = *AnyShipments();
        Scene scene(setup);
        std::vector<SimTime> earliest;
        for (const auto& [gap, size] : shipments)
        {
            scene.Send(scene.link->FreeAt() + SimTime(gap), size);
            earliest.push_back(scene.link->FreeAt() + SimTime(setup.delay));
        }
        RunUntil(scene.run, scene.link->FreeAt() + SimTime(setup.delay + 1'000'001));
        RC_ASSERT(scene.far.arrivals.size() == shipments.size());
        SimTime last;
        for (size_t i = 0; i < shipments.size(); ++i)
        {
            const FarEnd::Arrival& arrival = scene.far.arrivals[i];
            RC_ASSERT(arrival.packet.number == i);
            RC_ASSERT(arrival.tail >= earliest[i]);
            RC_ASSERT(arrival.tail <= std::max(last, earliest[i] + SimTime(1'000'000)));
            RC_ASSERT(arrival.tail >= last);
            RC_ASSERT(arrival.at <= arrival.tail);
            RC_ASSERT(arrival.stageSum == (arrival.tail - arrival.packet.created).Value());
            last = arrival.tail;
        }
    }));
}

TEST_CASE("link: jitter spreads arrivals, and without it there is none")
{
    for (const bool jitter : {false, true})
    {
        Setup setup;
        setup.jitter = jitter ? ns3::CreateObject<UpToMicrosecond>() : nullptr;
        Scene scene(setup);
        for (int64_t i = 0; i < 50; ++i)
        {
            scene.Send(SimTime(i * 10'000'000), 1500);
        }
        RunUntil(scene.run, SimTime(1'000'000'000));
        std::vector<SimTime> spans;
        for (const auto& arrival : scene.far.arrivals)
        {
            spans.push_back(arrival.at - arrival.packet.created);
        }
        std::sort(spans.begin(), spans.end());
        CHECK((spans.back() - spans.front() > SimTime(800'000)) == jitter);
        CHECK((spans.back() == spans.front()) == !jitter);
    }
}

TEST_CASE("link: a lost packet takes its time on the wire, never arrives and is accounted for")
{
    Setup setup;
    setup.loss = ns3::CreateObject<EveryThird>();
    Scene scene(setup);
    const uint32_t sizes[] = {1500, 64, 9000, 28, 1500, 300, 700};
    int64_t bytes = 0;
    for (const uint32_t size : sizes)
    {
        CHECK(scene.Send(SimTime(0), size) == SimTime(800 * bytes));
        bytes += size + 38;
        CHECK(IsBalanced(scene.run));
    }
    RunUntil(scene.run, SimTime(1'000'000'000));
    std::vector<uint32_t> arrived;
    for (const auto& arrival : scene.far.arrivals)
    {
        arrived.push_back(arrival.packet.number);
    }
    CHECK(arrived == std::vector<uint32_t>{0, 1, 3, 4, 6});
    CHECK(scene.far.arrivals.back().at == SimTime(800 * bytes + 1'000'000));
    CHECK(scene.run.GetLedger().Dropped() == nexsim::Tally{2, 9000 + 300 - 56});
    const MetricMap metrics(*scene.link);
    CHECK(metrics["lost_packets"] == 2);
    CHECK(metrics["transmitted_packets"] == 7);
    CHECK(metrics["wire_rate"] == 8 * bytes);
}

TEST_CASE("link: a transmission before the link is free or above its MTU is a programming error")
{
    Scene scene;
    scene.link->Transmit(NewPacket(scene.run, 1500));
    CHECK_THROWS_AS(scene.link->Transmit(NewPacket(scene.run, 1500)), std::logic_error);
    RunUntil(scene.run, scene.link->FreeAt());
    CHECK_THROWS_AS(scene.link->Transmit(NewPacket(scene.run, 9001)), std::logic_error);
    scene.link->Transmit(NewPacket(scene.run, 9000));
}

TEST_CASE("link: a change of the rate counts from the next transmission on")
{
    for (const Bytes head : {Bytes(0), Bytes(72)})
    {
        Setup setup;
        setup.rate = 1'000'000'000;
        setup.delay = 100'000'000;
        setup.headBytes = head;
        Scene scene(setup);
        const auto headOf = [head](SimTime tail, int64_t picosecondsPerByte, int64_t wire) {
            return head == Bytes(0) ? tail : tail - SimTime((wire - 72) * picosecondsPerByte);
        };
        scene.Send(SimTime(0), 962);
        scene.Send(SimTime(0), 1462); // both are on their way when the rate changes
        scene.link->SetAttribute("Rate", IntegerValue(1'000'000));
        CHECK(scene.link->FreeAt() == SimTime(8000 * 2500));
        scene.Send(SimTime(0), 62);
        scene.link->SetAttribute("Rate", IntegerValue(8'000'000'000'000));
        scene.Send(SimTime(0), 162);
        RunUntil(scene.run, SimTime(2'000'000'000));
        const int64_t second = 8000 * 2500;
        const int64_t third = second + 100 * 8'000'000;
        const SimTime tails[] = {SimTime(8000 * 1000),
                                 SimTime(second),
                                 SimTime(third),
                                 SimTime(third + 200)};
        const int64_t rates[] = {8000, 8000, 8'000'000, 1};
        const int64_t wires[] = {1000, 1500, 100, 200};
        REQUIRE(scene.far.arrivals.size() == 4);
        for (size_t i = 0; i < 4; ++i)
        {
            const SimTime tail = tails[i] + SimTime(setup.delay);
            CHECK(scene.far.arrivals[i].tail == tail);
            CHECK(scene.far.arrivals[i].at == headOf(tail, rates[i], wires[i]));
        }
    }
}

TEST_CASE("link: utilisation counts the time in use up to now, not the transmission's end")
{
    Setup setup;
    setup.rate = 8'000'000'000'000; // a picosecond per byte
    Scene scene(setup);
    RunUntil(scene.run, SimTime(1000));
    scene.link->Transmit(NewPacket(scene.run, 962));
    CHECK(MetricMap(*scene.link)["utilisation"] == 0);
    RunUntil(scene.run, SimTime(1300));
    CHECK(MetricMap(*scene.link)["utilisation"] == 300);
    RunUntil(scene.run, SimTime(5000));
    CHECK(MetricMap(*scene.link)["utilisation"] == 1000);
}

TEST_CASE("link: serialisation and propagation are accounted apart")
{
    Scene scene;
    RunUntil(scene.run, SimTime(77));
    scene.link->Transmit(NewPacket(scene.run, 1462));
    RunUntil(scene.run, SimTime(10'000'000));
    const nexsim::Packet& packet = scene.far.arrivals.at(0).packet;
    const auto bit = [](Stage stage) { return 1U << static_cast<unsigned>(stage); };
    CHECK(packet.stages == (bit(Stage::Serialisation) | bit(Stage::Propagation)));
    CHECK(scene.far.arrivals[0].stageSum == 1500 * 800 + 1'000'000);
}

namespace
{

/** Remembers what it is told, and whether the link said the same then. */
struct Listening : LinkStateListener
{
    explicit Listening(const SimplexLink& watched) : link(watched) {}

    void OnLinkState(LinkState state) override
    {
        states.push_back(state);
        CHECK(link.IsUp() == (state == LinkState::Up));
    }

    const SimplexLink& link;
    std::vector<LinkState> states;
};

} // namespace

TEST_CASE("link: going down loses what is on the wire; up again it may be used at once")
{
    Scene scene; // 800 ps per byte, 1 us of delay
    Listening listening(*scene.link);
    scene.link->AddStateListener(listening);
    scene.Send(SimTime(0), 962);  // on the wire until 800 ns, arrives at 1800 ns
    scene.Send(SimTime(0), 9000); // until 8030.4 ns
    RunUntil(scene.run, SimTime(1'800'001));
    scene.link->SetState(LinkState::Down);
    scene.link->SetState(LinkState::Down);
    CHECK(scene.link->FreeAt() == SimTime(1'800'001));
    CHECK(scene.far.arrivals.size() == 1);
    CHECK(scene.run.GetLedger().Dropped() == nexsim::Tally{1, 9000 - 28});
    CHECK(IsBalanced(scene.run));
    CHECK_THROWS_AS(scene.link->Transmit(NewPacket(scene.run, 64)), std::logic_error);

    RunUntil(scene.run, SimTime(2'000'001));
    scene.link->SetState(LinkState::Up);
    scene.link->SetState(LinkState::Up);
    CHECK(listening.states == std::vector<LinkState>{LinkState::Down, LinkState::Up});
    scene.Send(SimTime(2'000'001), 62);
    RunUntil(scene.run, SimTime(100'000'000));
    REQUIRE(scene.far.arrivals.size() == 2);
    CHECK(scene.far.arrivals.back().at == SimTime(2'000'001 + 80'000 + 1'000'000));
    const MetricMap metrics(*scene.link);
    CHECK(metrics["cut_packets"] == 1);
    CHECK(metrics["lost_packets"] == 0);
    CHECK(metrics["down"] == 200'000);
    CHECK(metrics["utilisation"] == 1'800'001 + 80'000); // the cut transmission up to the cut
}

TEST_CASE("link: down and up at one instant loses what is on the wire, and no time")
{
    Scene scene;
    scene.Send(SimTime(0), 9000);
    RunUntil(scene.run, SimTime(5));
    scene.link->SetState(LinkState::Down);
    scene.link->SetState(LinkState::Up);
    scene.Send(SimTime(5), 62);
    RunUntil(scene.run, SimTime(100'000'000));
    REQUIRE(scene.far.arrivals.size() == 1);
    CHECK(scene.far.arrivals.front().at == SimTime(5 + 80'000 + 1'000'000));
    CHECK(MetricMap(*scene.link)["down"] == 0);
}

TEST_CASE("link: over any outages a packet arrives in time or is lost, and the books balance")
{
    CHECK(rc::check([] {
        Setup setup = AnySetup();
        setup.headBytes = Bytes(*rc::gen::element<int64_t>(0, 72));
        if (*rc::gen::arbitrary<bool>())
        {
            setup.jitter = ns3::CreateObject<UpToMicrosecond>();
        }
        Scene scene(setup);
        struct Step
        {
            int64_t wait;
            uint32_t size; //!< or 0 to change the state
        };

        const auto steps = *rc::gen::container<std::vector<Step>>(rc::gen::construct<Step>(
            rc::gen::oneOf(rc::gen::just<int64_t>(0), rc::gen::inRange<int64_t>(0, 5'000'000)),
            rc::gen::oneOf(rc::gen::just(0U), rc::gen::inRange(28U, 9001U))));
        std::vector<uint32_t> onTheWire; // that an outage would lose
        std::vector<uint32_t> lost;
        const auto settle = [&] {
            std::vector<uint32_t> still;
            for (const uint32_t number : onTheWire)
            {
                const bool arrived = std::any_of(
                    scene.far.arrivals.begin(),
                    scene.far.arrivals.end(),
                    [&](const auto& arrival) { return arrival.packet.number == number; });
                if (!arrived)
                {
                    still.push_back(number);
                }
            }
            onTheWire = still;
        };
        for (const auto& [wait, size] : steps)
        {
            const SimTime now = scene.run.Now() + SimTime(wait);
            RunUntil(scene.run, now);
            if (size != 0 && scene.link->IsUp())
            {
                onTheWire.push_back(scene.next);
                scene.Send(now, size);
            }
            else if (size == 0)
            {
                settle();
                const bool up = scene.link->IsUp();
                lost.insert(lost.end(),
                            onTheWire.begin(),
                            up ? onTheWire.end() : onTheWire.begin());
                onTheWire.clear();
                scene.link->SetState(up ? LinkState::Down : LinkState::Up);
                RC_ASSERT(scene.link->FreeAt() <= scene.run.Now());
            }
            RC_ASSERT(IsBalanced(scene.run));
        }
        RunUntil(scene.run, scene.run.Now() + SimTime(1'000'000'000'000));
        RC_ASSERT(scene.far.arrivals.size() + lost.size() == scene.next);
        RC_ASSERT(scene.run.GetLedger().Dropped().packets == static_cast<int64_t>(lost.size()));
        SimTime last; // of what came: the tail of a head that came before an outage is still due
        for (const auto& arrival : scene.far.arrivals)
        {
            RC_ASSERT(std::count(lost.begin(), lost.end(), arrival.packet.number) == 0);
            RC_ASSERT(arrival.at >= last);
            RC_ASSERT(arrival.stageSum == (arrival.tail - arrival.packet.created).Value());
            last = arrival.at;
        }
    }));
}

} // namespace simplex_link_test
