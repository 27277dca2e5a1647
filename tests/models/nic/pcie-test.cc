// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/nic/pcie.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>
#include <vector>

namespace pcie_test
{

namespace
{

using nexsim::Blueprint;
using nexsim::DmaClient;
using nexsim::IntegerValue;
using nexsim::PacketPtr;
using nexsim::Packets;
using nexsim::Pcie;
using nexsim::PcieLink;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::testing::IsBalanced;
using nexsim::testing::MetricMap;
using nexsim::testing::NewPacket;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

/** A slot, third generation of eight lanes, that remembers what its NIC is told. */
struct Scene : public DmaClient
{
    explicit Scene(int64_t descriptor = 0,
                   const std::vector<std::pair<const char*, int64_t>>& more = {})
    {
        Blueprint blueprint(Pcie::GetTypeId());
        blueprint.Set("DescriptorSize", ns3::Create<IntegerValue>(descriptor));
        blueprint.Set("ReadLatency", ns3::Create<IntegerValue>(kLatency));
        for (const auto& [name, value] : more)
        {
            blueprint.Set(name, ns3::Create<IntegerValue>(value));
        }
        dma = blueprint.CreateAs<Pcie>();
        dma->Connect(*this, Packets(256), {Packets(256), Packets(256)});
        dma->Attach(run, "dma");
    }

    void OnWritten(PacketPtr packet, uint32_t queue) override
    {
        CHECK(packet->lastMark == run.Now());
        CHECK(queue == packet->number % 2);
        ends.push_back({packet->number, run.Now()});
        run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
    }

    void OnFetched(int64_t descriptors) override
    {
        fetches.push_back({static_cast<uint32_t>(descriptors), run.Now()});
    }

    void OnRead(PacketPtr packet) override
    {
        CHECK(packet->lastMark == run.Now());
        dma->Leave(*packet);
        ends.push_back({packet->number, run.Now()});
        run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
    }

    void Write(uint32_t size)
    {
        const uint32_t number = next++;
        dma->Write(NewPacket(run, size, number), number % 2);
    }

    void Read(uint32_t size)
    {
        PacketPtr packet = NewPacket(run, size, next++);
        REQUIRE(dma->CanRead(*packet, size));
        dma->Read(std::move(packet), size);
    }

    /** What so many bytes take on the link, alone. */
    static SimTime Span(int64_t bytes)
    {
        return nexsim::TransmissionTime(PcieLink({}).Rate()).Span(bytes);
    }

    struct End
    {
        uint32_t number;
        SimTime at;
    };

    static constexpr int64_t kLatency = 550'000;

