// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/datapath/ns3-stack-datapath.h"
#include "models/host/host.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/switch/crossbar-switch.h"
#include "sim/run/run-simulation.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

#include <algorithm>

#if defined(__SANITIZE_ADDRESS__)
#define NEXSIM_ADDRESS_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NEXSIM_ADDRESS_SANITIZER
#endif
#endif

#if defined(NEXSIM_ADDRESS_SANITIZER)
#include <sanitizer/allocator_interface.h>
#else
#include <malloc.h>
#endif

namespace network_builder_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** What is allocated now, in bytes, by the allocator of this build. */
size_t
AllocatedBytes()
{
#if defined(NEXSIM_ADDRESS_SANITIZER)
    return __sanitizer_get_current_allocated_bytes();
#else
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
#endif
}

bool
HasPath(RunSimulation& simulation, const std::string& path)
{
    const auto& components = simulation.Run().Components();
    return std::any_of(components.begin(), components.end(), [&](const Component* component) {
        return component->Path() == path;
    });
}

/** Two leaves and two spines, a host at each leaf; two links between leaf[0] and spine[0]. */
ScenarioMaker
Mesh(SimTime duration)
{
    ScenarioMaker made(duration);
    const size_t a = made.Host("a");
    const size_t b = made.Host("b");
    const size_t leaf0 = made.Switch("leaf[0]");
    const size_t leaf1 = made.Switch("leaf[1]");
    const size_t spine0 = made.Switch("spine[0]");
    const size_t spine1 = made.Switch("spine[1]");
    made.Link(a, leaf0);
    made.Link(leaf0, spine0);
    made.Link(leaf0, spine0).name = "second";
    made.Link(leaf0, spine1);
    made.Link(spine0, leaf1);
    made.Link(spine1, leaf1);
    made.Link(leaf1, b);
    return made;
}

} // namespace

TEST_CASE("paths name nodes, links by direction, ports by peer, and applications")
{
    ScenarioMaker made = Mesh(MilliSeconds(1));
    made.run.nodes[0].apps = {{"client", Blueprint(App::GetTypeId())}};
    RunSimulation simulation(made.run);
    for (const char* path : {"a",
                             "a/nic",
                             "a/nic/queue",
                             "a/client",
                             "a/client/datapath",
                             "leaf[0]/port[a]/queue",
                             "leaf[0]/port[spine[0]]",
                             "leaf[0]/port[spine[0]]#2",
                             "spine[0]/port[leaf[0]]#2",
                             "a-leaf[0]/forward",
                             "a-leaf[0]/backward",
                             "second/forward"})
    {
        CAPTURE(path);
        CHECK(HasPath(simulation, path));
    }
}

TEST_CASE("a host with several links names its NICs by their peers")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t host = made.Host("host");
    made.Link(host, made.Switch("left"));
    made.Link(host, made.Switch("right"));
    RunSimulation simulation(made.run);
    CHECK(HasPath(simulation, "host/nic[left]"));
    CHECK(HasPath(simulation, "host/nic[right]"));
    CHECK_FALSE(HasPath(simulation, "host/nic"));
}

TEST_CASE("flows spread over all paths of equal cost, parallel links included")
{
    ScenarioMaker made = Mesh(MilliSeconds(1));
    made.Traffic("web", "ConstantRateSource", 0, 1, 500)
        .source.Set("Flows", ns3::Create<IntegerValue>(300));
    const RunRecord record = Run(made.run);
    const int64_t sent = IntegerOf(record, "web/sent_packets");
    REQUIRE(sent == 250);
    int64_t together = 0;
    for (const char* link : {"leaf[0]-spine[0]", "second", "leaf[0]-spine[1]"})
    {
        CAPTURE(link);
        const int64_t packets =
            IntegerOf(record, std::string(link) + "/forward/transmitted_packets");
        CHECK(packets > 50);
        CHECK(packets < 120);
        together += packets;
    }
    CHECK(together == IntegerOf(record, "a-leaf[0]/forward/transmitted_packets"));
    CHECK(IntegerOf(record, "leaf[0]/unroutable_packets") == 0);
    CHECK(IntegerOf(record, "b/unclaimed_packets") == 0);
}

TEST_CASE("a host with several links chooses the one that leads to the destination")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t host = made.Host("host");
    const size_t left = made.Host("left");
    const size_t right = made.Host("right");
    made.Link(host, left);
    made.Link(host, right);
    made.Traffic("web", "ConstantRateSource", host, right, 500);
    const RunRecord record = Run(made.run);
    CHECK(IntegerOf(record, "host-left/forward/transmitted_packets") == 0);
    CHECK(IntegerOf(record, "web/delivered_packets") > 100);
}

