// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DATAGRAM_SOURCE_H
#define NEXSIM_DATAGRAM_SOURCE_H

#include "models/traffic/pair-source.h"

#include <vector>

namespace nexsim
{

/** @brief A pair source whose consecutive packets take turns among its Flows. */
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

    /** @brief Sends one packet of the next flow in turn. */
    void SendNext(int64_t size);

  private:
    int64_t m_flowCount = 1;
    std::vector<FlowIndex> m_flows;
    size_t m_nextFlow = 0;
};

} // namespace nexsim

#endif // NEXSIM_DATAGRAM_SOURCE_H
