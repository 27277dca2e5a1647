// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/offered-load.h"

#include "sim/results/format-quantity.h"
#include "sim/run/planned-load.h"
#include "sim/topology/file-report.h"
#include "sim/topology/minimum-cut.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief Links looked at in all maximum flows of one scenario: about a second. */
constexpr size_t kMostWork = 200'000;
constexpr size_t kMostWarnings = 5;
constexpr double kRounding = 1e-6; //!< of a capacity: rates and shares of them are whole bit/s

/** @brief Looks for cuts that are too narrow for what is offered at one instant. */
class OverloadFinder
{
  public:
    OverloadFinder(const PlannedLoad& load, size_t& workLeft)
        : m_load(load), m_cuts(load.Graph(), load.Capacities()), m_workLeft(workLeft)
    {
    }

    void FindAt(SimTime now)
    {
        m_pairs.clear();
        std::map<size_t, std::vector<const OfferedPair*>> byEntry;
        std::map<size_t, std::vector<const OfferedPair*>> bySender;
        std::map<size_t, std::vector<const OfferedPair*>> byReceiver;
        for (const OfferedPair& pair : m_load.Pairs())
        {
            if (pair.start <= now && now < pair.stop)
            {
                m_pairs.push_back(&pair);
                byEntry[pair.entry].push_back(&pair);
                bySender[pair.from].push_back(&pair);
                byReceiver[pair.to].push_back(&pair);
            }
        }
        TryAround(m_pairs);
        for (const auto* groups : {&byEntry, &bySender, &byReceiver})
        {
            for (const auto& [key, pairs] : *groups)
            {
                TryAround(pairs);
            }
        }
    }

    const std::vector<std::string>& Found() const
    {
        return m_found;
    }

  private:
    /** @brief Finds the cut by some pairs, and says what all pairs offer across it. */
    void TryAround(const std::vector<const OfferedPair*>& pairs)
    {
        const size_t work = m_load.Capacities().size() + 1;
        if (pairs.empty() || work > m_workLeft)
        {
            return;
        }
        m_workLeft -= work;
        std::vector<NodeLoad> loads(m_load.Graph().NodeCount());
        for (const OfferedPair* pair : pairs)
        {
            loads[pair->from].sent += pair->wireRate;
            loads[pair->to].received += pair->wireRate;
        }
        const NetworkCut cut = m_cuts.Find(loads);
        if (!cut.links.empty())
        {
            Judge(cut);
        }
    }

    void Judge(const NetworkCut& cut)
    {
        double offered = 0;
        std::set<size_t> entries;
        for (const OfferedPair* pair : m_pairs)
        {
            if (cut.isInside[pair->from] && !cut.isInside[pair->to])
            {
                offered += static_cast<double>(pair->wireRate);
                entries.insert(pair->entry);
            }
        }
        const auto capacity = static_cast<double>(cut.capacity);
        const std::string links = NamesOf(cut);
        if (offered <= capacity * (1 + kRounding) || !m_known.insert(links).second)
        {
            return;
        }
        std::vector<std::string> names;
        for (const size_t entry : entries)
        {
            names.push_back(m_load.EntryName(entry));
        }
        m_found.push_back(fmt::format("offered {} across a {} cut: {}; by {}",
                                      FormatPrecisely(offered, "bps"),
                                      FormatPrecisely(capacity, "bps"),
                                      links,
                                      ShortList(names)));
    }

    std::string NamesOf(const NetworkCut& cut) const
    {
        std::vector<std::string> names;
        for (const DirectedLink& step : cut.links)
        {
            auto [from, to] = m_load.Graph().Ends(step.link);
            if (!step.forward)
            {
                std::swap(from, to);
            }
            names.push_back(fmt::format("{} ({} to {})",
                                        m_load.LinkName(step.link),
                                        m_load.Graph().Name(from),
                                        m_load.Graph().Name(to)));
        }
        return ShortList(names);
    }

    const PlannedLoad& m_load;
    MinimumCut m_cuts;
    size_t& m_workLeft;
    std::vector<const OfferedPair*> m_pairs; //!< under way now
    std::set<std::string> m_known;           //!< cuts, by their links
    std::vector<std::string> m_found;
};

} // namespace

std::vector<std::string>
FindOverloads(const ScenarioRun& scenario)
{
    try
    {
        const PlannedLoad load(scenario);
        std::set<int64_t> starts;
        for (const OfferedPair& pair : load.Pairs())
        {
            starts.insert(pair.start.Value());
        }
        size_t workLeft = kMostWork;
        OverloadFinder finder(load, workLeft);
        for (const int64_t start : starts)
        {
            finder.FindAt(SimTime(start));
        }
        std::vector<std::string> found = finder.Found();
        if (found.size() > kMostWarnings)
        {
            const size_t more = found.size() - kMostWarnings;
            found.resize(kMostWarnings);
            found.push_back(fmt::format("more is offered than fits across {} further cuts", more));
        }
        return found;
    }
    catch (const std::invalid_argument&)
    {
        return {}; // whoever builds the run says what is wrong
    }
}

} // namespace nexsim
