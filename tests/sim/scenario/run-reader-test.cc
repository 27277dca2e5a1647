// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/host/host.h"
#include "models/switch/switch.h"
#include "sim/scenario/run-reader.h"
#include "tests/sim/scenario/loaded-run.h"

#include <doctest/doctest.h>

namespace run_reader_test
{

using namespace nexsim;
using test::AmountOf;
using test::FirstRun;
using test::MessagesOf;

namespace
{

std::vector<std::string>
NamesOf(const std::vector<NodeSpec>& nodes)
{
    std::vector<std::string> names;
    for (const NodeSpec& node : nodes)
    {
        names.push_back(node.name);
    }
    return names;
}

/** @brief An attribute of the port template that a node's blueprint carries. */
int64_t
PortAmount(const NodeSpec& node, const char* port, const char* attribute)
{
    BlueprintValue value;
    node.blueprint.Create()->GetAttribute(port, value);
    return AmountOf(value.Get(), attribute);
}

/** @brief An attribute of the queue that a port's blueprint makes. */
int64_t
QueueAmount(const Blueprint& port, const char* attribute)
{
    BlueprintValue value;
    port.Create()->GetAttribute("Queue", value);
    return AmountOf(value.Get(), attribute);
}

std::string
EndText(const ScenarioRun& run, const EndSpec& end)
{
    return run.nodes[end.node].name + (end.app.empty() ? "" : "/" + end.app);
}

} // namespace

TEST_SUITE("sim/scenario runs: the whole")
{
    TEST_CASE("everything has a default but the name, the duration and the nodes")
    {
        const ScenarioRun run = FirstRun(R"("nodes": { "a": { "type": "Host" } })");
        CHECK(run.name == "test");
        CHECK(run.duration == MilliSeconds(10));
        CHECK(run.warmup == SimTime(0));
        CHECK(run.seed == 1);
        CHECK(run.replication == 0);
        CHECK(run.ties == TiePolicy::Fifo);
        CHECK(run.limits.events == 0);
        CHECK(run.limits.wallSeconds == 0);
        CHECK(run.limits.memoryBytes == 0);
        CHECK(run.measure.interval == SimTime(0));
        CHECK(run.links.empty());
        CHECK(run.traffic.empty());
    }

    TEST_CASE("times, seeds, ties and limits are read exactly")
    {
        const ScenarioRun run = FirstRun(
            R"("warmup": "2.5us", "seed": 4294944442, "ties": { "policy": "seeded", "seed": 7 },
               "limits": { "events": 5, "wall": "1500ms", "memory": "2GiB" },
               "nodes": { "a": { "type": "Host" } })");
        CHECK(run.warmup == NanoSeconds(2500));
        CHECK(run.seed == 4294944442U);
        CHECK(run.ties == TiePolicy::Seeded);
        CHECK(run.tieSeed == 7);
        CHECK(run.limits.events == 5);
        CHECK(run.limits.wallSeconds == 2); // whole seconds, never cut short
        CHECK(run.limits.memoryBytes == int64_t{2} << 30);
    }
}

TEST_SUITE("sim/scenario runs: nodes")
{
    TEST_CASE("nodes come in file order, ranges in the order of their numbers")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "sw": { "type": "Switch" }, "c[0..2], z": { "type": "Host" }, "a": { "type": "Host" } })");
        CHECK(NamesOf(run.nodes) ==
              std::vector<std::string>{"sw", "c[0]", "c[1]", "c[2]", "z", "a"});
        CHECK(run.nodes[0].blueprint.GetTypeId() == Switch::GetTypeId());
        CHECK(run.nodes[5].blueprint.GetTypeId() == Host::GetTypeId());
    }

    TEST_CASE("later entries set attributes on the nodes they match, and only on these")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "c[0..2]": { "type": "Host", "Nic": { "RxRing": "7p", "TxRing": "3p" } },
                          "c[1..3]": { "type": "Host", "Nic": { "RxRing": "9p" } },
                          "c[*]": { "apps": { "web": {} } },
                          "c[2]": { "address": "10.1.2.3" } })");
        REQUIRE(run.nodes.size() == 4);
        CHECK(PortAmount(run.nodes[0], "Nic", "RxRing") == 7);
        CHECK(PortAmount(run.nodes[1], "Nic", "RxRing") == 9);
        // The whole value of the attribute is replaced, not mixed with the old one.
        CHECK(PortAmount(run.nodes[0], "Nic", "TxRing") == 3);
        CHECK(PortAmount(run.nodes[1], "Nic", "TxRing") == 256);
        CHECK(PortAmount(run.nodes[3], "Nic", "RxRing") == 9);
        CHECK(run.nodes[3].apps.size() == 1);
        CHECK(run.nodes[2].address == 0x0a010203U);
        CHECK(!run.nodes[1].address);
    }

    TEST_CASE("a topology's nodes come first and can be changed by name")
    {
        const ScenarioRun run = FirstRun(
            R"("topology": { "type": "Dumbbell", "Left": 2, "Right": 1, "Bottleneck": { "Rate": "1Mbps" } },
               "nodes": { "left[*]": { "Nic": { "RxRing": "5p" } }, "extra": { "type": "Host" } },
               "links": [ { "between": ["extra", "east"] }, { "name": "bottleneck", "Delay": "3us", "backward": { "Delay": "4us" } } ])");
        CHECK(NamesOf(run.nodes) ==
              std::vector<std::string>{"west", "east", "left[0]", "left[1]", "right[0]", "extra"});
        CHECK(PortAmount(run.nodes[3], "Nic", "RxRing") == 5);
        CHECK(PortAmount(run.nodes[4], "Nic", "RxRing") == 256);
        REQUIRE(run.links.size() == 5);
        CHECK(run.links[0].name == "bottleneck");
        CHECK(AmountOf(run.links[0].forward, "Rate") == 1'000'000);
        CHECK(AmountOf(run.links[0].forward, "Delay") == 3'000'000);
        CHECK(AmountOf(run.links[0].backward, "Delay") == 4'000'000);
        CHECK(run.links[4].name == "extra-east");
    }

    TEST_CASE("another type begins anew, with the attributes of its own entry")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "a": { "type": "Host", "Nic": { "RxRing": "7p" } }, "a, b": { "type": "Switch", "HeadBytes": "80B" } })");
        CHECK(run.nodes[0].blueprint.GetTypeId() == Switch::GetTypeId());
        CHECK(AmountOf(run.nodes[0].blueprint, "HeadBytes") == 80);
    }

    TEST_CASE("a node of another type has the ports of that type")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "a": { "type": "Host" }, "b": { "type": "Host" }, "a ": { "type": "Switch" } },
               "links": [ { "between": ["a", "b"], "at": { "a": { "Queue": { "MaxPackets": "6p" } } } } ])");
        CHECK(run.links[0].portA.GetTypeId().GetName() == "nexsim::SwitchPort");
        CHECK(QueueAmount(run.links[0].portA, "MaxPackets") == 6);
    }

    TEST_CASE("an entry for a topology's link changes both directions")
    {
        const ScenarioRun run = FirstRun(R"("topology": { "type": "Dumbbell" },
                        "links": [ { "name": "bottleneck", "Delay": "3us" } ])");
        CHECK(AmountOf(run.links[0].forward, "Delay") == 3'000'000);
        CHECK(AmountOf(run.links[0].backward, "Delay") == 3'000'000);
    }

    TEST_CASE("applications of a host keep their order, and later entries change them")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "h": { "type": "Host", "apps": { "w[0..1]": {}, "b": { "type": "App" } } },
                          "h, g": { "type": "Host", "apps": { "b": { "Datapath": { "type": "Direct" } }, "a": {} } } })");
        REQUIRE(run.nodes[0].apps.size() == 4);
        CHECK(run.nodes[0].apps[0].name == "w[0]");
        CHECK(run.nodes[0].apps[1].name == "w[1]");
        CHECK(run.nodes[0].apps[2].name == "b");
        CHECK(run.nodes[0].apps[3].name == "a");
        PolicyValue datapath;
        run.nodes[0].apps[2].blueprint.Create()->GetAttribute("Datapath", datapath);
        CHECK(datapath.Get());
        run.nodes[0].apps[3].blueprint.Create()->GetAttribute("Datapath", datapath);
        CHECK(!datapath.Get());
        CHECK(run.nodes[1].apps.size() == 2);
    }

    TEST_CASE("an address can be given anew, and the old one then be another host's")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "a": { "type": "Host", "address": "10.0.0.1" }, "b": { "type": "Host" },
                          "a ": { "address": "10.0.0.2" }, "b ": { "address": "10.0.0.1" } })");
        CHECK(run.nodes[0].address == 0x0a000002U);
        CHECK(run.nodes[1].address == 0x0a000001U);
    }
}

