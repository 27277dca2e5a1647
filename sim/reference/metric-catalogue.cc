// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/metric-catalogue.h"

#include "models/base/attribute-values.h"
#include "models/base/stage-clock.h"
#include "models/host/host.h"
#include "models/host/spin-lock.h"
#include "models/traffic/constant-rate-source.h"
#include "sim/reference/type-probe.h"
#include "sim/run/metric-window.h"
#include "sim/run/run-reports.h"
#include "sim/run/run-simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

namespace
{

std::string
KindText(MetricKind kind)
{
    switch (kind)
    {
    case MetricKind::Counter:
        return "counter";
    case MetricKind::Rate:
        return "rate";
    case MetricKind::TimeAverage:
        return "mean over time";
    case MetricKind::Level:
        return "level";
    case MetricKind::Quotient:
        return "quotient";
    case MetricKind::Distribution:
        return "distribution";
    case MetricKind::Maximum:
        return "maximum";
    }
    throw std::logic_error("a kind of metric without a name");
}

std::vector<TypeMetric>
Below(const std::string& path, const std::vector<MetricDefinition>& definitions)
{
    std::vector<TypeMetric> metrics;
    for (const MetricDefinition& metric : definitions)
    {
        metrics.push_back({metric.path.substr(path.size() + 1),
                           metric.unit,
                           metric.meaning,
                           KindText(metric.kind)});
    }
    return metrics;
}

std::vector<TypeMetric>
MetricsOf(const Component& component)
{
    std::vector<MetricDefinition> definitions;
    DefineMetrics(component, definitions);
    return Below(component.Path(), definitions);
}

bool
IsBelow(const Component& component, const Component& other)
{
    const std::string path = other.Path() + "/";
    return component.Path().size() > path.size() &&
           component.Path().compare(0, path.size(), path) == 0;
}

bool
HasType(const Component& component)
{
    return dynamic_cast<const ns3::Object*>(&component) != nullptr;
}

void
Replace(std::string& text, const std::string& part, const std::string& with)
{
    if (const size_t at = text.find(part); at != std::string::npos)
    {
        text.replace(at, part.size(), with);
    }
}

/** @brief Of the parts of an object that have no type, and so no page; of several alike the first. */
std::vector<TypeMetric>
MetricsOfParts(const Component& object, const std::vector<Component*>& components)
{
    std::vector<TypeMetric> metrics;
    for (const Component* part : components)
    {
        const bool isElsewhere =
            std::any_of(components.begin(), components.end(), [&](const Component* other) {
                return HasType(*other) && IsBelow(*other, object) && IsBelow(*part, *other);
            });
        if (HasType(*part) || !IsBelow(*part, object) || isElsewhere)
        {
            continue;
        }
        std::string name = part->Path().substr(object.Path().size() + 1);
        const bool isFirst = name.find("[0]") != std::string::npos;
        if (!isFirst && name.find('[') != std::string::npos)
        {
            continue;
        }
        Replace(name, "[0]", "[i]");
        for (TypeMetric& metric : MetricsOf(*part))
        {
            metric.name = name + "/" + metric.name;
            metrics.push_back(std::move(metric));
        }
    }
    return metrics;
}

/** @brief The metrics of the first object of the type among the components of a run. */
std::optional<std::vector<TypeMetric>>
FindMetrics(ns3::TypeId type, const ScenarioRun& probe)
{
    try
    {
        RunSimulation simulation(probe);
        for (const Component* component : simulation.Run().Components())
        {
            const auto* object = dynamic_cast<const ns3::Object*>(component);
            if (object != nullptr && object->GetInstanceTypeId() == type)
            {
                std::vector<TypeMetric> metrics = MetricsOf(*component);
                for (TypeMetric& metric : MetricsOfParts(*component, simulation.Run().Components()))
                {
                    metrics.push_back(std::move(metric));
                }
                return metrics;
            }
        }
    }
    catch (const std::invalid_argument&)
    {
        return std::nullopt; // this network cannot be; another may
    }
    catch (const std::runtime_error&)
    {
        return std::nullopt; // a file is not there
    }
    return std::nullopt;
}

} // namespace

MetricCatalogue::MetricCatalogue(const TypeCatalogue& catalogue, std::filesystem::path data)
    : m_catalogue(catalogue), m_data(std::move(data))
{
}

std::optional<std::vector<TypeMetric>>
MetricCatalogue::Of(ns3::TypeId type) const
{
    for (const ScenarioRun& probe : ProbesFor(type, m_catalogue, m_data))
    {
        if (auto metrics = FindMetrics(type, probe))
        {
            return metrics;
        }
    }
    return std::nullopt;
}

std::vector<TypeMetric>
MetricCatalogue::OfEntries()
{
    const TypeCatalogue catalogue;
    const auto probes = ProbesFor(ConstantRateSource::GetTypeId(), catalogue, "");
    RunSimulation simulation(probes.front());
    TrafficEntry& entry = *simulation.GetNetwork().traffic.front().entry;
    entry.Transfers(); // as where its sources make flows
    std::vector<TypeMetric> metrics = MetricsOf(entry);
    const std::string first(kStageNames.front());
    for (TypeMetric& metric : Below(entry.Path(), DefineEntryMetrics(entry)))
    {
        const bool isOfStage = metric.name.rfind("stage/", 0) == 0;
        if (isOfStage && metric.name.rfind("stage/" + first + "/", 0) != 0)
        {
            continue;
        }
        if (isOfStage)
        {
            Replace(metric.name, first, "STAGE");
            Replace(metric.meaning, first, "STAGE");
        }
        metrics.push_back(std::move(metric));
    }
    return metrics;
}

std::vector<TypeMetric>
MetricCatalogue::OfCores()
{
    const TypeCatalogue catalogue;
    RunSimulation simulation(ProbesFor(ConstantRateSource::GetTypeId(), catalogue, "").front());
    CostFigure figure;
    figure.name = "ctx_switch";
    CostTable table;
    table.Set(figure);
    const auto host = ns3::CreateObject<Host>();
    host->SetAttribute("Cores", IntegerValue(1));
    host->SetAttribute("Costs", PolicyValue(ns3::CreateObject<HostCosts>(std::move(table))));
    host->Attach(simulation.Run(), "probe");
    std::vector<TypeMetric> metrics;
    for (TypeMetric& metric : MetricsOf(*host))
    {
        if (metric.name.rfind("cpu", 0) == 0 && metric.name.find(figure.name) != std::string::npos)
        {
            Replace(metric.name, figure.name, "FIGURE");
            Replace(metric.meaning, figure.name, "FIGURE");
            metrics.push_back(std::move(metric));
        }
    }
    const auto add = [&metrics](const Component& component, const std::string& name) {
        for (TypeMetric& metric : MetricsOf(component))
        {
            metric.name = name + "/" + metric.name;
            metrics.push_back(std::move(metric));
        }
    };
    add(host->GetCores()->At(0), "core[i]");
    SpinLock lock;
    lock.Attach(simulation.Run(), "lock");
    add(lock, "LOCK");
    return metrics;
}

std::string
MetricCatalogue::StageNames()
{
    return fmt::format("{}", fmt::join(kStageNames, ", "));
}

std::string
MetricCatalogue::Statistics()
{
    std::vector<std::string> texts;
    for (const DistributionStatistic& statistic : DistributionStatistics())
    {
        texts.push_back(fmt::format("/{}: {}", statistic.name, statistic.meaning));
    }
    return fmt::format("{}", fmt::join(texts, "; "));
}

} // namespace nexsim
