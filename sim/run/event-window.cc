// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/event-window.h"

#include "sim/run/repeated-run.h"

#include "ns3/simulator.h"

#include <optional>

namespace nexsim
{

namespace
{

std::array<uint64_t, Fingerprint::kIngredients>
HashesOf(const Fingerprint& fingerprint)
{
    std::array<uint64_t, Fingerprint::kIngredients> hashes{};
    for (size_t i = 0; i < hashes.size(); ++i)
    {
        hashes[i] = fingerprint.Value(static_cast<Fingerprint::Ingredient>(i));
    }
    return hashes;
}

/** @brief Looks at a window and stops the run at its end. */
class WindowRecorder : public EventObserver
{
  public:
    /** @param spacing of checkpoints; nothing to keep the events instead */
    WindowRecorder(EventWindow window, std::optional<uint64_t> spacing, const Fingerprint& hashes)
        : m_window(window), m_spacing(spacing), m_fingerprint(hashes)
    {
        m_view.before = HashesOf(hashes);
    }

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override
    {
        const uint64_t number = m_fingerprint.EventCount();
        m_view.last = number;
        if (number > m_window.from && number <= m_window.to)
        {
            Keep(number, HashedEvent(now, pathHash, kind, packet));
        }
        if (number == m_window.from)
        {
            m_view.before = HashesOf(m_fingerprint);
        }
        if (number == m_window.to)
        {
            ns3::Simulator::Stop();
        }
    }

    WindowView Take()
    {
        return std::move(m_view);
    }

  private:
    void Keep(uint64_t number, const HashedEvent& event)
    {
        if (!m_spacing)
        {
            m_view.events.push_back(event);
        }
        else if ((number - m_window.from) % *m_spacing == 0)
        {
            m_view.checkpoints.push_back({number, event.at, HashesOf(m_fingerprint)});
        }
    }

    EventWindow m_window;
    std::optional<uint64_t> m_spacing;
    const Fingerprint& m_fingerprint;
    WindowView m_view;
};

WindowView
Record(const ScenarioRun& scenario, EventWindow window, std::optional<uint64_t> spacing)
{
    RepeatedRun repeated(scenario);
    WindowRecorder recorder(window, spacing, repeated.Run().GetFingerprint());
    repeated.Play(recorder);
    WindowView view = recorder.Take();
    // The event that stops the simulator may hash more on its way.
    view.last = std::min(view.last, window.to);
    return view;
}

} // namespace

WindowView
RecordEvents(const ScenarioRun& scenario, EventWindow window)
{
    return Record(scenario, window, std::nullopt);
}

WindowView
RecordCheckpoints(const ScenarioRun& scenario, EventWindow window, uint64_t spacing)
{
    return Record(scenario, window, spacing);
}

} // namespace nexsim
