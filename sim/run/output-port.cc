// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/output-port.h"

namespace nexsim
{

bool
IsAtOrBelow(const std::string& path, const std::string& top)
{
    return path.compare(0, top.size(), top) == 0 &&
           (path.size() == top.size() || path[top.size()] == '/');
}

std::optional<OutputPort>
FindOutputPort(const ScenarioRun& scenario, const NetworkGraph& graph, const std::string& path)
{
    std::vector<size_t> nextPort(scenario.nodes.size(), 0);
    const auto port = [&](size_t node, std::string link) {
        const std::string& name = scenario.nodes[node].name;
        return OutputPort{name,
                          name + "/" + graph.PortName(node, nextPort[node]++),
                          std::move(link)};
    };
    for (const LinkSpec& link : scenario.links)
    {
        for (const OutputPort& found :
             {port(link.a, link.name + "/forward"), port(link.b, link.name + "/backward")})
        {
            if (IsAtOrBelow(path, found.port) || IsAtOrBelow(path, found.link))
            {
                return found;
            }
        }
    }
    return std::nullopt;
}

} // namespace nexsim
