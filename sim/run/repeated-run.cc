// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/repeated-run.h"

#include "sim/run/scenario-changes.h"

#include "ns3/simulator.h"

namespace nexsim
{

RepeatedRun::RepeatedRun(const ScenarioRun& scenario) : m_simulation(scenario)
{
    ScheduleChanges(scenario, m_simulation.GetNetwork(), m_agenda);
    m_agenda.Attach(m_simulation.Run(), "/agenda");
}

void
RepeatedRun::Play(EventObserver& observer)
{
    Fingerprint& fingerprint = Run().GetFingerprint();
    fingerprint.AddObserver(observer);
    m_simulation.Start();
    ns3::Simulator::Run();
    fingerprint.RemoveObserver(observer);
}

} // namespace nexsim
