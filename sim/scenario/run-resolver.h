// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_RESOLVER_H
#define NEXSIM_RUN_RESOLVER_H

#include "sim/scenario/claim.h"
#include "sim/scenario/diagnostics.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/patch.h"
#include "sim/scenario/source-map.h"
#include "sim/scenario/sweep-plan.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief The document of one run, and where its values were written. */
struct ResolvedDocument
{
    Json value;
    SourceMap sources;
};

/** @brief A scenario as its runs see it: parameters and run, changed by one variant. */
struct VariantDocument
{
    std::string name; //!< empty without variants
    Json value;       //!< keys of runs, and "parameters"
    SourceMap sources;
    std::set<std::string> uses; //!< parameters it depends on
};

/**
 * @brief Makes the documents of runs: parameters, then the variant, then the sweep point, then --set.
 */
class RunResolver
{
  public:
    /**
     * @param scenario the whole document, with the overrides of experiment keys applied
     * @param sources of the document
     * @param overrides of keys of runs and of parameters, in order
     */
    RunResolver(const Json& scenario,
                const SourceMap& sources,
                const std::vector<Assignment>& overrides,
                Diagnostics& diagnostics);

    /** @brief The document as one variant changes it. @param pointer of the variant; empty for none */
    VariantDocument ApplyVariant(const std::string& name, const Json& changes) const;

    /** @brief The document of the runs of a variant at a point; nothing after an error. */
    std::optional<ResolvedDocument> Resolve(const VariantDocument& variant,
                                            const SweepPoint& point) const;

    /** @brief The parameters' values there; nothing after an error. */
    std::optional<std::vector<ParameterValue>> ParametersAt(const VariantDocument& variant,
                                                            const SweepPoint& point) const;

  private:
    void ApplyChange(VariantDocument& variant, const std::string& target, const Json& value) const;
    void ApplyOverride(Json& document, SourceMap& sources, const Assignment& assignment) const;

    const Json& m_scenario;
    const SourceMap& m_sources;
    const std::vector<Assignment>& m_overrides;
    Diagnostics& m_diagnostics;
};

/** @brief Whether a pointer leads into what one run is; else it leads into "parameters" or the
 * experiment. */
bool PointsIntoRun(const std::string& pointer);

/** @brief The first part of a pointer; empty for one that is none. */
std::string FirstPart(const std::string& pointer);

} // namespace nexsim

#endif // NEXSIM_RUN_RESOLVER_H
