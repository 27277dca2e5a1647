// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-network.h"

#include <cstdint>
#include <cstdlib>
#include <set>

using namespace nexsim;

/** @brief Any bytes are read as GraphML or refused with an error; what is read is consistent. */
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    FileReport report("fuzz");
    const GraphMlDocument document =
        ReadGraphMl(std::string_view(reinterpret_cast<const char*>(data), size), report);
    if (!report.Errors().empty())
    {
        return 0;
    }
    const GraphMlNetwork network = MakeGraphMlNetwork(document, report);
    if (!report.Errors().empty())
    {
        return 0;
    }
    std::set<std::string> names;
    for (const GraphMlSite& site : network.sites)
    {
        if (site.name.empty() || site.name.size() > 200 || !names.insert(site.name).second)
        {
            std::abort();
        }
    }
    for (const GraphMlLink& link : network.links)
    {
        const bool isSane = link.a != link.b && link.a < network.sites.size() &&
                            link.b < network.sites.size() && names.insert(link.name).second &&
                            (!link.rate || *link.rate >= BitRate(1)) &&
                            (!link.delay || *link.delay <= MilliSeconds(101));
        if (!isSane)
        {
            std::abort();
        }
    }
    return 0;
}
