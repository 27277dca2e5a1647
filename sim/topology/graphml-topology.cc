// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-topology.h"

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"
#include "sim/results/format-quantity.h"

#include "ns3/string.h"
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(GraphMlTopology);

namespace
{

/** @brief Faster than any link of a file is likely to be, and next door. */
Blueprint
AccessLink()
{
    Blueprint link(SimplexLink::GetTypeId());
    link.Set("Rate", ns3::Create<IntegerValue>(BitRate(400'000'000'000)));
    link.Set("Delay", ns3::Create<IntegerValue>(SimTime(0)));
    return link;
}

std::string
ReadText(const std::string& path, FileReport& report)
{
    std::ifstream file(path, std::ios::binary);
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (!file || error)
    {
        report.Error(0, "the file cannot be opened for reading");
        return "";
    }
    if (size > kLargestGraphMl)
    {
        report.Error(0, fmt::format("the file has more than {} bytes", kLargestGraphMl));
        return "";
    }
    std::ostringstream text;
    text << file.rdbuf();
    if (file.bad())
    {
        report.Error(0, "reading failed");
    }
    return text.str();
}

void
ThrowErrors(const FileReport& report)
{
    if (!report.Errors().empty())
    {
        throw TopologyError(report.Errors());
    }
}

} // namespace

ns3::TypeId
GraphMlTopology::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::GraphMlTopology")
            .SetParent<Topology>()
            .SetGroupName("nexsim/topology")
            .AddConstructor<GraphMlTopology>()
            .AddAttribute("File",
                          "GraphML file, such as one of the Internet Topology Zoo.",
                          ns3::StringValue(""),
                          ns3::MakeStringAccessor(&GraphMlTopology::m_file),
                          ns3::MakeStringChecker())
            .AddAttribute("DefaultRate",
                          "Rate of links whose speed the file does not tell.",
                          QuantityDefault(BitRate(10'000'000'000)),
                          MakeQuantityAccessor(&GraphMlTopology::m_defaultRate),
                          MakeQuantityChecker<BitRate>(BitRate(1), BitRate(8'000'000'000'000)))
            .AddAttribute("DefaultDelay",
                          "Delay of links with an end whose coordinates the file does not tell.",
                          QuantityDefault(MilliSeconds(1)),
                          MakeQuantityAccessor(&GraphMlTopology::m_defaultDelay),
                          MakeQuantityChecker<SimTime>(SimTime(0), Seconds(100)))
            .AddAttribute("HostsPerNode",
                          "Hosts at each node: one called like the node, or several [0], [1] ...",
                          IntegerValue(1),
                          MakeQuantityAccessor(&GraphMlTopology::m_hostsPerNode),
                          MakeIntegerRangeChecker(0, 10'000))
            .AddAttribute("Link",
                          "The links of the file; their Rate and Delay are the file's.",
                          BlueprintValue(Blueprint(SimplexLink::GetTypeId())),
                          MakePolicyTemplateAccessor(&GraphMlTopology::m_link),
                          MakePolicyTemplateChecker<SimplexLink>())
            .AddAttribute("Access",
                          "The links between hosts and their node; 400 Gbps and no delay if not "
                          "given.",
                          BlueprintValue(AccessLink()),
                          MakePolicyTemplateAccessor(&GraphMlTopology::m_access),
                          MakePolicyTemplateChecker<SimplexLink>());
    return tid;
}

GeneratedTopology
GraphMlTopology::Generate() const
{
    // Without its folder: results must not tell where on a machine they were made.
    FileReport report(std::filesystem::path(m_file).filename().string());
    const std::string text = ReadText(m_file, report);
    ThrowErrors(report);
    const GraphMlDocument document = ReadGraphMl(text, report);
    ThrowErrors(report);
    const GraphMlNetwork network = MakeGraphMlNetwork(document, report);
    ThrowErrors(report);
    GeneratedTopology topology = Generate(network, report);
    topology.warnings = report.Warnings();
    return topology;
}

GeneratedTopology
GraphMlTopology::Generate(const GraphMlNetwork& network, FileReport& report) const
{
    const auto hosts = static_cast<int64_t>(network.sites.size()) * m_hostsPerNode;
    CheckSize(hosts, hosts + static_cast<int64_t>(network.links.size()));
    GeneratedTopology topology;
    for (const GraphMlSite& site : network.sites)
    {
        AddSwitch(topology, site.name + ".router");
    }
    for (const GraphMlLink& link : network.links)
    {
        topology.links.push_back({link.name, link.a, link.b, LinkOf(link)});
    }
    for (size_t i = 0; i < network.sites.size(); ++i)
    {
        if (!network.sites[i].isHyperedge)
        {
            AddHosts(topology, i, network.sites[i].name);
        }
    }
    CheckNames(topology);
    ReportDefaults(network, report);
    return topology;
}

Blueprint
GraphMlTopology::LinkOf(const GraphMlLink& link) const
{
    Blueprint blueprint = m_link;
    blueprint.Set("Rate", ns3::Create<IntegerValue>(link.rate.value_or(m_defaultRate)));
    blueprint.Set("Delay", ns3::Create<IntegerValue>(link.delay.value_or(m_defaultDelay)));
    return blueprint;
}

void
GraphMlTopology::AddHosts(GeneratedTopology& topology, size_t router, const std::string& site) const
{
    for (int64_t i = 0; i < m_hostsPerNode; ++i)
    {
        const size_t host =
            AddHost(topology, m_hostsPerNode == 1 ? site : fmt::format("{}[{}]", site, i));
        AddLink(topology, host, router, m_access);
    }
}

void
GraphMlTopology::ReportDefaults(const GraphMlNetwork& network, FileReport& report) const
{
    std::vector<std::string> withoutRate;
    std::vector<std::string> withoutDelay;
    for (const GraphMlLink& link : network.links)
    {
        if (!link.rate)
        {
            withoutRate.push_back(link.name);
        }
        if (!link.delay)
        {
            withoutDelay.push_back(link.name);
        }
    }
    if (!withoutRate.empty())
    {
        report.Warning(
            0,
            fmt::format("{} of {} links have no speed and get DefaultRate, {}: {}",
                        withoutRate.size(),
                        network.links.size(),
                        FormatPrecisely(static_cast<double>(m_defaultRate.Value()), "bps"),
                        ShortList(withoutRate)));
    }
    if (!withoutDelay.empty())
    {
        report.Warning(
            0,
            fmt::format("{} of {} links end where there are no coordinates and get "
                        "DefaultDelay, {}: {}",
                        withoutDelay.size(),
                        network.links.size(),
                        FormatPrecisely(static_cast<double>(m_defaultDelay.Value()), "ps"),
                        ShortList(withoutDelay)));
    }
}

} // namespace nexsim
