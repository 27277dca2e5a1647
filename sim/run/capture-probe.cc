// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/capture-probe.h"

#include "sim/results/format-quantity.h"

#include <fmt/format.h>

namespace nexsim
{

std::string
CaptureComment(const ScenarioRun& scenario, const RunRecord& record)
{
    std::string comment = "nexsim scenario " + scenario.name;
    comment += record.variant.empty() ? "" : ", variant " + record.variant;
    for (const auto& [name, value] : record.parameters)
    {
        comment += fmt::format(", {} = {}", name, value);
    }
    comment += fmt::format(", replication {}", scenario.replication);
    comment += record.id.empty() ? "" : ", run " + record.id;
    return comment;
}

CaptureProbe::CaptureProbe(const CaptureSpec& spec,
                           const std::string& comment,
                           const Network& network,
                           RunContext& run,
                           TextSink& sink)
    : m_run(run), m_sink(sink), m_payload(spec.payload), m_writer(MakeCaptureWriter(spec.format))
{
    for (const TapSpec& tap : spec.taps)
    {
        AddTap(tap, spec.direction, network.links[tap.link]);
    }
    m_writer->Begin(comment, m_interfaces, spec.settings, m_bytes);
    m_sink.Write(m_bytes);
    m_run.GetFingerprint().AddObserver(*this);
}

CaptureProbe::~CaptureProbe()
{
    m_run.GetFingerprint().RemoveObserver(*this);
}

void
CaptureProbe::AddTap(const TapSpec& tap, TapDirection direction, const LinkPair& link)
{
    if (tap.place == TapSpec::Place::Link)
    {
        const bool in = direction == TapDirection::In;
        for (const auto& simplex : {link.forward, link.backward})
        {
            AddInterface(simplex->Path(), *simplex);
            Expect(*simplex,
                   in ? FrameDirection::Inbound : FrameDirection::Outbound,
                   in ? EventKind::Arrived : EventKind::Transmitted);
        }
        return;
    }
    const bool atA = tap.place == TapSpec::Place::PortA;
    const SimplexLink& out = atA ? *link.forward : *link.backward;
    const SimplexLink& in = atA ? *link.backward : *link.forward;
    AddInterface(tap.name, out);
    if (direction != TapDirection::In)
    {
        Expect(out, FrameDirection::Outbound, EventKind::Transmitted);
    }
    if (direction != TapDirection::Out)
    {
        Expect(in, FrameDirection::Inbound, EventKind::Arrived);
    }
}

void
CaptureProbe::AddInterface(const std::string& name, const SimplexLink& link)
{
    m_interfaces.push_back(
        {name,
         fmt::format("{}, {}",
                     link.Path(),
                     FormatPrecisely(static_cast<double>(link.Rate().Value()), "bps")),
         link.Rate()});
}

void
CaptureProbe::Expect(const SimplexLink& link, FrameDirection direction, EventKind kind)
{
    const auto interface = static_cast<uint32_t>(m_interfaces.size() - 1);
    m_watches[link.PathHash()].push_back({interface, direction, kind});
}

void
CaptureProbe::OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet)
{
    if (kind != EventKind::Transmitted && kind != EventKind::Arrived)
    {
        return;
    }
    const auto watches = m_watches.find(pathHash);
    if (watches == m_watches.end())
    {
        return;
    }
    WriteUntil(now);
    for (const Watch& watch : watches->second)
    {
        if (watch.kind != kind)
        {
            continue;
        }
        // Of a cut-through switch the arrival is the head's; the tail's stands in the packet.
        const bool arrived = kind == EventKind::Arrived;
        const SimTime time = arrived ? packet.lastMark : now;
        const auto hops = static_cast<uint8_t>(packet.hops - (arrived ? 1 : 0));
        CapturedFrame frame;
        frame.time = time;
        frame.interface = watch.interface;
        frame.direction = watch.direction;
        frame.frame = BuildFrame(m_run.Flows()[packet.flow].key, packet, hops);
        frame.comment = packet.ecn == Ecn::Congestion ? "congestion experienced" : "";
        if (!m_payload)
        {
            frame.frame.known = static_cast<uint32_t>(frame.frame.headers.size());
        }
        m_pending.emplace(time, std::move(frame));
    }
    WriteUntil(now);
}

void
CaptureProbe::WriteUntil(SimTime now)
{
    while (!m_pending.empty() && m_pending.begin()->first <= now)
    {
        m_bytes.clear();
        m_writer->Add(m_pending.begin()->second, m_bytes);
        m_sink.Write(m_bytes);
        m_pending.erase(m_pending.begin());
    }
}

void
CaptureProbe::Finish()
{
    WriteUntil(m_run.Now());
    m_pending.clear();
}

} // namespace nexsim
