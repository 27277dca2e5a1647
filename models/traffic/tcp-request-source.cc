// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-request-source.h"

#include "models/base/constant-quantity.h"
#include "models/traffic/tcp-request-place.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TcpRequestSource);

ns3::TypeId
TcpRequestSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::TcpRequestSource")
            .SetParent<TcpSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<TcpRequestSource>()
            .AddAttribute(
                "RequestSize",
                "Payload bytes of a request; 100 B when none is given. A law's 0 B counts "
                "as 1 B.",
                PolicyValue(),
                MakePolicyAccessor(&TcpRequestSource::m_requestSize),
                MakeRandomQuantityChecker(Dimension::Size, 1, int64_t{1} << 53))
            .AddAttribute("ResponseSize",
                          "Payload bytes of a response; 1448 B when none is given. A law's 0 B "
                          "counts as 1 B.",
                          PolicyValue(),
                          MakePolicyAccessor(&TcpRequestSource::m_responseSize),
                          MakeRandomQuantityChecker(Dimension::Size, 1, int64_t{1} << 53))
            .AddAttribute("ServiceTime",
                          "From the last byte of a request at the server to its response; none is "
                          "at once.",
                          PolicyValue(),
                          MakePolicyAccessor(&TcpRequestSource::m_serviceTime),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute(
                "ThinkTime",
                "From the last byte of a response to the place's next request; none is at "
                "once.",
                PolicyValue(),
                MakePolicyAccessor(&TcpRequestSource::m_thinkTime),
                MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Gap",
                          "Open loop: time from one request to the next, the first at Start; when "
                          "none is given, each place sends when it is free.",
                          PolicyValue(),
                          MakePolicyAccessor(&TcpRequestSource::m_gap),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Outstanding",
                          "Requests that may be under way at once; others wait.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&TcpRequestSource::m_outstanding),
                          MakeIntegerRangeChecker(1, 100'000))
            .AddAttribute("Requests",
                          "Requests that each pair makes; 0 for no end.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&TcpRequestSource::m_limit),
                          MakeIntegerRangeChecker(0, 1'000'000'000))
            .AddAttribute("Stop",
                          "When no more requests are made.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&TcpRequestSource::m_stop),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Connections",
                          "Whether a place keeps its connection, or each request has a new one.",
                          QuantityDefault(ConnectionUse::Persistent),
                          MakeQuantityAccessor(&TcpRequestSource::m_use),
                          MakeChoiceChecker({"persistent", "per-request"}));
    return tid;
}

TcpRequestSource::TcpRequestSource() = default;

TcpRequestSource::~TcpRequestSource() = default;

void
TcpRequestSource::DoAttach()
{
    TcpSource::DoAttach();
    for (const auto& [law, bytes] :
         {std::pair(&m_requestSize, 100), std::pair(&m_responseSize, 1448)})
    {
        if (!*law)
        {
            *law = ns3::CreateObject<ConstantRandomQuantity>();
            (*law)->SetAttribute("Value", QuantityDefault(Bytes(bytes)));
        }
    }
    for (const auto& law : {m_requestSize, m_responseSize, m_serviceTime, m_thinkTime, m_gap})
    {
        if (law)
        {
            law->Minimum();
        }
    }
    if (m_gap && m_limit == 0 && !(m_gap->Mean() > 0))
    {
        throw std::invalid_argument(
            Path() +
            ": with a Gap of 0 all requests arrive at once, and Requests must say how many");
    }
    m_requestStream = Stream("request-size");
    m_responseStream = Stream("response-size");
    m_serviceStream = Stream("service-time");
    m_thinkStream = Stream("think-time");
    m_gapStream = Stream("request-gap");
    m_arrivalTimer.Bind<&TcpRequestSource::OnArrival>(*this, Priority::Timer);
}

void
TcpRequestSource::Begin()
{
    for (int64_t i = 0; i < m_outstanding; ++i)
    {
        m_places.push_back(std::make_unique<Place>(*this));
    }
    if (m_gap)
    {
        for (auto place = m_places.rbegin(); place != m_places.rend(); ++place)
        {
            m_free.push_back(place->get());
        }
        OnArrival();
        return;
    }
    for (const auto& place : m_places)
    {
        SendNext(*place);
    }
}

bool
TcpRequestSource::MayRequest() const
{
    return Now() < m_stop && (m_limit == 0 || m_requests < m_limit);
}

void
TcpRequestSource::SendNext(Place& place)
{
    if (MayRequest())
    {
        ++m_requests;
        place.Send(Now());
    }
}

void
TcpRequestSource::OnArrival()
{
    if (!MayRequest())
    {
        return;
    }
    ++m_requests;
    if (m_free.empty())
    {
        m_waiting.push_back(Now());
    }
    else
    {
        Place& place = *m_free.back();
        m_free.pop_back();
        place.Send(Now());
    }
    m_arrivalTimer.ArmAt(After(SimTime(m_gap->Draw(*m_gapStream))));
}

void
TcpRequestSource::OnFree(Place& place)
{
    if (!m_gap)
    {
        SendNext(place);
        return;
    }
    if (m_waiting.empty())
    {
        m_free.push_back(&place);
        return;
    }
    const SimTime arrived = m_waiting.front();
    m_waiting.pop_front();
    place.Send(arrived);
}

void
TcpRequestSource::OnResponse(SimTime arrived)
{
    ++m_responses;
    if (arrived >= Run().MeasureFrom())
    {
        m_responseTime.Record((Now() - arrived).Value());
    }
}

std::unique_ptr<TcpConnection>
TcpRequestSource::OpenConnection(Place& place)
{
    // Two looks per new connection keep up with any rate of them.
    for (int look = 0; look < 2 && !m_leaving.empty(); ++look)
    {
        std::unique_ptr<TcpConnection> oldest = std::move(m_leaving.front());
        m_leaving.pop_front();
        if (oldest->IsOver())
        {
            oldest->Retire();
        }
        else
        {
            m_leaving.push_back(std::move(oldest));
        }
    }
    return std::make_unique<TcpConnection>(
        *this,
        m_connections++,
        [&place](uint64_t inOrder) { place.OnRequestBytes(inOrder); },
        [&place](uint64_t inOrder) { place.OnResponseBytes(inOrder); });
}

void
TcpRequestSource::Leave(std::unique_ptr<TcpConnection> connection)
{
    connection->Abandon();
    m_leaving.push_back(std::move(connection));
}

int64_t
TcpRequestSource::Draw(const ns3::Ptr<RandomQuantity>& law, std::optional<RandomStream>& stream)
{
    return std::max(int64_t{1}, law->Draw(*stream));
}

SimTime
TcpRequestSource::DrawTime(const ns3::Ptr<RandomQuantity>& law, std::optional<RandomStream>& stream)
{
    return law ? SimTime(law->Draw(*stream)) : SimTime(0);
}

SimTime
TcpRequestSource::After(SimTime span) const
{
    return span < kNever - Now() ? Now() + span : kNever;
}

void
TcpRequestSource::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"requests", "1", "requests that arrived at the client's connections"},
                    m_requests);
    visitor.Counter({"responses", "1", "responses of which all bytes have arrived"}, m_responses);
    visitor.Level({"open_requests", "1", "requests without a whole response, waiting or under way"},
                  m_requests - m_responses);
    visitor.Counter({"connections", "1", "connections opened"}, m_connections);
    visitor.Distribution({"response_time", "ps", "arrival of a request to the last byte in order"},
                         m_responseTime);
    TcpSource::ReportMetrics(visitor);
}

} // namespace nexsim
