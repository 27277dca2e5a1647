// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_FLOW_SOURCE_H
#define NEXSIM_TCP_FLOW_SOURCE_H

#include "models/traffic/exponential-gap.h"
#include "models/traffic/tcp-transfer-source.h"

#include <optional>

namespace nexsim
{

/**
 * @brief TCP transfers of drawn sizes that begin as a Poisson process; how long each takes.
 *
 * Open loop: transfers begin whether or not those before them are complete, each over a connection
 * of its own. Rate counts payload bits of the sending application, divided evenly over its
 * destinations: gaps are exponential with mean E[Size] / Rate, the first after such a gap from
 * Start; or, with a Gap, the first begins at Start and the others follow at that distance. Flows and
 * Stop end new transfers, not those begun.
 */
class TcpFlowSource : public TcpTransferSource
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    void ArmNext();
    void OnNext();

    // attributes
    BitRate m_rate;
    ns3::Ptr<RandomQuantity> m_size;
    ns3::Ptr<RandomQuantity> m_gap;
    int64_t m_flows = 0;
    SimTime m_stop;

    std::optional<ExponentialGap> m_poissonGap;
    std::optional<RandomStream> m_gapStream;
    std::optional<RandomStream> m_sizeStream;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_TCP_FLOW_SOURCE_H
