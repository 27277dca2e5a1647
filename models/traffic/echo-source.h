// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ECHO_SOURCE_H
#define NEXSIM_ECHO_SOURCE_H

#include "models/base/histogram.h"
#include "models/traffic/datagram-source.h"

#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

namespace nexsim
{

/**
 * @brief Requests and responses: the client sends PacketSize, the server answers ResponseSize.
 *
 * The client has Outstanding places, each for one request at a time. A place sends, waits for the
 * response, thinks for ThinkTime and is ready again. Requests leave at no more than Rate (their IP
 * bits, one after the other, no catching up). Hence few places and a Rate out of reach make a
 * closed loop; unlimited places make an open loop at exactly Rate.
 *
 * The server answers every request after its own ServiceTime, however many it has at once. The
 * response travels as the reversed flow. Both are packets of this entry.
 *
 * A request without a response after Timeout counts as lost; its place is ready at once. A response
 * that comes later counts as late and for nothing else. Stop ends requests, not responses.
 */
class EchoSource : public DatagramSource
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief From sending a request to the response's last bit, ps. */
    const LogLinearHistogram& RoundTrip() const
    {
        return m_roundTrip;
    }

    /** @brief Unknown: requests wait for responses. */
    std::optional<double> OfferedRate(int64_t /*split*/) const override
    {
        return std::nullopt;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    /** @brief One of the two ends that packets reach. */
    class End : public PacketSink
    {
      public:
        using Method = void (EchoSource::*)(uint64_t request);

        End(EchoSource& source, Method then) : m_source(source), m_then(then) {}

        void Deliver(PacketPtr packet) override;

      private:
        EchoSource& m_source;
        Method m_then;
    };

    using DueRequest = std::pair<SimTime, uint64_t>;

    void OnRequest(uint64_t request);
    void OnServed();
    void Reply(uint64_t request);
    void OnResponse(uint64_t request);
    void OnThought();
    void OnTimeout();
    void SendRequests();
    void SendRequest();
    bool HasReadyPlace() const;

    // attributes
    Packets m_places;
    ns3::Ptr<RandomQuantity> m_responseSize;
    ns3::Ptr<RandomQuantity> m_serviceTime;
    ns3::Ptr<RandomQuantity> m_thinkTime;
    SimTime m_timeout;

    End m_server{*this, &EchoSource::OnRequest};
    End m_client{*this, &EchoSource::OnResponse};
    std::vector<FlowIndex> m_replyFlows; //!< by place of the request's flow
    TransmissionTime m_pace;
    SimTime m_nextAllowed;
    std::map<uint64_t, SimTime> m_underWay; //!< request -> when sent; numbers rise with time
    int64_t m_thinking = 0;
    std::priority_queue<DueRequest, std::vector<DueRequest>, std::greater<>> m_inService;
    std::priority_queue<SimTime, std::vector<SimTime>, std::greater<>> m_thoughtEnds;
    std::optional<RandomStream> m_responseStream;
    std::optional<RandomStream> m_serviceStream;
    std::optional<RandomStream> m_thinkStream;
    Timer m_sendTimer;
    Timer m_serviceTimer;
    Timer m_thinkTimer;
    Timer m_timeoutTimer;

    uint64_t m_requests = 0;
    int64_t m_responses = 0;
    int64_t m_lost = 0;
    int64_t m_late = 0;
    LogLinearHistogram m_roundTrip;
};

} // namespace nexsim

#endif // NEXSIM_ECHO_SOURCE_H