    Simulation simulation;
    RunContext run;
    ns3::Ptr<Pcie> dma;
    std::vector<End> ends;
    std::vector<End> fetches;
    uint32_t next = 0;
};

} // namespace

TEST_CASE("PCIe DMA: a write takes the link for the frame and a header per payload")
{
    Scene scene;
    scene.Write(242); // a frame of 256 B
    scene.Write(243); // one byte more takes a second header
    CHECK(IsBalanced(scene.run));
    ns3::Simulator::Run();
    REQUIRE(scene.ends.size() == 2);
    CHECK(scene.ends[0].at == Scene::Span(256 + 24));
    CHECK(scene.ends[1].at == Scene::Span(256 + 24 + 257 + 48));
    const MetricMap metrics(*scene.dma);
    CHECK(metrics["written"] == 8 * (256 + 257));
    CHECK(metrics["up_bytes"] == 256 + 24 + 257 + 48);
    CHECK(metrics["down_bytes"] == 0);
    CHECK(metrics["up_utilisation"] == scene.ends[1].at.Value());
}

TEST_CASE("PCIe DMA: a read waits for its request and the latency; reads overlap")
{
    Scene scene;
    scene.Read(1500); // three requests, six answers
    scene.Read(64);
    ns3::Simulator::Run();
    REQUIRE(scene.ends.size() == 2);
    const SimTime begins = Scene::Span(24) + SimTime(Scene::kLatency);
    CHECK(scene.ends[0].at == begins + Scene::Span(1500 + 6 * 20));
    CHECK(scene.ends[1].at == begins + Scene::Span(1500 + 6 * 20 + 64 + 20));
    const MetricMap metrics(*scene.dma);
    CHECK(metrics["up_bytes"] == 4 * 24);
    CHECK(metrics["down_bytes"] == 1500 + 64 + 7 * 20);
}

TEST_CASE("PCIe DMA: writes and read requests share the way up, answers do not wait for writes")
{
    Scene scene;
    scene.Write(1010); // 1024 B
    scene.Read(256);
    ns3::Simulator::Run();
    CHECK(scene.ends[0].at == Scene::Span(1024 + 4 * 24));
    const SimTime asked = Scene::Span(1024 + 4 * 24 + 24);
    CHECK(scene.ends[1].at == asked + SimTime(Scene::kLatency) + Scene::Span(276));
}

TEST_CASE("PCIe DMA: tags and memory of the NIC bound what is read ahead, but one packet may pass")
{
    Scene scene(0, {{"ReadRequests", 3}, {"TxBuffer", 2000}});
    const PacketPtr large = NewPacket(scene.run, 9000, 99);
    const PacketPtr small = NewPacket(scene.run, 64, 98);
    CHECK(scene.dma->CanRead(*large, 9000));
    scene.Read(1024); // two requests
    CHECK(scene.dma->CanRead(*small, 64));
    scene.Read(512);
    CHECK_FALSE(scene.dma->CanRead(*small, 64)); // no tag
    RunUntil(scene.run, SimTime(Scene::kLatency + 1) + Scene::Span(24 + 1024 + 80));
    CHECK(scene.ends.size() == 1);
    CHECK(scene.dma->CanRead(*small, 64));
    CHECK_FALSE(scene.dma->CanRead(*large, 1000)); // no memory
    ns3::Simulator::Run();
}

TEST_CASE("PCIe DMA: descriptors are fetched and written back over the same link")
{
    Scene scene(16, {{"DescriptorFetch", 4}});
    CHECK(scene.dma->MostToFetch() == 4);
    scene.dma->Fetch(3);
    CHECK(scene.dma->MostToFetch() == 0);
    RunUntil(scene.run, nexsim::MicroSeconds(2));
    REQUIRE(scene.fetches.size() == 1);
    CHECK(scene.fetches[0].number == 3);
    CHECK(scene.fetches[0].at == Scene::Span(24) + SimTime(Scene::kLatency) + Scene::Span(48 + 20));
    CHECK(scene.dma->MostToFetch() == 4);
    // A received packet is there with its descriptor; every fourth also fetches four free ones.
    const int64_t up = MetricMap(*scene.dma)["up_bytes"];
    for (int i = 0; i < 5; ++i)
    {
        scene.Write(114);
    }
    CHECK(MetricMap(*scene.dma)["up_bytes"] - up == 5 * (128 + 24 + 16 + 24) + 2 * 24);
    CHECK(MetricMap(*scene.dma)["down_bytes"] == 48 + 20 + 2 * (64 + 20));
    RunUntil(scene.run, nexsim::MicroSeconds(4));
    CHECK(scene.ends[0].at == nexsim::MicroSeconds(2) + Scene::Span(128 + 24 + 16 + 24));
}

TEST_CASE("PCIe DMA: received packets wait in the NIC's memory, and what has no room is not taken")
{
    Scene scene(0, {{"RxBuffer", 3000}});
    const PacketPtr packet = NewPacket(scene.run, 1500, 99);
    scene.Write(1500);
    CHECK(scene.dma->HasRoomFor(*packet));
    scene.Write(1500);
    CHECK_FALSE(scene.dma->HasRoomFor(*packet));
    RunUntil(scene.run, Scene::Span(1514 + 6 * 24) + SimTime(1));
    CHECK(scene.dma->HasRoomFor(*packet));
    ns3::Simulator::Run();
}

TEST_CASE("PCIe DMA: an IOTLB miss delays its packet and those behind it, in order")
{
    Blueprint iommu(nexsim::Iommu::GetTypeId());
    iommu.Set("Hit", ns3::Create<IntegerValue>(1000));
    iommu.Set("Miss", ns3::Create<IntegerValue>(330'000));
    Simulation simulation;
    RunContext run;

    struct Nothing : public DmaClient
    {
        explicit Nothing(RunContext& shared) : context(shared) {}

        void OnWritten(PacketPtr packet, uint32_t) override
        {
            times.push_back(context.Now());
            context.GetLedger().Deliver(std::move(packet), context.Now(), 1);
        }

        void OnFetched(int64_t) override {}

        void OnRead(PacketPtr packet) override
        {
            OnWritten(std::move(packet), 0);
        }

        RunContext& context;
        std::vector<SimTime> times;
    } client(run);

    Blueprint blueprint(Pcie::GetTypeId());
    blueprint.Set("DescriptorSize", ns3::Create<IntegerValue>(0));
    blueprint.SetPart("Iommu", iommu);
    const auto dma = blueprint.CreateAs<Pcie>();
    dma->Connect(client, Packets(256), {Packets(256)});
    dma->Attach(run, "dma");
    for (uint32_t i = 0; i < 3; ++i)
    {
        dma->Write(NewPacket(run, 114, i), 0); // buffers of 2 KiB, two to a page
    }
    ns3::Simulator::Run();
    REQUIRE(client.times.size() == 3);
    const SimTime first = Scene::Span(152) + SimTime(330'000);
    CHECK(client.times[0] == first);
    CHECK(client.times[1] == first);                    // found, but behind the first
    CHECK(client.times[2] == first + SimTime(330'000)); // the walker was busy until then
    dma->Read(NewPacket(run, 64, 3), 64);
    const SimTime asked = run.Now() + Scene::Span(24);
    ns3::Simulator::Run();
    CHECK(client.times[3] == asked + SimTime(330'000) + nexsim::NanoSeconds(550) + Scene::Span(84));
}

TEST_CASE("PCIe DMA: what is being read when the link fails is given back, and nothing follows")
{
    Scene scene(16);
    scene.dma->Fetch(1);
    scene.Read(100);
    scene.Read(200);
    nexsim::PacketFifo packets;
    scene.dma->Abort(packets);
    CHECK(packets.Size() == 2);
    ns3::Simulator::Run();
    CHECK(scene.ends.empty());
    CHECK(scene.fetches.empty());
    CHECK(scene.dma->MostToFetch() == 64);
}

TEST_CASE(
    "PCIe DMA: whatever sizes and gaps, all is written once, in order, never faster than the link")
{
    CHECK(rc::check([] {
        const auto sizes = *rc::gen::container<std::vector<std::pair<int64_t, uint32_t>>>(
            rc::gen::pair(rc::gen::inRange<int64_t>(0, 300'000), rc::gen::inRange(28U, 9001U)));
        Scene scene(*rc::gen::element<int64_t>(0, 16));
        int64_t at = 0;
        for (const auto& [gap, size] : sizes)
        {
            at += gap;
            ns3::Simulator::Schedule(ns3::Time(at), [&scene, bytes = size] { scene.Write(bytes); });
        }
        ns3::Simulator::Run();
        RC_ASSERT(scene.ends.size() == sizes.size());
        SimTime last;
        for (size_t i = 0; i < sizes.size(); ++i)
        {
            RC_ASSERT(scene.ends[i].number == i);
            RC_ASSERT(scene.ends[i].at >= last);
            last = scene.ends[i].at;
        }
        RC_ASSERT(MetricMap(*scene.dma)["up_utilisation"] <= scene.run.Now().Value());
        RC_ASSERT(IsBalanced(scene.run));
    }));
}

TEST_CASE("PCIe DMA: a slot that does not exist is refused by name")
{
    CHECK_THROWS_AS(Scene(0, {{"Lanes", 3}}), std::invalid_argument);
}

} // namespace pcie_test
