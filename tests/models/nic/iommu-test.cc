// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/nic/iommu.h"
#include "tests/support/metric-map.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>

namespace iommu_test
{

namespace
{

using nexsim::Bytes;
using nexsim::IntegerValue;
using nexsim::Iommu;
using nexsim::Iotlb;
using nexsim::Packets;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::testing::MetricMap;
using nexsim::testing::Simulation;

/** An IOMMU with a hit of 2 ps and a miss of 300 ps. */
struct Scene
{
    Scene(int64_t entries, int64_t granularity)
    {
        nexsim::Blueprint blueprint(Iommu::GetTypeId());
        blueprint.Set("Entries", ns3::Create<IntegerValue>(entries));
        blueprint.Set("Hit", ns3::Create<IntegerValue>(2));
        blueprint.Set("Miss", ns3::Create<IntegerValue>(300));
        blueprint.Set("Granularity", ns3::Create<IntegerValue>(granularity));
        iommu = blueprint.CreateAs<Iommu>();
        iommu->Attach(run, "iommu");
    }

    /** Walks of the tables while each buffer of a ring of 1024 is used once, after a first round. */
    int64_t MissesPerRound()
    {
        const size_t ring = iommu->AddRing(Packets(1024));
        int64_t before = 0;
        for (int round = 0; round < 2; ++round)
        {
            before = MetricMap(*iommu)["misses"];
            for (int i = 0; i < 1024; ++i)
            {
                iommu->Translate(ring, 1514, SimTime(0));
            }
        }
        return MetricMap(*iommu)["misses"] - before;
    }

    Simulation simulation;
    RunContext run;
    ns3::Ptr<Iommu> iommu;
};

} // namespace

TEST_CASE("IOTLB: a walk round and round over n units misses always if n > E, else never")
{
    CHECK(rc::check([] {
        const auto entries = *rc::gen::inRange<size_t>(1, 40);
        const auto units = *rc::gen::inRange<int64_t>(1, 80);
        Iotlb iotlb(entries);
        for (int round = 0; round < 3; ++round)
        {
            for (int64_t unit = 0; unit < units; ++unit)
            {
                const bool fits = units <= static_cast<int64_t>(entries);
                RC_ASSERT(iotlb.Touch(unit) == (round > 0 && fits));
            }
        }
    }));
}

TEST_CASE("IOTLB: the least recently used translation goes")
{
    CHECK(rc::check([] {
        const auto entries = *rc::gen::inRange<size_t>(1, 8);
        const auto walk =
            *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(0, 12));
        Iotlb iotlb(entries);
        std::deque<int64_t> model; // the last one used first
        for (const int64_t unit : walk)
        {
            const auto place = std::find(model.begin(), model.end(), unit);
            RC_ASSERT(iotlb.Touch(unit) == (place != model.end()));
            if (place != model.end())
            {
                model.erase(place);
            }
            model.push_front(unit);
            if (model.size() > entries)
            {
                model.pop_back();
            }
        }
    }));
}

TEST_CASE("IOMMU: 1024 buffers of 2 KiB: 1024 walks per buffer, 128 per page, 32 per segment")
{
    CHECK(Scene(31, 2048).MissesPerRound() == 1024);
    CHECK(Scene(31, 16 * 1024).MissesPerRound() == 128);
    CHECK(Scene(31, 64 * 1024).MissesPerRound() == 32);
    // With one entry more, the segments fit; each ring's memory begins with a unit of its own.
    CHECK(Scene(32, 64 * 1024).MissesPerRound() == 0);
}

TEST_CASE("IOMMU: a miss waits for the walker, a hit only for its own look-up")
{
    Scene scene(64, 4096);
    const size_t ring = scene.iommu->AddRing(Packets(8));
    const size_t other = scene.iommu->AddRing(Packets(8));
    CHECK(scene.iommu->Translate(ring, 100, SimTime(1000)) == SimTime(1300));
    CHECK(scene.iommu->Translate(other, 100, SimTime(1010)) == SimTime(1600));
    CHECK(scene.iommu->Translate(ring, 100, SimTime(1010)) == SimTime(1012)); // the same page
    // Two buffers more, and the second of them is on the next page.
    CHECK(scene.iommu->Translate(other, 5000, SimTime(5000)) == SimTime(5000 + 2 + 300 + 2));
    const MetricMap metrics(*scene.iommu);
    CHECK(metrics["misses"] == 3);
    CHECK(metrics["hits"] == 3);
}

