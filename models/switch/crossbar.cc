// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/crossbar.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

void
Crossbar::DoAttach()
{
    m_arbitrate.Bind<&Crossbar::OnArbitrate>(*this, Priority::PolicyTimer);
}

void
Crossbar::Connect(const FabricShape& shape,
                  QueueingSystem& queueing,
                  Arbiter& arbiter,
                  BitRate lineRate,
                  SimTime slot)
{
    m_shape = &shape;
    m_queueing = &queueing;
    m_arbiter = &arbiter;
    m_line = TransmissionTime(lineRate);
    m_slot = slot;
    for (uint32_t input = 0; input < shape.InputCount(); ++input)
    {
        Line& line = m_lines.emplace_back();
        line.crossbar = this;
        line.end.Bind<&Line::OnEnd>(line, *this, Priority::Departure);
    }
    m_isReceiving.assign(shape.OutputCount(), false);
    arbiter.Connect(shape.InputCount(), shape.OutputCount());
}

void
Crossbar::Wake()
{
    if (m_arbitrate.IsArmed() || m_queueing->Length() == 0)
    {
        return;
    }
    SimTime at = Now();
    if (m_slot > SimTime(0))
    {
        const int64_t slots = (at.Value() + m_slot.Value() - 1) / m_slot.Value();
        at = SimTime(slots * m_slot.Value());
    }
    m_arbitrate.ArmAt(at);
}

void
Crossbar::CollectRequests()
{
    m_requests.clear();
    m_offers.clear();
    for (uint32_t input = 0; input < m_lines.size(); ++input)
    {
        if (m_lines[input].packet)
        {
            continue;
        }
        for (uint32_t output = 0; output < m_isReceiving.size(); ++output)
        {
            if (m_isReceiving[output] || !m_queueing->MayOffer(input, output))
            {
                continue;
            }
            const FabricOffer offer = m_queueing->Offer(input, output);
            if (!offer.IsNothing())
            {
                m_requests.push_back({input, output, offer.arrived});
                m_offers.push_back(offer);
            }
        }
    }
}

void
Crossbar::OnArbitrate()
{
    CollectRequests();
    if (m_requests.empty())
    {
        return;
    }
    ++m_arbitrations;
    m_requested += static_cast<int64_t>(m_requests.size());
    m_granted.clear();
    m_arbiter->Match(m_requests, m_granted);
    for (const size_t granted : m_granted)
    {
        Begin(m_requests[granted].input, m_offers[granted]);
    }
}

void
Crossbar::Begin(uint32_t input, const FabricOffer& offer)
{
    CrossbarPort& port = *m_shape->ports[offer.port];
    Line& line = m_lines[input];
    line.packet = m_queueing->Take(input, offer);
    line.port = offer.port;
    m_isReceiving[m_shape->OutputOf(offer.port)] = true;
    ++m_transfers;
    NoteOrder(*line.packet, input);
    port.AddWaiting(-1);
    port.Reserve();
    const SimTime span = m_line.Span(line.packet->size + port.Link().Overhead().Value());
    line.end.ArmAt(Now() + std::max(span, SimTime(1)));
}

/** @brief Packets of a flow and class leave an input in the order in which they came to it. */
void
Crossbar::NoteOrder(const Packet& packet, uint32_t input)
{
    constexpr uint32_t kDscps = 64;
    if (packet.flow >= m_lastSent.size())
    {
        m_lastSent.resize(size_t{packet.flow} + 1);
    }
    LastSent& last = m_lastSent[packet.flow];
    const uint32_t origin = input * kDscps + packet.dscp;
    m_reordered += origin == last.origin && packet.lastMark < last.arrived ? 1 : 0;
    last = {packet.lastMark, origin};
}

void
Crossbar::Line::OnEnd()
{
    crossbar->End(*this);
}

void
Crossbar::End(Line& line)
{
    m_isReceiving[m_shape->OutputOf(line.port)] = false;
    m_shape->ports[line.port]->Deliver(std::move(line.packet));
    Wake();
}

Tally
Crossbar::Held() const
{
    Tally held;
    for (const Line& line : m_lines)
    {
        if (line.packet)
        {
            held.Add(*line.packet);
        }
    }
    return held;
}

void
Crossbar::ReportCrossing(MetricVisitor& visitor) const
{
    visitor.Counter({"transferred_packets", "packets", "packets that have begun to cross"},
                    m_transfers);
    visitor.Counter({"arbitrations", "1", "arbitrations with a request"}, m_arbitrations);
    visitor.Quotient({"matching", "1", "transfers per arbitration with a request"},
                     m_transfers,
                     m_arbitrations);
    visitor.Quotient({"requests", "1", "requests per arbitration with a request"},
                     m_requested,
                     m_arbitrations);
    visitor.Counter({"reordered_packets",
                     "packets",
                     "packets that crossed right after a later one of their flow and DSCP"},
                    m_reordered);
}

} // namespace nexsim
