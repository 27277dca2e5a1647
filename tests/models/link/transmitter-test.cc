// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/link/transmitter.h"
#include "tests/support/far-end.h"
#include "tests/support/packets.h"
#include "tests/support/plain-wire.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace transmitter_test
{

namespace
{

using nexsim::IntegerValue;
using nexsim::PacketFifo;
using nexsim::PacketPtr;
using nexsim::PacketSource;
using nexsim::Priority;
using nexsim::RunContext;
using nexsim::SimplexLink;
using nexsim::SimTime;
using nexsim::Tally;
using nexsim::Transmitter;
using nexsim::testing::AnyOffers;
using nexsim::testing::FarEnd;
using nexsim::testing::IsBalanced;
using nexsim::testing::NewPacket;
using nexsim::testing::Passage;
using nexsim::testing::PassagesOf;
using nexsim::testing::PlainWire;
using nexsim::testing::Simulation;

/** Packets wait here for the transmitter; notes when it asks for one. */
class Waiting : public PacketSource
{
  public:
    PacketPtr NextPacket(SimTime now) override
    {
        asked.push_back(now.Value());
        return fifo.Empty() ? PacketPtr() : fifo.Pop();
    }

    bool HasPacket() const override
    {
        return !fifo.Empty();
    }

    PacketFifo fifo;
    std::vector<int64_t> asked;
};

/** A transmitter that feeds a link of one picosecond per byte, without overhead or delay. */
struct Scene
{
    Scene()
    {
        link = PlainWire(run, far, 9000);
        transmitter.Connect(source, *link);
        transmitter.Attach(run, "transmitter");
    }

    void Offer(uint32_t size)
    {
        source.fifo.Push(NewPacket(run, size, next++));
        transmitter.Wake();
    }

    void OfferAt(int64_t time, uint32_t size)
    {
        ns3::Simulator::Schedule(ns3::Time(time), [this, size] { Offer(size); });
        ++scheduled;
    }

    Simulation simulation;
    RunContext run;
    FarEnd far{run};
    ns3::Ptr<SimplexLink> link;
    Waiting source;
    Transmitter transmitter;
    uint32_t next = 0;
    uint64_t scheduled = 0;
};

} // namespace

TEST_CASE("a packet that finds the link free costs one event, its arrival")
{
    Scene scene;
    for (int64_t i = 0; i < 20; ++i)
    {
        scene.OfferAt(i * 1500, 1500); // each when the last has just ended
    }
    ns3::Simulator::Run();
    CHECK(scene.far.arrivals.size() == 20);
    CHECK(scene.run.Kernel()->GetEventCount() == scene.scheduled + 20);
}

TEST_CASE("a packet that has to wait costs a second event, the link becoming free")
{
    Scene scene;
    const uint32_t sizes[] = {1500, 28, 9000, 64, 576};
    int64_t end = 0;
    std::vector<int64_t> ends;
    for (const uint32_t size : sizes)
    {
        scene.Offer(size);
        ends.push_back(end += size);
    }
    CHECK(IsBalanced(scene.run, Tally{4, 28 + 9000 + 64 + 576 - 4 * 28}));
    ns3::Simulator::Run();
    REQUIRE(scene.far.arrivals.size() == 5);
    for (size_t i = 0; i < 5; ++i)
    {
        CHECK(scene.far.arrivals[i].at == SimTime(ends[i]));
    }
    CHECK(scene.run.Kernel()->GetEventCount() == 5 + 4);
    // What is next is decided when the link is free, and not earlier.
    CHECK(scene.source.asked == std::vector<int64_t>{0, 1500, 1528, 10528, 10592});
}

TEST_CASE("a link is never idle while something waits and never used twice, whatever arrives when")
{
    CHECK(rc::check([] {
        const auto passages = PassagesOf(*AnyOffers(3000));
        Scene scene;
        uint64_t waited = 0;
        for (const Passage& passage : passages)
        {
            scene.OfferAt(passage.comes, passage.size);
            waited += passage.comes < passage.begins ? 1 : 0;
        }
        ns3::Simulator::Run();
        RC_ASSERT(scene.far.arrivals.size() == passages.size());
        for (size_t i = 0; i < passages.size(); ++i)
        {
            RC_ASSERT(scene.far.arrivals[i].at == SimTime(passages[i].ends));
            RC_ASSERT(scene.far.arrivals[i].packet.number == i);
        }
        RC_ASSERT(scene.run.Kernel()->GetEventCount() ==
                  scene.scheduled + passages.size() + waited);
    }));
}

TEST_CASE("a change of the link's rate is taken up at the next packet")
{
    Scene scene;
    scene.Offer(1000);
    scene.Offer(1000);
    scene.link->SetAttribute("Rate", IntegerValue(800'000'000'000)); // ten picoseconds per byte
    scene.Offer(1000);
    ns3::Simulator::Run();
    CHECK(scene.far.arrivals.at(0).at == SimTime(1000));
    CHECK(scene.far.arrivals.at(1).at == SimTime(11'000));
    CHECK(scene.far.arrivals.at(2).at == SimTime(21'000));
}

TEST_CASE("while the link is down nothing is taken from the source, and then at once")
{
    Scene scene;
    scene.Offer(1000);
    scene.Offer(28);
    scene.run.Kernel()->SetEnd(SimTime(300));
    ns3::Simulator::Run();
    scene.link->SetState(nexsim::LinkState::Down);
    scene.transmitter.OnDown();
    scene.Offer(500);
    scene.run.Kernel()->SetEnd(SimTime(2000));
    ns3::Simulator::Run();
    CHECK(scene.source.asked == std::vector<int64_t>{0});
    CHECK(scene.far.arrivals.empty());
    scene.link->SetState(nexsim::LinkState::Up);
    scene.transmitter.Wake();
    scene.run.Kernel()->SetEnd(SimTime(9000));
    ns3::Simulator::Run();
    CHECK(scene.source.asked == std::vector<int64_t>{0, 2000, 2028});
    REQUIRE(scene.far.arrivals.size() == 2);
    CHECK(scene.far.arrivals[1].at == SimTime(2528));
}

TEST_CASE("a link that fails and recovers during a transmission sends the next packet at once")
{
    Scene scene;
    scene.Offer(1000);
    scene.Offer(28); // the transmitter waits for 1000 ps
    scene.run.Kernel()->SetEnd(SimTime(300));
    ns3::Simulator::Run();
    scene.link->SetState(nexsim::LinkState::Down);
    scene.transmitter.OnDown();
    scene.link->SetState(nexsim::LinkState::Up);
    scene.transmitter.Wake();
    scene.run.Kernel()->SetEnd(SimTime(9000));
    ns3::Simulator::Run();
    REQUIRE(scene.far.arrivals.size() == 1);
    CHECK(scene.far.arrivals[0].at == SimTime(328));
}

} // namespace transmitter_test