TEST_CASE("IOMMU: a buffer across two units takes two look-ups")
{
    Scene scene(64, 1000);
    const size_t ring = scene.iommu->AddRing(Packets(4));
    CHECK(scene.iommu->Translate(ring, 2048, SimTime(0)) == SimTime(900));    // bytes 0 to 2047
    CHECK(scene.iommu->Translate(ring, 100, SimTime(1000)) == SimTime(1002)); // 2048 to 2147
}

namespace
{

/** A pool whose buffers of 2048 B are given out in the order of a list. */
class ListedBuffers : public nexsim::BufferSource
{
  public:
    bool HasPosted(const nexsim::Packet& /*packet*/, uint32_t /*queue*/) const override
    {
        return true;
    }

    void TakePosted(nexsim::Packet& /*packet*/, uint32_t /*queue*/) override {}

    bool HoldsSent(const nexsim::Packet& /*packet*/) const override
    {
        return true;
    }

    Bytes Span() const override
    {
        return Bytes(1024 * 2048);
    }

    Bytes BufferSize() const override
    {
        return Bytes(2048);
    }

    int64_t AddressOf(const nexsim::Packet& packet, int64_t place) const override
    {
        return (packet.number + place) % 1024 * 2048;
    }
};

enum class Order : uint8_t
{
    AsTheyLie,
    Scattered //!< each one 32 buffers from the one before
};

/** Walks while 1024 buffers of a pool are used, after a first round. */
int64_t
PoolMisses(Scene& scene, Order order)
{
    int64_t before = 0;
    for (int round = 0; round < 2; ++round)
    {
        before = MetricMap(*scene.iommu)["misses"];
        for (uint32_t i = 0; i < 1024; ++i)
        {
            nexsim::Packet packet{};
            packet.number = order == Order::AsTheyLie ? i : i % 32 * 32 + i / 32;
            scene.iommu->TranslateAt(packet, 1514, SimTime(0));
        }
    }
    return MetricMap(*scene.iommu)["misses"] - before;
}

} // namespace

TEST_CASE("IOMMU: buffers of a pool are looked up where they lie, not in ring order")
{
    const ListedBuffers buffers;
    for (const auto& [granularity, inOrder, scattered] : {std::make_tuple(2048, 1024, 1024),
                                                          std::make_tuple(16 * 1024, 128, 1024),
                                                          std::make_tuple(64 * 1024, 32, 1024)})
    {
        const auto granularityHere = granularity;
        CAPTURE(granularityHere);
        Scene forward(31, granularity);
        forward.iommu->AddRing(Packets(7)); // lies elsewhere
        forward.iommu->SetSource(buffers);
        CHECK(PoolMisses(forward, Order::AsTheyLie) == inOrder);
        Scene apart(31, granularity);
        apart.iommu->SetSource(buffers);
        CHECK(PoolMisses(apart, Order::Scattered) == scattered);
    }
}

TEST_CASE("IOMMU: memory that is unmapped loses its translations, and only that")
{
    const ListedBuffers buffers;
    Scene scene(64, 16 * 1024);
    scene.iommu->AddRing(Packets(100));
    scene.iommu->SetSource(buffers);
    nexsim::Packet packet{};
    CHECK(scene.iommu->TranslateAt(packet, 4000, SimTime(0)) ==
          SimTime(302)); // two buffers, a page
    packet.number = 8;
    scene.iommu->TranslateAt(packet, 1514, SimTime(1000));
    scene.iommu->OnUnmapped(0, 16 * 1024);
    CHECK(scene.iommu->TranslateAt(packet, 1514, SimTime(2000)) == SimTime(2002));
    packet.number = 7;
    CHECK(scene.iommu->TranslateAt(packet, 1514, SimTime(3000)) == SimTime(3300));
}

} // namespace iommu_test
