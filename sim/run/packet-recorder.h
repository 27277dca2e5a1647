// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_RECORDER_H
#define NEXSIM_PACKET_RECORDER_H

#include "sim/run/packet-steps.h"

namespace nexsim
{

/** @brief Waits for one packet, notes its steps, and stops the simulation when it ends. */
class PacketRecorder : public EventObserver, public WorkObserver
{
  public:
    /** @param run outlives this object */
    PacketRecorder(const PacketChoice& choice, RunContext& run);

    PacketRecorder(const PacketRecorder&) = delete;
    PacketRecorder& operator=(const PacketRecorder&) = delete;

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override;
    void OnWork(const WorkDone& done, const Packet& packet) override;

    /** @brief What has been noted; nothing where the packet was never born. */
    std::optional<PacketStory> Story() const;

  private:
    bool IsWatched(const Packet& packet) const;
    bool IsChosen(const Packet& packet);
    void Begin(const Packet& packet);

    PacketChoice m_choice;
    RunContext& m_run;
    PlaceNames m_places;
    PacketSteps m_steps;
    uint64_t m_passed = 0; //!< packets counted before the chosen one
    bool m_found = false;
    bool m_over = false;
    FlowIndex m_flow = 0;
    PacketStory m_story; //!< without the steps
};

} // namespace nexsim

#endif // NEXSIM_PACKET_RECORDER_H
