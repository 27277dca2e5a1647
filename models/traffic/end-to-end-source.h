// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_END_TO_END_SOURCE_H
#define NEXSIM_END_TO_END_SOURCE_H

#include "models/traffic/traffic-source.h"

namespace nexsim
{

/** @brief A source that sends from one application to one other. */
class EndToEndSource : public TrafficSource
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief Called once, before Attach.
     * @param split destinations among which the sender's rate is divided, 1 and above
     * @param path the links between the ends, for ideal completion times
     */
    void Connect(const TrafficEnd& from, const TrafficEnd& to, int64_t split, PathProfile path);

    const TrafficEnd& From() const
    {
        return m_from;
    }

    const TrafficEnd& To() const
    {
        return m_to;
    }

  protected:
    int64_t Split() const
    {
        return m_split;
    }

    const PathProfile& Links() const
    {
        return m_path;
    }

  private:
    TrafficEnd m_from;
    TrafficEnd m_to;
    int64_t m_split = 1;
    PathProfile m_path;
};

} // namespace nexsim

#endif // NEXSIM_END_TO_END_SOURCE_H
