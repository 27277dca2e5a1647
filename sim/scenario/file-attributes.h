// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FILE_ATTRIBUTES_H
#define NEXSIM_FILE_ATTRIBUTES_H

#include "sim/scenario/cost-profile.h"
#include "sim/scenario/file-finder.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/read-context.h"

#include <string>

namespace nexsim
{

/**
 * @brief Completes what an ObjectReader has read: files are found, laws of chance are tried.
 *
 * An attribute "File" gets the path of the file that it names, an Empirical law its table besides.
 * A law whose attributes contradict each other is reported. Costs are read from the profiles that they
 * name.
 */
class FileAttributes
{
  public:
    /** @brief All of them outlive this object. */
    FileAttributes(const ReadContext& context,
                   FileFinder& files,
                   CostProfileReader& profiles,
                   const TypeCatalogue& catalogue);

    void operator()(Blueprint& blueprint,
                    const Json& object,
                    const std::string& pointer,
                    const ObjectExpectation& expected) const;

  private:
    void ReadCosts(Blueprint& blueprint, const Json& costs, const std::string& pointer) const;
    bool FindFile(Blueprint& blueprint, const Json& object, const std::string& pointer) const;
    bool ReadTable(Blueprint& blueprint, const std::string& path, const std::string& pointer) const;
    void TryLaw(const Blueprint& law, const std::string& pointer, Dimension dimension) const;

    const ReadContext* m_context;
    FileFinder* m_files;
    CostProfileReader* m_profiles;
    const TypeCatalogue* m_catalogue;
};

} // namespace nexsim

#endif // NEXSIM_FILE_ATTRIBUTES_H
