// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DATAGRAM_SOURCE_H
#define NEXSIM_DATAGRAM_SOURCE_H

#include "models/traffic/pair-source.h"

#include <vector>

namespace nexsim
{

/** @brief A pair source with several flows between its ends. */
class DatagramSource : public PairSource
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    /** @brief Its packets end at the entry. */
    void DoAttach() override;

    /** @brief As PairSource::DoAttach, with packets for `receiver`. */
    void AttachWith(PacketSink& receiver);

    size_t FlowCount() const
    {
        return m_flows.size();
    }

    FlowIndex Flow(size_t place) const
    {
        return m_flows[place];
    }

    /** @brief Flow(place) will be asked for soon: fetches it into the caches. */
    void PrefetchFlow(size_t place) const
    {
        PrefetchLines<1>(&m_flows[place]);
    }

  private:
    int64_t m_flowCount = 1;
    std::vector<FlowIndex> m_flows;
};

} // namespace nexsim

#endif // NEXSIM_DATAGRAM_SOURCE_H