TEST_CASE("blueprints of ports reach the port of the link's own end")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t sw = made.Switch("sw");
    const size_t host = made.Host("host");
    Blueprint nic(Nic::GetTypeId());
    nic.Set("TxRing", ns3::Create<IntegerValue>(7));
    made.Link(sw, host).portB = nic;
    RunSimulation simulation(made.run);
    size_t found = 0;
    for (const Component* component : simulation.Run().Components())
    {
        if (const auto* object = dynamic_cast<const Nic*>(component))
        {
            IntegerValue ring;
            object->GetAttribute("TxRing", ring);
            CHECK(ring.Get() == 7);
            ++found;
        }
    }
    CHECK(found == 1);
}

TEST_CASE("the template of a node's ports is that of each, where a link gives no other")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t sw = made.Switch("sw");
    Blueprint queue(ns3::TypeId::LookupByName("nexsim::FifoQueueDisc"));
    queue.Set("MaxPackets", ns3::Create<IntegerValue>(3));
    Blueprint port(ns3::TypeId::LookupByName("nexsim::SwitchPort"));
    port.Set("Queue", ns3::Create<BlueprintValue>(queue));
    made.run.nodes[sw].blueprint.Set("Port", ns3::Create<BlueprintValue>(port));
    Blueprint nic(Nic::GetTypeId());
    nic.Set("TxRing", ns3::Create<IntegerValue>(5));
    for (const char* name : {"x", "y", "z"})
    {
        const size_t host = made.Host(name);
        made.run.nodes[host].blueprint.Set("Nic", ns3::Create<BlueprintValue>(nic));
        made.Link(host, sw);
    }
    nic.Set("TxRing", ns3::Create<IntegerValue>(7));
    made.run.links.back().portA = nic;
    RunSimulation simulation(made.run);
    std::vector<int64_t> rings;
    std::vector<int64_t> limits;
    for (const Component* component : simulation.Run().Components())
    {
        IntegerValue value;
        if (const auto* device = dynamic_cast<const Nic*>(component))
        {
            device->GetAttribute("TxRing", value);
            rings.push_back(value.Get());
        }
        else if (const auto* disc = dynamic_cast<const FifoQueueDisc*>(component);
                 disc != nullptr && component->Path().rfind("sw/", 0) == 0)
        {
            disc->GetAttribute("MaxPackets", value);
            limits.push_back(value.Get());
        }
    }
    CHECK(rings == std::vector<int64_t>{5, 5, 7});
    CHECK(limits == std::vector<int64_t>{3, 3, 3});
}

TEST_CASE("addresses go to hosts, given ones as they are")
{
    ScenarioMaker made(MilliSeconds(1));
    made.Host("plain");
    made.run.nodes[made.Host("given")].address = 0xc0a80001;
    RunSimulation simulation(made.run);
    const auto& nodes = simulation.GetNetwork().nodes;
    CHECK((dynamic_cast<const Host&>(*nodes[0]).Address() >> 24) == 10);
    CHECK(dynamic_cast<const Host&>(*nodes[1]).Address() == 0xc0a80001);
    CHECK(dynamic_cast<const Host&>(*nodes[0]).Index() !=
          dynamic_cast<const Host&>(*nodes[1]).Index());
}

TEST_CASE("an application on a switch is refused by name")
{
    ScenarioMaker made(MilliSeconds(1));
    made.run.nodes[made.Switch("sw")].apps = {{"client", Blueprint(App::GetTypeId())}};
    CHECK_THROWS_WITH_AS(RunSimulation(made.run),
                         "sw is no host and takes no application",
                         std::invalid_argument);
}

TEST_CASE("an idle host takes at most 16 KiB, its link and its switch port included")
{
    const auto bytesOf = [](int hosts) {
        ScenarioMaker made(MilliSeconds(1));
        const size_t hub = made.Switch("sw");
        for (int i = 0; i < hosts; ++i)
        {
            made.Link(made.Host("host[" + std::to_string(i) + "]"), hub);
        }
        const size_t before = AllocatedBytes();
        const RunSimulation simulation(made.run);
        return AllocatedBytes() - before;
    };
    const auto few = bytesOf(100);
    const auto many = bytesOf(1100);
    CHECK(many > few);
    CHECK((many - few) / 1000 <= 16 * 1024);
}

TEST_CASE("a crossbar switch beside a host with ns-3's stack is refused: it forwards no frames")
{
    ScenarioMaker made(MilliSeconds(1));
    const size_t hub = made.Switch("sw");
    made.run.nodes[hub].blueprint = Blueprint(CrossbarSwitch::GetTypeId());
    const size_t a = made.Host("a");
    made.Link(a, hub);
    made.Link(made.Host("b"), hub);
    CHECK_NOTHROW(RunSimulation(made.run));
    Blueprint app(App::GetTypeId());
    app.SetPart("Datapath", Blueprint(Ns3StackDatapath::GetTypeId()));
    made.run.nodes[a].apps = {{"stack", app}};
    CHECK_THROWS_WITH_AS(RunSimulation(made.run),
                         doctest::Contains("sw: a nexsim::CrossbarSwitch does not forward"),
                         std::invalid_argument);
}

} // namespace network_builder_test