TEST_SUITE("sim/scenario runs: links")
{
    TEST_CASE("one side may be single, or both equally many")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "a[0..1]": { "type": "Host" }, "b[0..1]": { "type": "Host" }, "sw": { "type": "Switch" } },
               "links": [ { "between": ["a[*]", "sw"] }, { "between": ["sw", "b[*]"] }, { "between": ["a[*]", "b[*]"] },
                          { "name": "extra", "between": ["a[0], b[1]", "sw"] }, { "between": ["a[0]", "sw"] } ])");
        std::vector<std::string> names;
        for (const LinkSpec& link : run.links)
        {
            names.push_back(link.name + " " + run.nodes[link.a].name + " " +
                            run.nodes[link.b].name);
        }
        CHECK(names == std::vector<std::string>{"a[0]-sw a[0] sw",
                                                "a[1]-sw a[1] sw",
                                                "sw-b[0] sw b[0]",
                                                "sw-b[1] sw b[1]",
                                                "a[0]-b[0] a[0] b[0]",
                                                "a[1]-b[1] a[1] b[1]",
                                                "extra[0] a[0] sw",
                                                "extra[1] b[1] sw",
                                                "a[0]-sw#2 a[0] sw"});
    }

    TEST_CASE("a name that an entry gives is not taken by an earlier link")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
               "links": [ { "between": ["a", "b"] }, { "name": "a-b", "between": ["a", "b"] } ])");
        CHECK(run.links[0].name == "a-b#2");
        CHECK(run.links[1].name == "a-b");
    }

    TEST_CASE("attributes are those of both directions unless one is named")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } },
               "links": [ { "between": ["a", "b"], "Rate": "10Gbps", "Delay": "1us",
                            "forward": { "Delay": "2us" }, "backward": { "Rate": "51.2Mbps" } } ])");
        CHECK(AmountOf(run.links[0].forward, "Rate") == 10'000'000'000);
        CHECK(AmountOf(run.links[0].forward, "Delay") == 2'000'000);
        CHECK(AmountOf(run.links[0].backward, "Rate") == 51'200'000);
        CHECK(AmountOf(run.links[0].backward, "Delay") == 1'000'000);
    }

    TEST_CASE("\"at\" refines the node's port, and without it the template stays")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "h[0..1]": { "type": "Host", "Nic": { "RxRing": "7p", "TxRing": "3p" } }, "sw": { "type": "Switch" } },
               "links": [ { "between": ["h[*]", "sw"],
                            "at": { "h[*]": { "RxRing": "8p" }, "h[1]": { "TxRing": "4p" },
                                    "sw": { "Queue": { "MaxPackets": "6p" } } } },
                          { "between": ["h[0]", "h[1]"] } ])");
        CHECK(AmountOf(run.links[0].portA, "RxRing") == 8);
        CHECK(AmountOf(run.links[0].portA, "TxRing") == 3);
        CHECK(AmountOf(run.links[1].portA, "RxRing") == 8);
        CHECK(AmountOf(run.links[1].portA, "TxRing") == 4);
        CHECK(QueueAmount(run.links[0].portB, "MaxPackets") == 6);
        CHECK(run.links[2].portA.IsEmpty());
        CHECK(run.links[2].portB.IsEmpty());
    }
}

