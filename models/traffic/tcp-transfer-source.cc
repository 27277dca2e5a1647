// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-transfer-source.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TcpTransferSource);

ns3::TypeId
TcpTransferSource::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::TcpTransferSource")
                                       .SetParent<TcpSource>()
                                       .SetGroupName("nexsim/traffic");
    return tid;
}

void
TcpTransferSource::DoAttach()
{
    TcpSource::DoAttach();
    Entry().Transfers();
}

void
TcpTransferSource::BeginTransfer(int64_t size)
{
    RetireOver();
    const auto place = static_cast<uint32_t>(m_results.size());
    m_results.push_back({size, Now(), kNever, kNever, 0, 0});
    Entry().Transfers().BeginReliable();
    m_transfers.push_back(std::make_unique<TcpTransfer>(*this, place, size));
    m_transfers.back()->Open();
}

void
TcpTransferSource::OnData(TcpTransfer& transfer, PacketPtr packet)
{
    End(std::move(packet));
    if (transfer.IsComplete() && !m_results[transfer.Place()].IsComplete())
    {
        Complete(transfer);
    }
}

SimTime
TcpTransferSource::IdealTime(int64_t size) const
{
    EmptyPath path(Links());
    SimTime last;
    for (int64_t left = size; left > 0; left -= Parameters().segment)
    {
        last = path.Pass(SimTime(0),
                         std::min(left, Parameters().segment) + kTcpHeaders + kTcpTimestamps);
    }
    return last;
}

void
TcpTransferSource::Complete(TcpTransfer& transfer)
{
    FlowResult& result = m_results[transfer.Place()];
    result.completion = Now() - result.start;
    result.ideal = IdealTime(result.size);
    ++m_completed;
    std::optional<std::pair<int64_t, int64_t>> times;
    if (result.start >= Run().MeasureFrom())
    {
        times.emplace(result.completion.Value(), result.Slowdown());
        m_completionTime.Record(times->first);
        m_slowdown.Record(times->second);
    }
    Entry().Transfers().Complete(times);
}

void
TcpTransferSource::RetireOver()
{
    // Two looks per new connection keep up with any rate of them.
    for (int look = 0; look < 2 && !m_transfers.empty(); ++look)
    {
        m_nextChecked = m_nextChecked >= m_transfers.size() ? 0 : m_nextChecked;
        std::unique_ptr<TcpTransfer>& transfer = m_transfers[m_nextChecked];
        if (!transfer->IsOver())
        {
            ++m_nextChecked;
            continue;
        }
        FlowResult& result = m_results[transfer->Place()];
        const FlowRecord& flow = Run().Flows()[transfer->DataFlow()];
        result.packets = static_cast<uint32_t>(flow.sent.packets);
        result.lost = static_cast<uint32_t>(flow.dropped.packets);
        m_bytesOfRetired += result.size;
        transfer->Retire();
        transfer = std::move(m_transfers.back());
        m_transfers.pop_back();
    }
}

std::vector<FlowResult>
TcpTransferSource::FlowResults() const
{
    std::vector<FlowResult> results = m_results;
    for (const auto& transfer : m_transfers)
    {
        const FlowRecord& flow = Run().Flows()[transfer->DataFlow()];
        results[transfer->Place()].packets = static_cast<uint32_t>(flow.sent.packets);
        results[transfer->Place()].lost = static_cast<uint32_t>(flow.dropped.packets);
    }
    return results;
}

int64_t
TcpTransferSource::InOrderBytes() const
{
    int64_t bytes = m_bytesOfRetired;
    for (const auto& transfer : m_transfers)
    {
        bytes += static_cast<int64_t>(transfer->Receiver().InOrder());
    }
    return bytes;
}

void
TcpTransferSource::ReportMetrics(MetricVisitor& visitor) const
{
    const auto started = static_cast<int64_t>(m_results.size());
    int64_t window = 0;
    for (const auto& transfer : m_transfers)
    {
        window += transfer->Sender().Window().window;
    }
    visitor.Counter({"flows_started", "1", "connections begun"}, started);
    visitor.Counter({"flows_completed", "1", "transfers of which all bytes have arrived"},
                    m_completed);
    visitor.Level({"flows_open", "1", "transfers that are not complete"}, started - m_completed);
    visitor.Rate({"goodput", "bps", "payload bits that the receiving application got per second"},
                 InOrderBytes() * 8);
    visitor.Level({"window", "B", "congestion windows of all connections together"}, window);
    TcpSource::ReportMetrics(visitor);
    visitor.Distribution({"completion_time", "ps", "begin of a transfer to its last byte in order"},
                         m_completionTime);
    visitor.Distribution({"slowdown", "ppb", "completion time over that in an empty network"},
                         m_slowdown);
}

} // namespace nexsim
