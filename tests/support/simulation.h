// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SIMULATION_H
#define NEXSIM_SIMULATION_H

#include "models/base/kernel.h"
#include "models/base/timer-event.h"

#include "ns3/global-value.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <deque>
#include <string>
#include <vector>

namespace nexsim::testing
{

inline constexpr const char* kNs3Kernel = "ns3::DefaultSimulatorImpl";
inline constexpr const char* kOurKernel = "nexsim::DeterministicSimulatorImpl";

/** @brief One simulation under the kernel of this name; one at a time. */
class Simulation
{
  public:
    explicit Simulation(const char* kernel = kOurKernel)
    {
        ns3::GlobalValue::Bind("SimulatorImplementationType", ns3::StringValue(kernel));
    }

    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    ~Simulation()
    {
        ns3::Simulator::Destroy();
        ns3::GlobalValue::Bind("SimulatorImplementationType", ns3::StringValue(kOurKernel));
    }

    /** @brief Ours; the simulation must have been made with kOurKernel. */
    DeterministicSimulatorImpl& Kernel() const
    {
        return *DeterministicSimulatorImpl::Current();
    }
};

/** @brief Events with names: schedules them, and remembers the order in which they ran. */
class Script
{
  public:
    explicit Script(DeterministicSimulatorImpl& kernel) : m_kernel(kernel) {}

    /** @brief An event of ours, of a component. */
    void At(int64_t time, Priority priority, uint64_t component, std::string name)
    {
        m_shots.push_back({this, std::move(name), nullptr});
        Shot& shot = m_shots.back();
        const auto fire = [](void* object, TimerCall call) {
            if (call != TimerCall::Fire)
            {
                return;
            }
            auto* fired = static_cast<Shot*>(object);
            fired->script->log.push_back(fired->name);
        };
        shot.event = TimerEvent::Make(fire, &shot, &m_kernel, priority, component);
        shot.event->ArmAt(SimTime(time));
    }

    /** @brief An event of foreign ns-3 code. */
    ns3::EventId Foreign(int64_t delay, const std::string& name)
    {
        return ns3::Simulator::Schedule(ns3::Time(delay), [this, name] { log.push_back(name); });
    }

    std::vector<std::string> log;

  private:
    struct Shot
    {
        Script* script;
        std::string name;
        ns3::Ptr<TimerEvent> event;
    };

    DeterministicSimulatorImpl& m_kernel;
    std::deque<Shot> m_shots;
};

} // namespace nexsim::testing

#endif // NEXSIM_SIMULATION_H
