// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COST_PROFILE_H
#define NEXSIM_COST_PROFILE_H

#include "models/host/cost-table.h"
#include "sim/scenario/diagnostics.h"
#include "sim/scenario/file-finder.h"
#include "sim/scenario/outcome.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Where a figure comes from, as a file of evidence has it; texts may be empty. */
struct CostEvidence
{
    std::string id;
    std::string value; //!< as the source has it
    std::string unit;
    std::string hardware;
    std::string year;
    std::string source;
    std::string tag; //!< how good it is: "P", "EST", see the file's tags
    std::string note;

    /** @brief Nobody has measured or published it: to be swept before anything is concluded. */
    bool IsEstimate() const
    {
        return tag == "EST" || tag == "GAP";
    }
};

/** @brief A cost profile with the evidence of its figures. */
struct CostProfile
{
    std::string name;
    std::string about;
    std::vector<CostFigure> figures;
    std::map<std::string, CostEvidence> evidence; //!< by id, what the figures name
    std::map<std::string, std::string>
        tagMeanings; //!< by tag, of all that the file of evidence has
};

/**
 * @brief The path of the file of a profile: NAME.json, beside the scenario or of the shipped data.
 * @param files remembers it, and later the file of evidence, as files of the scenario
 */
Outcome<std::filesystem::path> FindCostProfile(const std::string& name, FileFinder& files);

/** @brief Reads cost profiles, and each file of evidence once, however many profiles name it. */
class CostProfileReader
{
  public:
    /**
     * @brief Reads {"nexsim-costs": 1, "name": .., "about": .., "clock": "3.6GHz", "evidence": FILE,
     * "figures": {NAME: {"value": "44ns", "evidence": ID, "note": ..}}} and its file of evidence.
     *
     * Strict: every fault is reported with file, line and column. A figure whose evidence the file
     * does not have is one.
     *
     * @param files remembers the file of evidence as one of the scenario
     * @return nothing after an error
     */
    std::optional<CostProfile> Read(const std::filesystem::path& path,
                                    FileFinder& files,
                                    Diagnostics& diagnostics);

  private:
    /** @brief What a file of evidence has. */
    struct EvidenceFile
    {
        std::map<std::string, CostEvidence> entries;
        std::map<std::string, std::string> tags;
    };

    const EvidenceFile* Evidence(const std::filesystem::path& path, Diagnostics& diagnostics);
    static std::optional<EvidenceFile> ReadEvidence(const std::filesystem::path& path,
                                                    Diagnostics& diagnostics);

    std::map<std::filesystem::path, EvidenceFile> m_evidence; //!< by path, what had no fault
};

/** @brief The names of all profiles in folders called "costs" among those of shipped data, sorted. */
std::vector<std::string> ShippedCostProfiles(const FileFinder& files);

} // namespace nexsim

#endif // NEXSIM_COST_PROFILE_H
