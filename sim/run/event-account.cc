// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/event-account.h"

#include "sim/results/format-quantity.h"
#include "sim/run/metric-readings.h"
#include "sim/run/output-port.h"
#include "sim/run/packet-steps.h"
#include "sim/run/repeated-run.h"

#include "ns3/simulator.h"
#include <fmt/format.h>

#include <deque>
#include <set>
#include <stdexcept>

namespace nexsim
{

namespace
{

constexpr size_t kMostNeighbours = 3;
constexpr size_t kMostChanges = 3;
constexpr uint64_t kMostFurther = 1'000'000; //!< events in which the other packet is waited for

/** @brief An event at a place of interest, before it has a name. */
struct RawNeighbour
{
    HashedEvent event;
    FlowKey flow;
};

class AccountRecorder : public EventObserver
{
  public:
    AccountRecorder(const ScenarioRun& scenario,
                    RepeatedRun& repeated,
                    uint64_t number,
                    const HashedEvent& event,
                    const std::optional<HashedEvent>& other)
        : m_scenario(scenario), m_repeated(repeated), m_number(number), m_event(event),
          m_other(other), m_places(repeated.Run()), m_steps(m_places), m_otherSteps(m_places),
          m_place(m_places.Of(event.pathHash)),
          m_port(FindOutputPort(scenario, repeated.Simulation().GetNetwork().graph, m_place.where))
    {
        m_near.insert(event.pathHash);
        for (const Component* component : repeated.Run().Components())
        {
            AddIfNear(component->Path(), component->PathHash());
        }
        for (const DropReason& reason : repeated.Run().GetLedger().Reasons())
        {
            AddIfNear(reason.component, reason.pathHash);
        }
    }

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override
    {
        const uint64_t number = m_repeated.Run().GetFingerprint().EventCount();
        if (m_other && IsPacketOf(*m_other, packet))
        {
            m_otherSteps.Add(now, pathHash, kind, packet);
            if (number >= m_number && !m_account.other)
            {
                m_account.other = m_otherSteps.Steps().back();
            }
        }
        if (number >= m_number &&
            (!m_other || m_account.other || number - m_number == kMostFurther))
        {
            ns3::Simulator::Stop();
        }
        if (number > m_number)
        {
            return;
        }
        if (IsPacketOf(m_event, packet))
        {
            if (kind == EventKind::Born)
            {
                m_steps = PacketSteps(m_places);
            }
            m_steps.Add(now, pathHash, kind, packet);
        }
        if (number == m_number)
        {
            Tell(packet);
        }
        else if (m_near.count(pathHash) != 0)
        {
            m_before.push_back({HashedEvent(now, pathHash, kind, packet),
                                m_repeated.Run().Flows()[packet.flow].key});
            if (m_before.size() > kMostNeighbours)
            {
                m_before.pop_front();
            }
        }
    }

    const EventAccount& Account() const
    {
        return m_account;
    }

  private:
    static bool IsPacketOf(const HashedEvent& event, const Packet& packet)
    {
        return packet.flowHash == event.flowHash && packet.number == event.number;
    }

    void AddIfNear(const std::string& path, uint64_t hash)
    {
        if (m_port && (IsAtOrBelow(path, m_port->port) || IsAtOrBelow(path, m_port->link)))
        {
            m_near.insert(hash);
        }
    }

    void Tell(const Packet& packet)
    {
        const FlowRecord& flow = m_repeated.Run().Flows()[packet.flow];
        m_account.number = m_number;
        m_account.traffic = ComponentPath(m_repeated.Run(), flow.traffic);
        m_account.flow = flow.key.ToString();
        m_account.packet = packet.number;
        m_account.ipBytes = packet.size;
        m_account.dscp = packet.dscp;
        m_account.ecn = packet.ecn;
        m_account.life = m_steps.Steps();
        for (const RawNeighbour& raw : m_before)
        {
            PacketStep step;
            step.kind = raw.event.kind;
            step.reason = m_places.Of(raw.event.pathHash).reason;
            m_account.before.push_back({raw.event.at,
                                        StepText(step),
                                        m_places.Of(raw.event.pathHash).where,
                                        raw.flow.ToString(),
                                        raw.event.number});
        }
        TellChanges();
        TellLevels();
    }

    void TellChanges()
    {
        for (const ChangeSpec& change : m_scenario.changes)
        {
            if (change.at <= m_event.at)
            {
                m_account.changes.push_back(
                    fmt::format("{} of {}{} at {}",
                                change.attribute,
                                change.traffic,
                                change.link,
                                FormatPrecisely(static_cast<double>(change.at.Value()), "ps")));
            }
        }
        auto& changes = m_account.changes;
        if (changes.size() > kMostChanges)
        {
            changes.erase(changes.begin(), changes.end() - kMostChanges);
        }
    }

    void TellLevels()
    {
        for (const Component* component : m_repeated.Run().Components())
        {
            const std::string& path = component->Path();
            const bool isNear =
                m_port && (IsAtOrBelow(path, m_port->port) || path == m_port->node + "/buffer");
            if (!isNear && path != m_place.where)
            {
                continue;
            }
            std::vector<MetricDefinition> definitions;
            std::vector<MetricReading> readings;
            DefineMetrics(*component, definitions);
            ReadMetrics(*component, readings);
            for (size_t i = 0; i < definitions.size(); ++i)
            {
                if (definitions[i].kind == MetricKind::Level)
                {
                    m_account.levels.push_back(
                        {definitions[i].path, readings[i].value, definitions[i].unit});
                }
            }
        }
    }

    const ScenarioRun& m_scenario;
    RepeatedRun& m_repeated;
    uint64_t m_number;
    const HashedEvent& m_event;
    const std::optional<HashedEvent>& m_other;
    PlaceNames m_places;
    PacketSteps m_steps;
    PacketSteps m_otherSteps;
    EventPlace m_place; //!< of the event
    std::optional<OutputPort> m_port;
    std::set<uint64_t> m_near; //!< path hashes of components and drop reasons around the place
    std::deque<RawNeighbour> m_before;
    EventAccount m_account;
};

} // namespace

EventAccount
TellEvent(const ScenarioRun& scenario,
          uint64_t number,
          const HashedEvent& event,
          const std::optional<HashedEvent>& other)
{
    RepeatedRun repeated(scenario);
    AccountRecorder recorder(scenario, repeated, number, event, other);
    repeated.Play(recorder);
    if (recorder.Account().number != number)
    {
        throw std::out_of_range(fmt::format("the run has no event {}", number));
    }
    return recorder.Account();
}

} // namespace nexsim
