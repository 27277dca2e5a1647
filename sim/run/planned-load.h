// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLANNED_LOAD_H
#define NEXSIM_PLANNED_LOAD_H

#include "models/base/quantity.h"
#include "models/traffic/path-profile.h"
#include "sim/scenario/scenario.h"
#include "sim/topology/graph.h"
#include "sim/topology/routing.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief What one sender offers one receiver, on average, from start until stop. */
struct OfferedPair
{
    size_t entry = 0; //!< index into ScenarioRun::traffic
    size_t from = 0;  //!< node
    size_t to = 0;
    int64_t wireRate = 0; //!< bit/s with the least overhead of any link, rounded down
    SimTime start;
    SimTime stop;
};

/** @brief Capacities and offered rates of a scenario, without building its models. */
class PlannedLoad
{
  public:
    /**
     * @param scenario outlives this object
     * @throws std::invalid_argument when the description contradicts itself
     */
    explicit PlannedLoad(const ScenarioRun& scenario);

    const NetworkGraph& Graph() const
    {
        return m_graph;
    }

    /** @brief By link, forward and backward; bit/s on the wire. */
    const std::vector<std::pair<int64_t, int64_t>>& Capacities() const
    {
        return m_capacities;
    }

    const std::vector<OfferedPair>& Pairs() const
    {
        return m_pairs;
    }

    const std::string& LinkName(size_t link) const
    {
        return m_scenario.links[link].name;
    }

    const std::string& EntryName(size_t entry) const
    {
        return m_scenario.traffic[entry].name;
    }

  private:
    void ReadLinks();
    void ReadEntry(size_t entry);
    PathProfile PathBetween(size_t from, size_t to);
    SimTime FirstLinkChange() const;

    const ScenarioRun& m_scenario;
    NetworkGraph m_graph;
    ShortestPaths m_paths;
    std::vector<std::pair<int64_t, int64_t>> m_capacities;
    std::vector<std::pair<int64_t, int64_t>> m_overheads; //!< by link, bytes
    int64_t m_leastOverhead = 0;
    std::vector<OfferedPair> m_pairs;
};

} // namespace nexsim

#endif // NEXSIM_PLANNED_LOAD_H
