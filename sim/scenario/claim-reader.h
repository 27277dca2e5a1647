// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CLAIM_READER_H
#define NEXSIM_CLAIM_READER_H

#include "sim/scenario/claim.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/section.h"
#include "sim/scenario/sweep-plan.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Reads "claims" against the variants and sweep points there are.
 *
 * Whether a metric exists shows when the models are there.
 */
class ClaimReader
{
  public:
    ClaimReader(const ReadContext& context,
                const std::vector<std::string>& variants,
                const std::vector<SweepPoint>& points);

    /** @param claims the array at "/claims" */
    std::vector<Claim> Read(const Json& claims) const;

  private:
    Claim ReadOne(const Json& json, const std::string& pointer) const;
    void ReadVariants(Claim& claim, const Section& section) const;
    std::string ReadVariant(const Section& section, const char* key) const;

    const ReadContext& m_context;
    const std::vector<std::string>& m_variants;
    const std::vector<SweepPoint>& m_points;
};

} // namespace nexsim

#endif // NEXSIM_CLAIM_READER_H
