// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPERIMENT_PLAN_H
#define NEXSIM_EXPERIMENT_PLAN_H

#include "sim/results/named-texts.h"
#include "sim/scenario/claim.h"
#include "sim/scenario/file-finder.h"
#include "sim/scenario/scenario.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What the replications of one variant at one sweep point have in common. */
struct Configuration
{
    std::string variant;   //!< empty when the scenario has no variants
    NamedTexts parameters; //!< that this variant depends on, in the order of the columns
    std::string condition; //!< as behind --only, for this one alone; empty if there is no other
    std::string document;  //!< what one run is, as canonical JSON without the replication
    std::vector<NamedFile> files; //!< that the document names, in order of first mention
};

/** @brief One run: one process, one run directory. */
struct RunPlan
{
    std::size_t configuration = 0; //!< index into ExperimentPlan::configurations
    int64_t replication = 0;       //!< from 0
};

/** @brief How narrow the interval of a metric shall be. */
struct PrecisionSpec
{
    std::string metric;
    double relative = 0; //!< half-width as a part of the mean
    int64_t most = 100;  //!< replications
};

/** @brief Everything that a scenario asks for, checked. */
struct ExperimentPlan
{
    std::string file; //!< as the person named it
    std::string name;
    std::string about;
    int64_t replications = 1;
    std::optional<PrecisionSpec> precision; //!< adds replications; not where --only has chosen some
    std::vector<std::string> variants;      //!< in file order; one of empty name without variants
    std::vector<std::string> parameters;    //!< names, the columns of runs.csv
    std::vector<NamedTexts> points;         //!< swept parameters; one empty point without a sweep
    std::vector<Configuration> configurations; //!< by variant, then point
    std::vector<RunPlan> runs;                 //!< by configuration, then replication
    std::vector<Claim> claims;
    bool isPartial = false; //!< `--only` has left out runs that the claims may need

    /**
     * @brief The configuration that stands for a variant at a point; several points share one when
     * the variant does not depend on what differs. Nothing for one that `--only` has left out.
     */
    std::optional<std::size_t> Find(const std::string& variant, const NamedTexts& point) const;
};

/** @brief A condition, as behind --only, that holds for this run of the plan alone; empty for its only one. */
std::string ConditionOf(const ExperimentPlan& plan, const RunPlan& run);

/**
 * @brief The canonical JSON of one run, which its id is a hash of.
 *
 * Holds everything that can change the run's numbers, and its variant, parameters and replication:
 * compact, keys sorted except where their order counts (nodes, applications, traffic, ports of a
 * link), so that the order in which attributes are written makes no other run.
 */
std::string RunDocument(const Configuration& configuration, int64_t replication);

/**
 * @brief The run that a document describes.
 * @param files where the files it names are
 * @throws std::runtime_error with all messages when a file has changed since the plan was made
 */
ScenarioRun ReadRunDocument(const std::string& document, FileFinder files);

} // namespace nexsim

#endif // NEXSIM_EXPERIMENT_PLAN_H
