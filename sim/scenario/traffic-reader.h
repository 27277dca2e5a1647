// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRAFFIC_READER_H
#define NEXSIM_TRAFFIC_READER_H

#include "sim/scenario/file-finder.h"
#include "sim/scenario/name-index.h"
#include "sim/scenario/node-reader.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/section.h"

#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Reads the entries of "traffic" in file order.
 *
 * Sources of pairs have "from", "to" and "pattern"; what replays a capture has "map" or "split".
 */
class TrafficReader
{
  public:
    TrafficReader(const ReadContext& context,
                  const ObjectReader& objects,
                  FileFinder& files,
                  const NodeReader& nodes);

    /** @param traffic the object at "/traffic" */
    void Read(const Json& traffic);

    /** @brief The entries, with those that were refused; their sources may be empty. */
    const NameIndex& Names() const
    {
        return m_names;
    }

    const std::vector<TrafficSpec>& Entries() const
    {
        return m_entries;
    }

  private:
    void ReadEntry(const std::string& name, const Json& entry);
    void ReadPairs(TrafficSpec& spec, const Section& entry) const;
    void ReadLoad(TrafficSpec& spec, const Section& entry) const;
    void ReadReplay(TrafficSpec& spec, const Section& entry) const;
    void ReadMap(TrafficSpec& spec, const Section& entry) const;
    void SplitByAddress(TrafficSpec& spec, const Section& entry) const;
    std::vector<EndSpec> ReadEnds(const Section& entry, const char* key) const;

    const ReadContext& m_context;
    const ObjectReader& m_objects;
    FileFinder& m_files;
    const NodeReader& m_nodes;
    NameIndex m_names{"entry of \"traffic\""};
    std::vector<TrafficSpec> m_entries;
};

} // namespace nexsim

#endif // NEXSIM_TRAFFIC_READER_H
