// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_REQUEST_SOURCE_H
#define NEXSIM_TCP_REQUEST_SOURCE_H

#include "models/traffic/tcp-connection.h"
#include "models/traffic/tcp-source.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace nexsim
{

/** @brief What carries a request. */
enum class ConnectionUse : uint8_t
{
    Persistent, //!< one connection per place, opened with its first request
    PerRequest  //!< a new one for each request
};

/**
 * @brief Requests and responses over TCP, `from` the client `to` the server.
 *
 * The client has Outstanding places, each for one request at a time. Closed loop: a place sends,
 * waits for the last byte of the response, thinks for ThinkTime and sends again. Open loop: with a
 * Gap, requests arrive at that distance, the first at Start; what finds no free place waits, and its
 * response time runs from its arrival. The server answers when it has a whole request, after
 * ServiceTime, however many it has at once. Requests and Stop end requests, not responses.
 */
class TcpRequestSource : public TcpSource
{
  public:
    static ns3::TypeId GetTypeId();

    TcpRequestSource();
    ~TcpRequestSource() override;

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;
    void Begin() override;

  private:
    class Place;

    void OnArrival();
    bool MayRequest() const;
    void SendNext(Place& place);
    void OnFree(Place& place);
    void OnResponse(SimTime arrived);
    std::unique_ptr<TcpConnection> OpenConnection(Place& place);
    void Leave(std::unique_ptr<TcpConnection> connection);
    /** @brief At least 1. */
    static int64_t Draw(const ns3::Ptr<RandomQuantity>& law, std::optional<RandomStream>& stream);
    /** @brief Zero, and no draw, where there is no law. */
    /** @brief So long after now; kNever where time ends before. */
    SimTime After(SimTime span) const;
    static SimTime DrawTime(const ns3::Ptr<RandomQuantity>& law,
                            std::optional<RandomStream>& stream);

    // attributes
    ns3::Ptr<RandomQuantity> m_requestSize;
    ns3::Ptr<RandomQuantity> m_responseSize;
    ns3::Ptr<RandomQuantity> m_serviceTime;
    ns3::Ptr<RandomQuantity> m_thinkTime;
    ns3::Ptr<RandomQuantity> m_gap;
    int64_t m_outstanding = 1;
    int64_t m_limit = 0;
    SimTime m_stop;
    ConnectionUse m_use = ConnectionUse::Persistent;

    std::vector<std::unique_ptr<Place>> m_places;
    std::vector<Place*> m_free;
    std::deque<SimTime> m_waiting; //!< arrivals of requests that found no free place
    std::deque<std::unique_ptr<TcpConnection>> m_leaving; //!< done, but for what is on its way
    std::optional<RandomStream> m_requestStream;
    std::optional<RandomStream> m_responseStream;
    std::optional<RandomStream> m_serviceStream;
    std::optional<RandomStream> m_thinkStream;
    std::optional<RandomStream> m_gapStream;
    Timer m_arrivalTimer;

    uint32_t m_connections = 0;
    int64_t m_requests = 0; //!< arrived
    int64_t m_responses = 0;
    LogLinearHistogram m_responseTime;
};

} // namespace nexsim

#endif // NEXSIM_TCP_REQUEST_SOURCE_H