TEST_SUITE("sim/scenario runs: traffic")
{
    const std::string kNodes =
        R"("nodes": { "c[0..2]": { "type": "Host" }, "s[0..2]": { "type": "Host", "apps": { "w[0..1]": {} } } }, )";

    TEST_CASE("ends are hosts or their applications, in the order of the selector")
    {
        const ScenarioRun run = FirstRun(
            kNodes +
            R"("traffic": { "t": { "type": "PoissonSource", "from": "c[2], c[0..1]", "to": "s[0]/w[*], s[1]", "Rate": "1Gbps" } })");
        REQUIRE(run.traffic.size() == 1);
        const TrafficSpec& traffic = run.traffic[0];
        CHECK(traffic.name == "t");
        CHECK(traffic.pattern == Pattern::OneToOne);
        CHECK(!traffic.load);
        CHECK(AmountOf(traffic.source, "Rate") == 1'000'000'000);
        REQUIRE(traffic.from.size() == 3);
        REQUIRE(traffic.to.size() == 3);
        CHECK(EndText(run, traffic.from[0]) == "c[2]");
        CHECK(EndText(run, traffic.from[2]) == "c[1]");
        CHECK(EndText(run, traffic.to[0]) == "s[0]/w[0]");
        CHECK(EndText(run, traffic.to[1]) == "s[0]/w[1]");
        CHECK(EndText(run, traffic.to[2]) == "s[1]");
    }

    TEST_CASE("a load is a number or a ratio, and takes the place of the rate")
    {
        const ScenarioRun run = FirstRun(
            kNodes +
            R"("traffic": { "t": { "type": "PoissonSource", "from": "c[0]", "to": "s[0]", "Load": 0.8 },
                                     "u": { "type": "PoissonSource", "from": "c[0]", "to": "s[0]", "Load": "12.5%" } })");
        CHECK(run.traffic[0].load->Value() == 800'000'000);
        CHECK(run.traffic[1].load->Value() == 125'000'000);
    }

    TEST_CASE("each-to-each pairs any numbers, and a host may stand on both sides")
    {
        const ScenarioRun run = FirstRun(
            kNodes +
            R"("traffic": { "t": { "type": "PoissonSource", "from": "c[0..2]", "to": "c[1..2]", "pattern": "each-to-each" } })");
        CHECK(run.traffic[0].pattern == Pattern::EachToEach);
        CHECK(run.traffic[0].from.size() == 3);
        CHECK(run.traffic[0].to.size() == 2);
    }

    TEST_CASE("among one set of ends everyone sends to others of it")
    {
        for (const auto& [word, pattern] :
             {std::pair<std::string, Pattern>{"permutation", Pattern::Permutation},
              {"all-to-all", Pattern::AllToAll}})
        {
            const ScenarioRun run = FirstRun(
                kNodes +
                R"("traffic": { "t": { "type": "PoissonSource", "from": "c[1..2], s[0]/w[0]", "pattern": ")" +
                word + R"(" } })");
            const TrafficSpec& traffic = run.traffic[0];
            CHECK(traffic.pattern == pattern);
            REQUIRE(traffic.to.size() == 3);
            CHECK(EndText(run, traffic.to[0]) == "c[1]");
            CHECK(EndText(run, traffic.to[2]) == "s[0]/w[0]");
        }
    }

    TEST_CASE("the receivers of an incast do not send")
    {
        const ScenarioRun run = FirstRun(
            kNodes +
            R"("traffic": { "t": { "type": "PoissonSource", "from": "c[*], s[*]", "to": "s[1], c[0]", "pattern": "incast" } })");
        const TrafficSpec& traffic = run.traffic[0];
        CHECK(traffic.pattern == Pattern::Incast);
        REQUIRE(traffic.from.size() == 4);
        CHECK(EndText(run, traffic.from[0]) == "c[1]");
        CHECK(EndText(run, traffic.from[2]) == "s[0]");
        CHECK(traffic.to.size() == 2);
    }

    TEST_CASE("a replay maps addresses of its capture to ends")
    {
        const ScenarioRun run = FirstRun(
            kNodes +
            R"("traffic": { "t": { "type": "ReplaySource", "File": "web-dns-bulk.pcap", "map": { "10.0.0.2": "s[1]/w[1]", "10.0.0.1": "c[1]" } } })");
        const TrafficSpec& traffic = run.traffic[0];
        REQUIRE(traffic.map.size() == 2);
        CHECK(traffic.map[0].address == "10.0.0.2");
        CHECK(EndText(run, traffic.map[0].end) == "s[1]/w[1]");
        CHECK(EndText(run, traffic.map[1].end) == "c[1]");
    }

    TEST_CASE("split by address gives senders and receivers of first packets their sides in turn")
    {
        const ScenarioRun run = FirstRun(
            kNodes +
            R"("traffic": { "t": { "type": "ReplaySource", "File": "web-dns-bulk.pcap", "split": "by-address", "from": "c[*]", "to": "s[*]" } })");
        const TrafficSpec& traffic = run.traffic[0];
        REQUIRE(traffic.map.size() >= 2);
        CHECK(traffic.map[0].address == "10.0.0.1");
        CHECK(EndText(run, traffic.map[0].end) == "c[0]");
        CHECK(traffic.map[1].address == "10.0.0.2");
        CHECK(EndText(run, traffic.map[1].end) == "s[0]");
    }

    TEST_CASE("laws of chance are objects where an attribute takes them, tables come from files")
    {
        const ScenarioRun run = FirstRun(
            kNodes +
            R"("traffic": { "t": { "type": "FlowSource", "from": "c[0]", "to": "s[0]", "Size": { "type": "Empirical", "File": "web-search.cdf" },
                                            "Start": { "type": "Exponential", "Mean": "1ms" }, "Ecn": true } })");
        CHECK(run.traffic[0].source.Create());
    }
}

