// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/base/exponential-quantity.h"
#include "models/host/host.h"
#include "sim/run/run-reports.h"
#include "sim/run/run-simulation.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace run_costs_test
{

using namespace nexsim;

namespace
{

CostFigure
Make(std::string name, CostUnit unit, int64_t value, std::string evidence)
{
    CostFigure figure;
    figure.name = std::move(name);
    figure.unit = unit;
    figure.value = value;
    figure.evidence = std::move(evidence);
    return figure;
}

NodeSpec
HostSpec(const std::string& name, const CostTable* table)
{
    NodeSpec node;
    node.name = name;
    node.blueprint = Blueprint(Host::GetTypeId());
    if (table != nullptr)
    {
        node.blueprint.Set("Cores", ns3::Create<IntegerValue>(1));
        node.blueprint.Set("Costs", ns3::Create<PolicyValue>(ns3::CreateObject<HostCosts>(*table)));
    }
    return node;
}

} // namespace

TEST_CASE("the costs of a run are those that its hosts used, hosts with the same ones together")
{
    CostTable table;
    table.Set(Make("copy", CostUnit::PerByte, 63'000, "mem"));
    table.Set(Make("ctx_switch", CostUnit::PerUse, 1'300'000'000, "sched"));
    CostTable other = table;
    CostFigure random = Make("ctx_switch", CostUnit::PerUse, 0, "scenario");
    random.randomValue = ns3::CreateObject<ExponentialRandomQuantity>();
    other.Set(random);
    ScenarioRun scenario;
    scenario.name = "costs";
    scenario.duration = MilliSeconds(1);
    scenario.nodes = {HostSpec("a", &table),
                      HostSpec("b", nullptr),
                      HostSpec("c", &other),
                      HostSpec("d", &table)};
    RunSimulation simulation(scenario);
    const std::vector<CostsRecord> costs = ReportCosts(simulation.GetNetwork());
    REQUIRE(costs.size() == 2);
    CHECK(costs[0].hosts == std::vector<std::string>{"a", "d"});
    REQUIRE(costs[0].figures.size() == 1); // nobody copies
    CHECK(costs[0].figures[0].figure == "ctx_switch");
    CHECK(costs[0].figures[0].value == "1.3us");
    CHECK(costs[0].figures[0].evidence == "sched");
    CHECK(costs[1].hosts == std::vector<std::string>{"c"});
    CHECK(costs[1].figures[0].value == "nexsim::ExponentialRandomQuantity");
    CHECK(costs[1].figures[0].evidence == "scenario");
}

} // namespace run_costs_test
