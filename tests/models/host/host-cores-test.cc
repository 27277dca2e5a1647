// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/host/host.h"
#include "models/host/idle-state.h"
#include "tests/support/core-bench.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"
#include "tests/support/socket-scene.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <utility>
#include <vector>

namespace host_cores_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

ns3::Ptr<ns3::AttributeValue>
Costs(std::vector<CostFigure> figures)
{
    CostTable table;
    for (CostFigure& figure : figures)
    {
        table.Set(std::move(figure));
    }
    return ns3::Create<PolicyValue>(ns3::CreateObject<HostCosts>(std::move(table)));
}

Blueprint
HostWith(int64_t cores)
{
    Blueprint host(Host::GetTypeId());
    host.Set("Cores", ns3::Create<IntegerValue>(cores));
    return host;
}

Blueprint
State(SimTime residency, SimTime exit)
{
    Blueprint state(IdleState::GetTypeId());
    state.Set("Residency", ns3::Create<IntegerValue>(residency));
    state.Set("ExitLatency", ns3::Create<IntegerValue>(exit));
    return state;
}

} // namespace

TEST_CASE("a host has a processor when it has cores, as its attributes say")
{
    MiniNetwork net;
    Blueprint blueprint = HostWith(3);
    blueprint.Set("Costs", Costs({Figure("ctx_switch", NanoSeconds(5))}));
    blueprint.Set("Slice", ns3::Create<IntegerValue>(MicroSeconds(7)));
    blueprint.SetParts(
        "IdleStates",
        {State(MicroSeconds(600), MicroSeconds(133)), State(MicroSeconds(2), MicroSeconds(1))});
    const Host& host = net.AddHost("a", blueprint);
    REQUIRE(host.GetCores() != nullptr);
    CHECK(host.GetCores()->CoreCount() == 3);
    CHECK(host.GetCores()->At(2).Path() == "a/core[2]");
    CHECK(host.GetCores()->SwitchCost().Of(1) == NanoSeconds(5));
    const Processor::Settings& settings = host.GetCores()->GetSettings();
    CHECK(settings.slice == MicroSeconds(7));
    REQUIRE(settings.idleStates.size() == 2);
    CHECK(settings.idleStates[0].exitLatency == MicroSeconds(1));
    CHECK(settings.idleStates[1].residency == MicroSeconds(600));
    CHECK(net.AddHost("b").GetCores() == nullptr);
    CHECK_THROWS(MetricMap(net.AddHost("c"))["cpu/ctx_switch"]);
}

TEST_CASE("hosts of one blueprint do not share what is noted about their costs")
{
    MiniNetwork net;
    Blueprint blueprint = HostWith(1);
    blueprint.Set("Costs",
                  Costs({Figure("ctx_switch", SimTime(0)), Figure("syscall", SimTime(1))}));
    const Host& a = net.AddHost("a", blueprint);
    const Host& b = net.AddHost("b", blueprint);
    static_cast<void>(a.GetCores()->Costs().Need("syscall", "test"));
    CHECK(a.GetCores()->Costs().IsUsed(1));
    CHECK_FALSE(b.GetCores()->Costs().IsUsed(1));
    CHECK(MetricMap(a)["cpu/syscall"] == 0);
    CHECK_THROWS(MetricMap(b)["cpu/syscall"]);
}

TEST_CASE("cores without costs, without the switch's, and costs without cores are refused")
{
    MiniNetwork net;
    CHECK_THROWS_WITH_AS(net.AddHost("a", HostWith(2)),
                         "a: a host with Cores needs Costs, such as {\"profile\": "
                         "\"linux-bdw36-2018\"}",
                         std::invalid_argument);
    Blueprint idle = HostWith(0);
    idle.Set("Costs", Costs({}));
    CHECK_THROWS_WITH_AS(net.AddHost("b", idle),
                         "b: Costs without Cores would cost nothing; give the host Cores, such as "
                         "4",
                         std::invalid_argument);
    Blueprint poor = HostWith(1);
    poor.Set("Costs", Costs({Figure("syscall", SimTime(1))}));
    CHECK_THROWS_WITH_AS(net.AddHost("c", poor),
                         "c needs the cost figure \"ctx_switch\", which its host's Costs do not "
                         "have; extend them with a profile that has it, or write \"ctx_switch\": "
                         "\"100ns\"",
                         std::invalid_argument);
}

TEST_CASE("processor time per packet is over the segments that pass the host, both ways")
{
    MiniNetwork net;
    const Blueprint blueprint = HostOf(1, RoundCosts());
    Host& a = net.AddHost("a", blueprint);
    Host& b = net.AddHost("b", blueprint);
    net.Connect(a, b, LinkOf(BitRate(10'000'000'000), SimTime(1000)));
    net.Route();
    const FlowIndex flow = net.Context().Flows().Intern(FlowKey());
    net.Context().Flows()[flow].destination = b.Index();
    RecordingEntry& entry = net.AddEntry("entry");
    b.FindApp("")->Listen(flow, entry);
    for (const uint32_t size : {100U, 1500U, 700U})
    {
        PacketPtr packet = net.Context().Pool().Allocate();
        packet->flow = flow;
        packet->destination = b.Index();
        packet->size = size;
        packet->payloadBytes = size - 28;
        net.GetLedger().Born(*packet, SimTime(0), 0);
        a.FindApp("")->Port().Send(std::move(packet));
    }
    net.Run(MilliSeconds(1));
    CHECK(entry.arrivals.size() == 3);
    CHECK(MetricMap(a).Quotient("cpu_per_packet/ctx_switch").second == 3);
    CHECK(MetricMap(b).Quotient("cpu_per_packet/ctx_switch").second == 3);
}

} // namespace host_cores_test