TEST_SUITE("sim/scenario runs: events and measurements")
{
    const std::string kNetwork =
        R"("nodes": { "a": { "type": "Host" }, "b": { "type": "Host" } }, "links": [ { "name": "up", "between": ["a", "b"] } ],
           "traffic": { "web": { "type": "PoissonSource", "from": "a", "to": "b" } }, )";

    TEST_CASE("changes come by time, those of one instant as they stand in the file")
    {
        const ScenarioRun run = FirstRun(
            kNetwork + R"("events": [ { "at": "5ms", "set": { "/traffic/web/Rate": "2Gbps" } },
                                      { "at": "1ms", "set": { "/links/up/Rate": "3Gbps", "/traffic/web/Rate": "4Gbps" } },
                                      { "at": "10ms", "set": { "/traffic/web/Rate": "5Gbps" } } ])");
        REQUIRE(run.changes.size() == 4);
        CHECK(run.changes[0].at == MilliSeconds(1));
        CHECK(run.changes[0].link == "up");
        CHECK(run.changes[0].traffic == "");
        CHECK(run.changes[0].attribute == "Rate");
        CHECK(run.changes[1].traffic == "web");
        CHECK(run.changes[1].link == "");
        CHECK(ns3::DynamicCast<IntegerValue>(run.changes[1].value)->Get() == 4'000'000'000);
        CHECK(run.changes[2].at == MilliSeconds(5));
        CHECK(run.changes[3].at == MilliSeconds(10));
    }

    TEST_CASE("links go down and up by their names, or by those of ports in the order of links")
    {
        const ScenarioRun run = FirstRun(
            R"("nodes": { "sw[0..1]": { "type": "Switch" }, "a": { "type": "Host" }, "b": { "type": "Host" } },
               "links": [ { "name": "x", "between": ["sw[0]", "sw[1]"] }, { "name": "y", "between": ["sw[0]", "sw[1]"] },
                          { "between": ["a", "sw[0]"] }, { "between": ["b", "sw[*]"] } ],
               "events": [ { "at": "0s", "link": "y", "state": "down" }, { "at": "0s", "link": "y, x", "state": "up" },
                           { "at": "0s", "port": "sw[1]/port[sw[0]]#2", "state": "down" }, { "at": "0s", "port": "a/nic", "state": "up" },
                           { "at": "0s", "port": "b/nic[sw[1]]", "state": "down" }, { "at": "0s", "link": "b-sw[0]", "state": "down" } ],
               "routing": { "ConvergenceTime": "3ms" }, "until": "sw[0]/port[a]/queue/length > 3")");
        using Links = std::vector<size_t>;
        REQUIRE(run.changes.size() == 6);
        CHECK(run.changes[0].stateOf == Links{1});
        CHECK(run.changes[0].state == LinkState::Down);
        CHECK(run.changes[1].stateOf == Links{1, 0});
        CHECK(run.changes[1].state == LinkState::Up);
        CHECK(run.changes[2].stateOf == Links{1});
        CHECK(run.changes[3].stateOf == Links{2});
        CHECK(run.changes[4].stateOf == Links{4});
        CHECK(run.changes[5].stateOf == Links{3});
        CHECK(AmountOf(run.routing, "ConvergenceTime") == 3'000'000'000);
        CHECK(run.until == "sw[0]/port[a]/queue/length > 3");
    }

    TEST_CASE("series, flows and windows are kept as written")
    {
        const ScenarioRun run = FirstRun(
            kNetwork +
            R"("measure": { "interval": "1ms", "series": ["b/*"], "flows": ["web"], "packets": false, "pcap": [],
                                       "windows": [ { "from": "1ms", "to": "10ms" } ] })");
        CHECK(run.measure.interval == MilliSeconds(1));
        CHECK(run.measure.series == std::vector<std::string>{"b/*"});
        CHECK(run.measure.flows == std::vector<std::string>{"web"});
        REQUIRE(run.measure.windows.size() == 1);
        CHECK(run.measure.windows[0].from == MilliSeconds(1));
        CHECK(run.measure.windows[0].to == MilliSeconds(10));
    }

    TEST_CASE("a network from GraphML has ends of the names that the file tells")
    {
        const ScenarioRun run = FirstRun(
            R"("topology": { "type": "GraphMl", "File": "abilene.graphml" },
               "nodes": { "Denver": { "address": "10.0.0.1" }, "Denver.router": { "Buffer": { "type": "CompleteSharing" } } },
               "links": [ { "name": "Denver-Kansas City", "Rate": "1Gbps" } ],
               "traffic": { "t": { "type": "ConstantRateSource", "from": "Denver", "to": "New York, Kansas City",
                                   "pattern": "each-to-each" } })");
        CHECK(run.nodes.size() == 22);
        CHECK(run.links.size() == 25);
        CHECK(run.traffic.front().to.size() == 2);
        CHECK(run.warnings.empty());
        for (const LinkSpec& link : run.links)
        {
            const bool isChanged = link.name == "Denver-Kansas City";
            const bool isAccess = link.name.find("router") != std::string::npos;
            CHECK(AmountOf(link.forward, "Rate") == (isChanged  ? 1'000'000'000
                                                     : isAccess ? 400'000'000'000
                                                                : 9'953'280'000));
        }
    }

    TEST_CASE("what is doubtful about a file is a warning, and stays with the run")
    {
        const std::string keys = R"("topology": { "type": "GraphMl", "File": "poor.graphml" })";
        const std::string speed = "poor.graphml: 2 of 3 links have no speed and get DefaultRate, "
                                  "10 Gb/s: b-c, c-shared";
        CHECK(MessagesOf(keys).find(": warning: /topology: " + speed + "\n") != std::string::npos);
        const ScenarioRun run = FirstRun(keys);
        REQUIRE(run.warnings.size() == 2);
        CHECK(run.warnings[0] == "/topology: " + speed);
        const std::string told =
            R"("topology": { "type": "GraphMl", "File": "poor.graphml", "DefaultRate": "5Mbps" })";
        CHECK(AmountOf(FirstRun(told).links[1].forward, "Rate") == 5'000'000);
    }
}

} // namespace run_reader_test
