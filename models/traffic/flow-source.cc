// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/flow-source.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(FlowSource);

ns3::TypeId
FlowSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::FlowSource")
            .SetParent<PairSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<FlowSource>()
            .AddAttribute("Size",
                          "Payload bytes of a flow; must be given. A law's 0 B counts as 1 B.",
                          PolicyValue(),
                          MakePolicyAccessor(&FlowSource::m_size),
                          MakeRandomQuantityChecker(Dimension::Size, 1, int64_t{1} << 53))
            .AddAttribute("Pace",
                          "IP bits per second at which one flow is sent; unlimited stands for as "
                          "fast as the first link takes them.",
                          QuantityDefault(BitRate(kUnlimited)),
                          MakeQuantityAccessor(&FlowSource::m_pace),
                          MakeQuantityChecker<BitRate>(BitRate(1), BitRate(kUnlimited)))
            .AddAttribute("Flows",
                          "Flows that each pair begins; 0 for no end.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&FlowSource::m_flows),
                          MakeIntegerRangeChecker(0, 1'000'000'000))
            .AddAttribute("Gap",
                          "Time from the beginning of a flow to that of the next, the first at "
                          "Start; when none is given, exponential by Rate.",
                          PolicyValue(),
                          MakePolicyAccessor(&FlowSource::m_gap),
                          MakeRandomQuantityChecker(Dimension::Time));
    return tid;
}

std::optional<double>
FlowSource::OfferedRate(int64_t split) const
{
    if (m_gap || m_flows > 0)
    {
        return std::nullopt; // Rate does not tell
    }
    const double size = MeanPacketSize();
    const double payload = size - static_cast<double>(kUdpHeaders);
    return payload > 0 ? std::optional(*PairSource::OfferedRate(split) * size / payload)
                       : std::nullopt;
}

void
FlowSource::DoAttach()
{
    PairSource::DoAttach();
    if (!m_size)
    {
        throw std::invalid_argument(Path() + ": a FlowSource needs the Size of its flows");
    }
    m_size->Minimum();
    if (SmallestPacket() <= kUdpHeaders)
    {
        throw std::invalid_argument(fmt::format("{}: the packets of a flow must be above {} B, the "
                                                "IP and UDP headers; PacketSize gives down to {} B",
                                                Path(),
                                                kUdpHeaders,
                                                SmallestPacket()));
    }
    if (m_gap && m_flows == 0 && !(m_gap->Mean() > 0))
    {
        throw std::invalid_argument(
            Path() + ": flows without a Gap begin all at once, and Flows must say how many");
    }
    if (m_gap)
    {
        m_gap->Minimum();
        m_gapStream = Stream("flow-gap");
    }
    m_poissonGap.emplace(Stream("flow-gap"));
    Entry().Transfers();
    m_flowSizeStream = Stream("flow-size");
    m_flowTimer.Bind<&FlowSource::OnNextFlow>(*this, Priority::Timer);
    m_sendTimer.Bind<&FlowSource::OnSend>(*this, Priority::Timer);
}

void
FlowSource::Begin()
{
    if (m_gap)
    {
        OnNextFlow();
    }
    else
    {
        ArmNextFlow(0);
    }
}

void
FlowSource::ArmNextFlow(size_t begun)
{
    if (m_flows == 0 || begun < static_cast<size_t>(m_flows))
    {
        m_flowTimer.ArmAt(Now() + DrawGap());
    }
}

SimTime
FlowSource::DrawGap()
{
    return m_gap ? SimTime(m_gap->Draw(*m_gapStream))
                 : m_poissonGap->Draw(m_size->Mean(), ShareOfRate());
}

void
FlowSource::OnNextFlow()
{
    if (HasStopped())
    {
        return;
    }
    ArmNextFlow(m_results.size() + 1);
    GiveUpLost();
    BeginFlow(std::max(int64_t{1}, m_size->Draw(*m_flowSizeStream)));
}

void
FlowSource::BeginFlow(int64_t size)
{
    const auto place = static_cast<uint32_t>(m_results.size());
    m_results.push_back({size, Now(), kNever, kNever, 0, 0});
    const FlowIndex flow = OpenFlow(From(), To(), place, *this);
    Entry().Transfers().Begin(Run().Flows()[flow]);
    const BitRate pace = m_pace.IsUnlimited() ? Links().hops.front().rate : m_pace;
    m_transfers.emplace(
        flow,
        Transfer{place, size, TransmissionTime(pace), EmptyPath(Links()), SimTime(0)});
    SendPacket(flow);
    if (!m_due.empty())
    {
        m_sendTimer.ArmAt(std::get<SimTime>(m_due.top()));
    }
}

void
FlowSource::OnSend()
{
    while (!m_due.empty() && std::get<SimTime>(m_due.top()) <= Now())
    {
        const FlowIndex flow = std::get<2>(m_due.top());
        m_due.pop();
        SendPacket(flow);
    }
    if (!m_due.empty())
    {
        m_sendTimer.ArmAt(std::get<SimTime>(m_due.top()));
    }
}

void
FlowSource::SendPacket(FlowIndex flow)
{
    Transfer& transfer = m_transfers.at(flow);
    FlowResult& result = m_results[transfer.place];
    const int64_t payload = std::min(transfer.left, DrawSize() - kUdpHeaders);
    const int64_t size = payload + kUdpHeaders;
    transfer.left -= payload;
    transfer.ideal = transfer.emptyPath.Pass(Now() - result.start, size);
    ++result.packets;
    if (transfer.left > 0)
    {
        m_due.emplace(Now() + PaceTime(transfer, size), transfer.place, flow);
    }
    Send(From(), MakeDatagram(flow, size));
}

SimTime
FlowSource::PaceTime(Transfer& transfer, int64_t ipBytes) const
{
    const int64_t overhead = m_pace.IsUnlimited() ? Links().hops.front().overhead.Value() : 0;
    return transfer.pace.Next(ipBytes + overhead);
}

void
FlowSource::Deliver(PacketPtr packet)
{
    const FlowIndex flow = packet->flow;
    Entry().Deliver(std::move(packet));
    const auto transfer = m_transfers.find(flow);
    if (transfer == m_transfers.end())
    {
        throw std::logic_error(
            fmt::format("{}: a packet of a flow that is over, at {} ps", Path(), Now().Value()));
    }
    const FlowResult& result = m_results[transfer->second.place];
    if (Run().Flows()[flow].delivered.payloadBytes == result.size)
    {
        Complete(transfer);
    }
}

void
FlowSource::Complete(Transfers::iterator transfer)
{
    FlowResult& result = m_results[transfer->second.place];
    result.completion = Now() - result.start;
    result.ideal = transfer->second.ideal;
    ++m_completed;
    std::optional<std::pair<int64_t, int64_t>> times;
    if (result.start >= Run().MeasureFrom())
    {
        times.emplace(result.completion.Value(), result.Slowdown());
        m_completionTime.Record(times->first);
        m_slowdown.Record(times->second);
    }
    Entry().Transfers().Complete(times);
    Retire(transfer->first);
    m_transfers.erase(transfer);
}

bool
FlowSource::IsOver(const Transfers::value_type& transfer) const
{
    const FlowRecord& record = Run().Flows()[transfer.first];
    return transfer.second.left == 0 &&
           record.delivered.packets + record.dropped.packets == record.sent.packets;
}

void
FlowSource::GiveUpLost()
{
    // Nobody tells a source of a drop. Two looks per new flow keep up with any rate of losses.
    for (int look = 0; look < 2 && !m_transfers.empty(); ++look)
    {
        auto transfer = m_transfers.lower_bound(m_nextChecked);
        if (transfer == m_transfers.end())
        {
            transfer = m_transfers.begin();
        }
        m_nextChecked = transfer->first + 1;
        if (IsOver(*transfer))
        {
            const auto dropped = Run().Flows()[transfer->first].dropped.packets;
            m_results[transfer->second.place].lost = static_cast<uint32_t>(dropped);
            ++m_incomplete;
            Retire(transfer->first);
            m_transfers.erase(transfer);
        }
    }
}

std::vector<FlowResult>
FlowSource::FlowResults() const
{
    std::vector<FlowResult> results = m_results;
    for (const auto& [flow, transfer] : m_transfers)
    {
        const auto dropped = Run().Flows()[flow].dropped.packets;
        results[transfer.place].lost = static_cast<uint32_t>(dropped);
    }
    return results;
}

void
FlowSource::ReportMetrics(MetricVisitor& visitor) const
{
    const auto started = static_cast<int64_t>(m_results.size());
    int64_t incomplete = m_incomplete;
    for (const auto& [flow, transfer] : m_transfers)
    {
        incomplete += Run().Flows()[flow].dropped.packets > 0 ? 1 : 0;
    }
    visitor.Counter({"flows_started", "1", "flows begun"}, started);
    visitor.Counter({"flows_completed", "1", "flows of which all bytes have arrived"}, m_completed);
    visitor.Counter({"flows_incomplete", "1", "flows that lost a packet and never complete"},
                    incomplete);
    visitor.Level({"flows_open", "1", "flows that may still complete"},
                  started - m_completed - incomplete);
    visitor.Distribution({"completion_time", "ps", "start of a flow to its last payload byte"},
                         m_completionTime);
    visitor.Distribution({"slowdown", "ppb", "completion time over that in an empty network"},
                         m_slowdown);
}

} // namespace nexsim
