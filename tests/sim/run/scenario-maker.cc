// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/sim/run/scenario-maker.h"

#include "models/base/attribute-values.h"
#include "models/base/constant-quantity.h"
#include "models/host/host.h"
#include "models/link/simplex-link.h"
#include "models/switch/switch.h"

#include <stdexcept>

namespace nexsim::testing
{

ScenarioMaker::ScenarioMaker(SimTime duration)
{
    run.name = "made by hand";
    run.duration = duration;
}

size_t
ScenarioMaker::Host(const std::string& name)
{
    run.nodes.push_back({name, Blueprint(nexsim::Host::GetTypeId()), {}, std::nullopt});
    return run.nodes.size() - 1;
}

size_t
ScenarioMaker::Switch(const std::string& name)
{
    run.nodes.push_back({name, Blueprint(nexsim::Switch::GetTypeId()), {}, std::nullopt});
    return run.nodes.size() - 1;
}

LinkSpec&
ScenarioMaker::Link(size_t a, size_t b, BitRate rate, SimTime delay)
{
    Blueprint link(SimplexLink::GetTypeId());
    link.Set("Rate", ns3::Create<IntegerValue>(rate));
    link.Set("Delay", ns3::Create<IntegerValue>(delay));
    run.links.push_back({run.nodes[a].name + "-" + run.nodes[b].name, a, b, link, link, {}, {}});
    return run.links.back();
}

TrafficSpec&
ScenarioMaker::Traffic(const std::string& name,
                       const std::string& type,
                       size_t from,
                       size_t to,
                       int64_t size)
{
    TrafficSpec spec;
    spec.name = name;
    spec.source = Blueprint(ns3::TypeId::LookupByName("nexsim::" + type));
    spec.source.Set("Rate", ns3::Create<IntegerValue>(1'000'000'000));
    spec.source.SetPart("PacketSize", Constantly(size));
    spec.from = {{from, ""}};
    spec.to = {{to, ""}};
    run.traffic.push_back(std::move(spec));
    return run.traffic.back();
}

Blueprint
Constantly(int64_t value)
{
    Blueprint law(ConstantRandomQuantity::GetTypeId());
    law.Set("Value", ns3::Create<IntegerValue>(value));
    return law;
}

RunRecord
Run(const ScenarioRun& scenario)
{
    RunRecord record;
    RunScenario(scenario, record);
    return record;
}

namespace
{

MetricValue
ValueOf(const RunRecord& record, const std::string& path)
{
    const std::optional<Metric> metric = record.metrics.Find(path);
    if (!metric)
    {
        throw std::out_of_range("no metric " + path);
    }
    return metric->value;
}

} // namespace

int64_t
IntegerOf(const RunRecord& record, const std::string& path)
{
    return std::get<int64_t>(ValueOf(record, path));
}

double
DoubleOf(const RunRecord& record, const std::string& path)
{
    return std::get<double>(ValueOf(record, path));
}

bool
SameFingerprint(const RunRecord& a, const RunRecord& b)
{
    return a.fingerprint.trajectory == b.fingerprint.trajectory &&
           a.fingerprint.wire == b.fingerprint.wire && a.fingerprint.drops == b.fingerprint.drops &&
           a.fingerprint.scalars == b.fingerprint.scalars;
}

} // namespace nexsim::testing
