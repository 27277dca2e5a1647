// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/repeat/run-difference.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

using Hashes = std::array<uint64_t, Fingerprint::kIngredients>;

/** @brief Whether a repetition came to the beginning of the window by the events of its record. */
bool
Repeats(const RunRecord& record, uint64_t from, const Hashes& hashes)
{
    const auto checkpoint = std::find_if(
        record.checkpoints.begin(),
        record.checkpoints.end(),
        [from](const CheckpointRecord& candidate) { return candidate.events == from; });
    const bool isEnd = from == record.hashedEvents;
    if (checkpoint == record.checkpoints.end() && !isEnd)
    {
        return from == 0;
    }
    const FingerprintRecord& fingerprint = isEnd ? record.fingerprint : checkpoint->fingerprint;
    return fingerprint.trajectory == hashes[Fingerprint::Trajectory] &&
           fingerprint.wire == hashes[Fingerprint::Wire] &&
           fingerprint.drops == hashes[Fingerprint::Drops];
}

/** @brief What is to be said of a run that another build has recorded. */
void
RemarkOnBuild(const char* side, const RunRecord& record, std::vector<std::string>& remarks)
{
    const Provenance here = GetProvenance();
    const Provenance& there = record.provenance;
    if (there.resultsVersion != here.resultsVersion)
    {
        remarks.push_back(
            fmt::format("{} was recorded by nexsim {} ({}), results version {}; it is "
                        "repeated here with results version {}, which may give other "
                        "events",
                        side,
                        there.version,
                        there.git,
                        there.resultsVersion,
                        here.resultsVersion));
    }
}

class FirstDifferenceSearch
{
  public:
    FirstDifferenceSearch(const FinishedRun& a, const FinishedRun& b, RunDifference& difference)
        : m_a(a), m_b(b), m_difference(difference)
    {
    }

    void Search(const RepeatMeans& means)
    {
        RemarkOnBuild("a", m_a.record, m_difference.remarks);
        RemarkOnBuild("b", m_b.record, m_difference.remarks);
        const ScenarioRun scenarioA = ReadScenarioOf(m_a, means);
        const ScenarioRun scenarioB = ReadScenarioOf(m_b, means);
        const DivergenceSearch search = FindDivergence({scenarioA, m_a.record.hashedEvents},
                                                       {scenarioB, m_b.record.hashedEvents},
                                                       m_difference.window);
        Verify("a", m_a.record, search.beforeA);
        Verify("b", m_b.record, search.beforeB);
        m_difference.divergence = search.divergence;
        if (!search.divergence)
        {
            m_difference.remarks.emplace_back(
                "repeated with this build, both runs have the same events in this window: what "
                "made "
                "the records differ is not in the documents but in the builds that recorded them");
            return;
        }
        const Divergence& divergence = *search.divergence;
        if (divergence.a)
        {
            m_difference.a = TellEvent(scenarioA,
                                       divergence.number,
                                       *divergence.a,
                                       m_a.record.hashedEvents,
                                       divergence.b);
        }
        if (divergence.b)
        {
            m_difference.b = TellEvent(scenarioB,
                                       divergence.number,
                                       *divergence.b,
                                       m_b.record.hashedEvents,
                                       divergence.a);
        }
        if (divergence.isOrder)
        {
            SearchUnmatched({scenarioA, m_a.record.hashedEvents},
                            {scenarioB, m_b.record.hashedEvents});
        }
    }

  private:
    void SearchUnmatched(const ComparedRun& a, const ComparedRun& b)
    {
        const UnmatchedEvents found = FindUnmatched(a, b);
        const auto eventOf = [](const std::optional<NumberedEvent>& numbered) {
            return numbered ? std::optional(numbered->event) : std::nullopt;
        };
        if (found.a)
        {
            m_difference.unmatchedA =
                TellEvent(a.scenario, found.a->number, found.a->event, a.events, eventOf(found.b));
        }
        if (found.b)
        {
            m_difference.unmatchedB =
                TellEvent(b.scenario, found.b->number, found.b->event, b.events, eventOf(found.a));
        }
        m_difference.unmatched = found;
    }

    void Verify(const char* side, const RunRecord& record, const Hashes& hashes)
    {
        if (m_difference.records.isComparable &&
            record.provenance.resultsVersion == GetProvenance().resultsVersion &&
            !Repeats(record, m_difference.window.from, hashes))
        {
            m_difference.remarks.push_back(
                fmt::format("{} is not repeated by this build: at event {} its fingerprint is no "
                            "longer the recorded one; try nexsim reproduce --check",
                            side,
                            m_difference.window.from));
        }
    }

    const FinishedRun& m_a;
    const FinishedRun& m_b;
    RunDifference& m_difference;
};

} // namespace

RunDifference
CompareRuns(const FinishedRun& a, const FinishedRun& b, const RepeatMeans& means)
{
    RunDifference difference;
    difference.records = CompareRecords(a, b);
    if (!difference.records.eventsDiffer)
    {
        return difference;
    }
    difference.window = FindDivergingWindow(a.record, b.record);
    try
    {
        FirstDifferenceSearch(a, b, difference).Search(means);
    }
    catch (const RunFolderError& error)
    {
        difference.remarks.push_back(
            fmt::format("the first diverging event cannot be named: {}", error.what()));
    }
    catch (const std::logic_error& error)
    {
        difference.remarks.push_back(
            fmt::format("the first diverging event cannot be named, since a run breaks off: {}",
                        error.what()));
    }
    return difference;
}

} // namespace nexsim
