// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/echo-source.h"

#include "models/base/constant-quantity.h"
#include "models/base/segments.h"

#include <algorithm>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(EchoSource);

namespace
{
constexpr int64_t kLargestResponse = 1'000'000'000; //!< B
} // namespace

ns3::TypeId
EchoSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::EchoSource")
            .SetParent<DatagramSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<EchoSource>()
            .AddAttribute("Outstanding",
                          "Requests that may be under way at once; unlimited makes an open loop.",
                          QuantityDefault(Packets(1)),
                          MakeQuantityAccessor(&EchoSource::m_places),
                          MakeQuantityChecker<Packets>(Packets(1), Packets(kUnlimited)))
            .AddAttribute("ResponseSize",
                          "IP packet of a response; 1500 B when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&EchoSource::m_responseSize),
                          MakeRandomQuantityChecker(Dimension::Size, 1, kLargestResponse))
            .AddAttribute("ServiceTime",
                          "From a request's arrival to its response; none by default.",
                          PolicyValue(),
                          MakePolicyAccessor(&EchoSource::m_serviceTime),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("ThinkTime",
                          "From a response to the next request of its place; none by default.",
                          PolicyValue(),
                          MakePolicyAccessor(&EchoSource::m_thinkTime),
                          MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("Timeout",
                          "After which a request without a response counts as lost.",
                          QuantityDefault(Seconds(1)),
                          MakeQuantityAccessor(&EchoSource::m_timeout),
                          MakeQuantityChecker<SimTime>(SimTime(1), Seconds(100'000)));
    return tid;
}

void
EchoSource::End::Deliver(PacketPtr packet)
{
    const uint64_t request = TransportOf(*packet).sequence;
    m_source.Entry().Deliver(std::move(packet));
    (m_source.*m_then)(request);
}

void
EchoSource::DoAttach()
{
    AttachWith(m_server);
    for (size_t i = 0; i < FlowCount(); ++i)
    {
        m_replyFlows.push_back(OpenReverse(Flow(i), From(), m_client));
    }
    if (!m_responseSize)
    {
        m_responseSize = ns3::CreateObject<ConstantRandomQuantity>();
        m_responseSize->SetAttribute("Value", QuantityDefault(Bytes(1500)));
    }
    for (const auto& law : {m_responseSize, m_serviceTime, m_thinkTime})
    {
        if (law)
        {
            law->Minimum();
        }
    }
    m_responseStream = Stream("response-size");
    m_serviceStream = Stream("service-time");
    m_thinkStream = Stream("think-time");
    m_sendTimer.Bind<&EchoSource::SendRequests>(*this, Priority::Timer);
    m_serviceTimer.Bind<&EchoSource::OnServed>(*this, Priority::Timer);
    m_thinkTimer.Bind<&EchoSource::OnThought>(*this, Priority::Timer);
    m_timeoutTimer.Bind<&EchoSource::OnTimeout>(*this, Priority::Timer);
}

void
EchoSource::Begin()
{
    SendRequests();
}

bool
EchoSource::HasReadyPlace() const
{
    return static_cast<int64_t>(m_underWay.size()) + m_thinking < m_places.Value();
}

void
EchoSource::SendRequests()
{
    if (HasStopped() || !HasReadyPlace())
    {
        return;
    }
    if (Now() >= m_nextAllowed)
    {
        SendRequest();
    }
    if (HasReadyPlace())
    {
        m_sendTimer.ArmAt(m_nextAllowed);
    }
}

void
EchoSource::SendRequest()
{
    if (ShareOfRate() != m_pace.Rate())
    {
        m_pace = TransmissionTime(ShareOfRate());
    }
    if (Now() != m_nextAllowed)
    {
        m_pace.Restart();
    }
    const int64_t size = DrawSize();
    m_nextAllowed = Now() + m_pace.Next(size);
    const uint64_t request = m_requests++;
    m_underWay.emplace(request, Now());
    if (!m_timeoutTimer.IsArmed())
    {
        m_timeoutTimer.ArmAt(Now() + m_timeout);
    }
    PacketPtr packet = MakeDatagram(Flow(request % FlowCount()), size);
    packet->flags = kEndOfMessage; // each is an answer, or asks for one
    TransportOf(*packet).sequence = request;
    Send(From(), std::move(packet));
}

void
EchoSource::OnRequest(uint64_t request)
{
    if (!m_serviceTime)
    {
        Reply(request);
        return;
    }
    m_inService.emplace(Now() + SimTime(m_serviceTime->Draw(*m_serviceStream)), request);
    m_serviceTimer.ArmAt(m_inService.top().first);
}

void
EchoSource::OnServed()
{
    while (!m_inService.empty() && m_inService.top().first <= Now())
    {
        const uint64_t request = m_inService.top().second;
        m_inService.pop();
        Reply(request);
    }
    if (!m_inService.empty())
    {
        m_serviceTimer.ArmAt(m_inService.top().first);
    }
}

void
EchoSource::Reply(uint64_t request)
{
    const int64_t size =
        std::clamp(m_responseSize->Draw(*m_responseStream), int64_t{1}, kLargestResponse);
    PacketPtr packet = MakeDatagram(m_replyFlows[request % FlowCount()], size);
    packet->flags = kEndOfMessage; // each is an answer, or asks for one
    TransportOf(*packet).sequence = request;
    Send(To(), std::move(packet));
}

void
EchoSource::OnResponse(uint64_t request)
{
    const auto sent = m_underWay.find(request);
    if (sent == m_underWay.end())
    {
        ++m_late;
        return;
    }
    ++m_responses;
    if (sent->second >= Run().MeasureFrom())
    {
        m_roundTrip.Record((Now() - sent->second).Value());
    }
    m_underWay.erase(sent);
    if (m_thinkTime)
    {
        ++m_thinking;
        m_thoughtEnds.push(Now() + SimTime(m_thinkTime->Draw(*m_thinkStream)));
        m_thinkTimer.ArmAt(m_thoughtEnds.top());
        return;
    }
    SendRequests();
}

void
EchoSource::OnThought()
{
    while (!m_thoughtEnds.empty() && m_thoughtEnds.top() <= Now())
    {
        m_thoughtEnds.pop();
        --m_thinking;
    }
    if (!m_thoughtEnds.empty())
    {
        m_thinkTimer.ArmAt(m_thoughtEnds.top());
    }
    SendRequests();
}

void
EchoSource::OnTimeout()
{
    while (!m_underWay.empty() && m_underWay.begin()->second + m_timeout <= Now())
    {
        m_underWay.erase(m_underWay.begin());
        ++m_lost;
    }
    if (!m_underWay.empty())
    {
        m_timeoutTimer.ArmAt(m_underWay.begin()->second + m_timeout);
    }
    SendRequests();
}

void
EchoSource::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"requests", "packets", "requests sent"}, static_cast<int64_t>(m_requests));
    visitor.Counter({"responses", "packets", "responses in time"}, m_responses);
    visitor.Counter({"lost_requests", "packets", "requests without a response in time"}, m_lost);
    visitor.Counter({"late_responses", "packets", "responses after the time-out"}, m_late);
    visitor.Level({"open_requests", "packets", "requests under way"},
                  static_cast<int64_t>(m_underWay.size()));
    visitor.Distribution({"round_trip", "ps", "request sent to last bit of its response"},
                         m_roundTrip);
}

} // namespace nexsim
