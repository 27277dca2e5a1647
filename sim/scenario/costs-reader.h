// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COSTS_READER_H
#define NEXSIM_COSTS_READER_H

#include "models/host/host-costs.h"
#include "sim/scenario/cost-profile.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/section.h"

#include <map>
#include <optional>
#include <string>

namespace nexsim
{

/**
 * @brief Reads {"profile": NAME, "extends": [NAME, ..], FIGURE: VALUE, ..} into a cost table.
 *
 * The profile's figures come first, then those of what extends it, in order, then the object's own:
 * a later one of a name replaces the earlier. A figure's name is one that a shipped profile or a
 * profile named here has, or that models ask for; it fixes what the value is.
 */
class CostsReader
{
  public:
    /** @param objects reads laws of chance */
    CostsReader(const ReadContext& context,
                FileFinder& files,
                CostProfileReader& profiles,
                const ObjectReader& objects);

    /** @return null after an error was reported */
    ns3::Ptr<HostCosts> Read(const Json& costs, const std::string& pointer);

  private:
    void ReadProfiles(const Section& section, CostTable& table);
    void AddProfile(const std::string& name, const std::string& pointer, CostTable& table);
    std::optional<CostUnit> UnitOf(const std::string& name);
    void LearnShipped();
    void ReadFigure(const std::string& name,
                    const Json& value,
                    const std::string& pointer,
                    CostTable& table);
    bool ReadValue(const Json& value, const std::string& pointer, CostFigure& figure);
    bool ReadLaw(const Json& value, const std::string& pointer, CostFigure& figure);

    ReadContext m_context;
    FileFinder& m_files;
    CostProfileReader& m_profiles;
    const ObjectReader& m_objects;
    std::map<std::string, CostUnit> m_known;
    bool m_knowsShipped = false; //!< m_known has the names of all shipped profiles
};

} // namespace nexsim

#endif // NEXSIM_COSTS_READER_H
