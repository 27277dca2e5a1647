// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/repeated-run.h"

#include "models/host/processor.h"
#include "sim/run/scenario-changes.h"

#include "ns3/simulator.h"

namespace nexsim
{

namespace
{

/** @brief Lets an observer see a number of events, and stops the run after the last of them. */
class LimitedView : public EventObserver
{
  public:
    LimitedView(EventObserver& observer, uint64_t events, const Fingerprint& fingerprint)
        : m_observer(observer), m_events(events), m_fingerprint(fingerprint)
    {
    }

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override
    {
        const uint64_t number = m_fingerprint.EventCount();
        if (number <= m_events)
        {
            m_observer.OnEvent(now, pathHash, kind, packet);
        }
        if (number == m_events)
        {
            ns3::Simulator::Stop();
        }
    }

  private:
    EventObserver& m_observer;
    uint64_t m_events;
    const Fingerprint& m_fingerprint;
};

void
ObserveWork(const Network& network, WorkObserver* observer)
{
    for (Processor* processor : ProcessorsOf(network))
    {
        processor->SetObserver(observer);
    }
}

} // namespace

RepeatedRun::RepeatedRun(const ScenarioRun& scenario) : m_simulation(scenario)
{
    ScheduleChanges(scenario, m_simulation.GetNetwork(), m_agenda);
    m_agenda.Attach(m_simulation.Run(), "/agenda");
}

void
RepeatedRun::Play(EventObserver& observer, uint64_t events, WorkObserver* work)
{
    Fingerprint& fingerprint = Run().GetFingerprint();
    LimitedView view(observer, events, fingerprint);
    fingerprint.AddObserver(view);
    ObserveWork(m_simulation.GetNetwork(), work);
    m_simulation.Start();
    ns3::Simulator::Run();
    ObserveWork(m_simulation.GetNetwork(), nullptr);
    fingerprint.RemoveObserver(view);
}

} // namespace nexsim
