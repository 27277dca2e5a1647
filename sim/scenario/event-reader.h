// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EVENT_READER_H
#define NEXSIM_EVENT_READER_H

#include "sim/scenario/link-reader.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/section.h"
#include "sim/scenario/traffic-reader.h"

#include <cstddef>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Reads "events": attributes of traffic, links and applications that change during the run, links
 * and ports that go down or come up.
 *
 * Changes are ordered by time, those of one instant as they stand in the file.
 */
class EventReader
{
  public:
    EventReader(const ReadContext& context,
                const ObjectReader& objects,
                const NodeReader& nodes,
                const LinkReader& links,
                const TrafficReader& traffic);

    /** @param duration of the run; an event must come before its end */
    std::vector<ChangeSpec> Read(const Json& events, SimTime duration) const;

  private:
    void ReadEvent(const Json& event,
                   const std::string& pointer,
                   SimTime duration,
                   std::vector<ChangeSpec>& changes) const;
    void ReadState(const Section& event, SimTime duration, std::vector<ChangeSpec>& changes) const;
    std::vector<std::size_t> FindLinks(const Section& event) const;
    std::vector<std::size_t> FindPort(const Section& event) const;
    void ReadChange(SimTime at,
                    const std::string& target,
                    const Json& value,
                    const std::string& pointer,
                    std::vector<ChangeSpec>& changes) const;

    void ReadAppChange(ChangeSpec change,
                       const std::vector<std::string>& parts,
                       const Json& value,
                       const std::string& pointer,
                       std::vector<ChangeSpec>& changes) const;
    bool CheckChanging(ns3::TypeId type,
                       const std::string& attribute,
                       const std::string& pointer) const;

    const ReadContext& m_context;
    const ObjectReader& m_objects;
    const NodeReader& m_nodes;
    const LinkReader& m_links;
    const TrafficReader& m_traffic;
};

} // namespace nexsim

#endif // NEXSIM_EVENT_READER_H
