// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/blueprint.h"
#include "models/base/component.h"
#include "sim/reference/metric-catalogue.h"
#include "sim/reference/type-pages.h"
#include "sim/run/metric-readings.h"
#include "sim/run/run-simulation.h"
#include "sim/scenario/experiment-plan.h"
#include "sim/scenario/scenario-loader.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace metric_catalogue_test
{

using namespace nexsim;

namespace
{

bool
IsComponent(ns3::TypeId type)
{
    const testing::Simulation simulation;
    return dynamic_cast<const Component*>(ns3::PeekPointer(Blueprint(type).Create())) != nullptr;
}

std::vector<std::string>
NamesOf(const std::vector<TypeMetric>& metrics)
{
    std::vector<std::string> names;
    for (const TypeMetric& metric : metrics)
    {
        names.push_back(metric.name);
    }
    return names;
}

const MetricCatalogue&
Catalogue()
{
    static const TypeCatalogue kTypes;
    static const MetricCatalogue kMetrics(kTypes, "scenarios/data");
    return kMetrics;
}

const ns3::Object*
ObjectOf(const Component& component)
{
    return dynamic_cast<const ns3::Object*>(&component);
}

/** The component itself where it has a type, else the nearest above it that has; null for none. */
const Component*
Typed(const Component& component, const std::vector<Component*>& components)
{
    const Component* nearest = ObjectOf(component) != nullptr ? &component : nullptr;
    for (const Component* other : components)
    {
        const bool isAbove = ObjectOf(*other) != nullptr && nearest != &component &&
                             component.Path().rfind(other->Path() + "/", 0) == 0;
        if (isAbove && (nearest == nullptr || other->Path().size() > nearest->Path().size()))
        {
            nearest = other;
        }
    }
    return nearest;
}

/** As the catalogue names it: "[0]" or "[i]" of several alike, one of many figures. */
std::string
General(const std::string& name, const std::string& number)
{
    static const std::regex kNumber("\\[[0-9]+\\]");
    static const std::regex kFigure("^(cpu|cpu_per_packet)/.*");
    return std::regex_replace(std::regex_replace(name, kNumber, number), kFigure, "$1/FIGURE");
}

/** What the catalogue has of a type; of "" what it has of traffic. */
std::vector<std::string>
KnownOf(const std::string& type)
{
    std::vector<std::string> known =
        NamesOf(type.empty() ? MetricCatalogue::OfEntries()
                             : *Catalogue().Of(ns3::TypeId::LookupByName(type)));
    if (type == "nexsim::Host")
    {
        const std::vector<std::string> cores = NamesOf(MetricCatalogue::OfCores());
        known.insert(known.end(), cores.begin(), cores.end());
    }
    return known;
}

ns3::TypeId
Type(const char* name)
{
    return ns3::TypeId::LookupByName(name);
}

} // namespace

TEST_SUITE("sim/reference/metric-catalogue")
{
    TEST_CASE("every type that is a component of a run is built into a network and asked")
    {
        int components = 0;
        for (const NamedType& type : AllTypes(TypeCatalogue()))
        {
            CAPTURE(type.type.GetName());
            const bool isComponent = IsComponent(type.type);
            CHECK(Catalogue().Of(type.type).has_value() == isComponent);
            components += isComponent ? 1 : 0;
        }
        CHECK(components >= 18);
    }

    TEST_CASE("every metric has a name of its own, a unit and a meaning")
    {
        for (const NamedType& type : AllTypes(TypeCatalogue()))
        {
            CAPTURE(type.type.GetName());
            const auto metrics = Catalogue().Of(type.type);
            if (!metrics)
            {
                continue;
            }
            std::set<std::string> names;
            for (const TypeMetric& metric : *metrics)
            {
                CAPTURE(metric.name);
                CHECK(names.insert(metric.name).second);
                CHECK(!metric.name.empty());
                CHECK(!metric.unit.empty());
                CHECK(metric.meaning.size() > 5);
                CHECK(!metric.kind.empty());
            }
        }
    }

    TEST_CASE("the metrics of a type are those that its objects report in a run")
    {
        CHECK(NamesOf(*Catalogue().Of(Type("nexsim::Switch"))) ==
              std::vector<std::string>{"forwarded_packets", "unroutable_packets"});
        CHECK(NamesOf(*Catalogue().Of(Type("nexsim::GilbertElliottLossModel"))) ==
              std::vector<std::string>{"bad_packets", "bad_periods"});
        CHECK(Catalogue().Of(Type("nexsim::App"))->empty());
        CHECK(!Catalogue().Of(Type("nexsim::ExponentialRandomQuantity")));
    }

    TEST_CASE("no run of the shipped scenarios has a metric of a type that the catalogue lacks")
    {
        for (const char* name : {"tests/determinism/flows-ecmp-echo.json",
                                 "tests/determinism/host-sockets.json",
                                 "tests/determinism/priority-loss-jitter.json",
                                 "tests/determinism/replay-shared-buffer.json"})
        {
            CAPTURE(name);
            const FileFinder files(ScenarioFolders(name, "scenarios/data"));
            Diagnostics diagnostics;
            const auto plan = LoadScenario(name, "scenarios/data", {}, diagnostics);
            REQUIRE(plan);
            const std::string document = RunDocument(plan->configurations.front(), 0);
            std::map<std::string, std::vector<std::string>> seen;
            {
                RunSimulation simulation(ReadRunDocument(document, files));
                const auto& components = simulation.Run().Components();
                for (const Component* component : components)
                {
                    const Component* typed = Typed(*component, components);
                    const std::string type =
                        typed == nullptr ? "" : ObjectOf(*typed)->GetInstanceTypeId().GetName();
                    const std::string path = typed == nullptr ? component->Path() : typed->Path();
                    std::vector<MetricDefinition> definitions;
                    DefineMetrics(*component, definitions);
                    for (const MetricDefinition& metric : definitions)
                    {
                        seen[type].push_back(metric.path.substr(path.size() + 1));
                    }
                }
            }
            REQUIRE(seen.size() >= 5);
            for (const auto& entry : seen)
            {
                const std::string& type = entry.first; // a binding cannot be captured
                const auto& metrics = entry.second;
                CAPTURE(type);
                const auto known = KnownOf(type);
                for (const std::string& metric : metrics)
                {
                    CAPTURE(metric);
                    const auto has = [&known](const std::string& one) {
                        return std::find(known.begin(), known.end(), one) != known.end();
                    };
                    const bool isKnown =
                        has(metric) || has(General(metric, "[0]")) || has(General(metric, "[i]"));
                    CHECK(isKnown);
                }
            }
        }
    }

    TEST_CASE("parts of an object that have no type are told with it, once for all alike")
    {
        const auto names = NamesOf(*Catalogue().Of(Type("nexsim::NapiKernelReceive")));
        CHECK(std::find(names.begin(), names.end(), "core[i]/deferrals") != names.end());
        CHECK(std::find(names.begin(), names.end(), "core[i]/packets_per_train") != names.end());
    }

    TEST_CASE("an entry's stages are told once, for all of them")
    {
        const auto names = NamesOf(MetricCatalogue::OfEntries());
        const auto isStage = [](const std::string& name) { return name.rfind("stage/", 0) == 0; };
        CHECK(std::count_if(names.begin(), names.end(), isStage) == 5);
        CHECK(std::find(names.begin(), names.end(), "stage/STAGE/p99.9") != names.end());
        CHECK(std::find(names.begin(), names.end(), "censored_packets") != names.end());
    }
}

} // namespace metric_catalogue_test
