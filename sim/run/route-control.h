// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ROUTE_CONTROL_H
#define NEXSIM_ROUTE_CONTROL_H

#include "models/base/timer.h"
#include "models/link/link-state.h"
#include "sim/topology/routing.h"

#include "ns3/object.h"

#include <deque>
#include <map>

namespace nexsim
{

struct Network;

/**
 * @brief Takes links down and up, and lets the routes follow.
 *
 * Every node learns of a change ConvergenceTime after it. At that instant, before all packets of it,
 * all nodes get the shortest paths over the links that were up ConvergenceTime ago: a link that goes
 * down and up again sooner is still avoided for as long as it was down. Until then packets are sent
 * to the dead port, and are dropped there.
 */
class RouteControl : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Attach; the network is complete and outlives this object's use. */
    void Connect(Network& network);

    /** @brief Changes both directions of a link now; nothing where it is in this state already. */
    void SetLink(size_t link, LinkState state);

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    struct Change
    {
        SimTime known; //!< when the nodes learn of it
        size_t link;
        LinkState state;
    };

    void OnKnown();
    void Reroute();
    std::vector<uint64_t> TraceFlows() const;
    uint64_t TraceFlow(FlowIndex flow) const;
    int64_t DroppedFor(std::string_view reason) const;

    SimTime m_convergenceTime;

    Network* m_network = nullptr;
    LinkSet m_down;                          //!< as the nodes know it
    std::deque<Change> m_changes;            //!< that they do not know yet
    std::map<AddressBytes, size_t> m_nodeOf; //!< hosts
    Timer m_known;
    int64_t m_changeCount = 0;
    int64_t m_reroutes = 0;
    int64_t m_moved = 0;
    SimTime m_behindSince;
    int64_t m_behind = 0; //!< picoseconds in which some change was not known, up to m_behindSince
};

} // namespace nexsim

#endif // NEXSIM_ROUTE_CONTROL_H
