// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/network.h"

#include "models/host/host.h"

namespace nexsim
{

std::vector<Processor*>
ProcessorsOf(const Network& network)
{
    std::vector<Processor*> processors;
    for (const auto& node : network.nodes)
    {
        auto* host = dynamic_cast<Host*>(ns3::PeekPointer(node));
        if (host != nullptr && host->GetCores() != nullptr)
        {
            processors.push_back(host->GetCores());
        }
    }
    return processors;
}

} // namespace nexsim
