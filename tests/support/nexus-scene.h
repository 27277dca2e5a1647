// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NEXUS_SCENE_H
#define NEXSIM_NEXUS_SCENE_H

#include "models/nexus/nexus-datapath.h"
#include "models/nexus/skywalk-nexus.h"
#include "tests/support/socket-scene.h"

namespace nexsim::testing
{

/** @brief With this attribute set to a quantity, a number or the number of a choice. */
template <typename T>
Blueprint
With(Blueprint blueprint, const std::string& attribute, T value)
{
    blueprint.Set(attribute, ns3::Create<IntegerValue>(QuantityDefault(value)));
    return blueprint;
}

/** @brief RoundCosts with those of a nexus; changes replace or add to them. */
inline CostTable
NexusCostTable(const std::vector<std::pair<std::string, SimTime>>& changes = {})
{
    std::vector<std::pair<std::string, SimTime>> times = {
        {"channel_sync", NanoSeconds(250)},
        {"kevent", NanoSeconds(300)},
        {"thread_wakeup", NanoSeconds(1500)},
        {"flow_lookup", NanoSeconds(60)},
        {"flow_previous_hit", NanoSeconds(10)},
        {"classify", NanoSeconds(40)},
        {"stack_packet", NanoSeconds(400)},
        {"packet_bookkeeping", NanoSeconds(100)},
        {"advisory_read", NanoSeconds(0)},
        {"doorbell_cpu", NanoSeconds(100)},
        {"channel_defunct", MicroSeconds(150)},
    };
    times.insert(times.end(), changes.begin(), changes.end());
    CostTable costs = RoundCosts(times);
    const auto perByte = [&](const std::string& name, int64_t femtoseconds) {
        CostFigure figure;
        figure.name = name;
        figure.unit = CostUnit::PerByte;
        figure.value = femtoseconds;
        costs.Set(std::move(figure));
    };
    perByte("csum_sw", 64'000); // of sockets
    perByte("copy", 100'000);
    perByte("checksum", 90'000);
    perByte("copy_checksum", 120'000);
    return costs;
}

/** @brief A host with cores and this nexus. */
inline Blueprint
NexusHostOf(int64_t cores,
            const CostTable& costs,
            const Blueprint& nexus = Blueprint(SkywalkNexus::GetTypeId()))
{
    Blueprint host = HostOf(cores, costs);
    host.SetPart("Nexus", nexus);
    return host;
}

/** @brief An application over a channel, with these attributes of its datapath. */
inline Blueprint
NexusAppOf(const Blueprint& datapath = Blueprint(NexusDatapath::GetTypeId()))
{
    return AppOf(datapath);
}

} // namespace nexsim::testing

#endif // NEXSIM_NEXUS_SCENE_H
