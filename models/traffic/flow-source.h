// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_SOURCE_H
#define NEXSIM_FLOW_SOURCE_H

#include "models/base/histogram.h"
#include "models/traffic/exponential-gap.h"
#include "models/traffic/flow-result.h"
#include "models/traffic/pair-source.h"

#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <tuple>
#include <vector>

namespace nexsim
{

/**
 * @brief Flows of drawn sizes that begin as a Poisson process; how long each takes.
 *
 * A flow carries Size payload bytes in datagrams of PacketSize, the last one smaller, with ports of
 * its own. It is sent at Pace without regard to losses or to other flows: what the first link does
 * not take at once waits in the host's queue. Rate counts payload bits here: flows begin with
 * exponential gaps of mean E[Size] / Rate, the first after such a gap from Start; or, with a Gap,
 * the first begins at Start and the others follow at that distance. Flows and Stop end new flows,
 * not those begun.
 *
 * A flow is complete with its last payload byte; one that has lost a packet never is. Its slowdown
 * is its completion time over that of the same packets in a network that is empty and stores and
 * forwards (EmptyPath).
 */
class FlowSource : public PairSource, public TransferSource, private PacketSink
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<FlowResult> FlowResults() const override;

    /** @brief With the headers that Rate does not count. */
    std::optional<double> OfferedRate(int64_t split) const override;

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    /** @brief A flow with packets to send or inside the network. */
    struct Transfer
    {
        uint32_t place; //!< in m_results
        int64_t left;   //!< payload bytes not sent yet
        TransmissionTime pace;
        EmptyPath emptyPath;
        SimTime ideal; //!< of the packets sent so far
    };

    using Transfers = std::map<FlowIndex, Transfer>;
    using DueSend = std::tuple<SimTime, uint32_t, FlowIndex>; //!< when, place, flow

    void Deliver(PacketPtr packet) override;
    void ArmNextFlow(size_t begun);
    SimTime DrawGap();
    void OnNextFlow();
    void OnSend();
    void BeginFlow(int64_t size);
    void SendPacket(FlowIndex flow);
    SimTime PaceTime(Transfer& transfer, int64_t ipBytes) const;
    void Complete(Transfers::iterator transfer);
    void GiveUpLost();
    bool IsOver(const Transfers::value_type& transfer) const;

    // attributes
    ns3::Ptr<RandomQuantity> m_size;
    BitRate m_pace;
    int64_t m_flows = 0;
    ns3::Ptr<RandomQuantity> m_gap;

    std::optional<ExponentialGap> m_poissonGap;
    std::optional<RandomStream> m_gapStream;
    std::optional<RandomStream> m_flowSizeStream;
    Timer m_flowTimer;
    Timer m_sendTimer;
    std::priority_queue<DueSend, std::vector<DueSend>, std::greater<>> m_due;
    Transfers m_transfers;
    FlowIndex m_nextChecked = 0; //!< where GiveUpLost goes on
    std::vector<FlowResult> m_results;
    int64_t m_completed = 0;
    int64_t m_incomplete = 0; //!< given up
    LogLinearHistogram m_completionTime;
    LogLinearHistogram m_slowdown;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_SOURCE_H
