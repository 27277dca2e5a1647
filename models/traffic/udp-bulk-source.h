// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_UDP_BULK_SOURCE_H
#define NEXSIM_UDP_BULK_SOURCE_H

#include "models/base/timer.h"
#include "models/host/write-client.h"
#include "models/traffic/end-to-end-source.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Datagrams as fast as the sender's socket takes them, from Start to Stop.
 *
 * Each call of the socket takes as many as it can, of one of the Flows; these take turns. Only for
 * an application whose datapath holds it back (Socket).
 */
class UdpBulkSource : public EndToEndSource, private WriteClient
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;

  protected:
    void DoAttach() override;

  private:
    bool OnWritable(int64_t packets) override;
    void Begin();

    // attributes
    Bytes m_packetSize;
    int64_t m_flowCount = 1;
    bool m_isWhole = false;
    SimTime m_start;
    SimTime m_stop;

    std::vector<FlowIndex> m_flows;
    size_t m_nextFlow = 0;
    Timer m_startTimer;
};

} // namespace nexsim

#endif // NEXSIM_UDP_BULK_SOURCE_H
