// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_RECORDER_H
#define NEXSIM_PACKET_RECORDER_H

#include "models/base/run-context.h"
#include "sim/run/packet-story.h"

namespace nexsim
{

/** @brief Waits for one packet, notes its steps, and stops the simulation when it ends. */
class PacketRecorder : public EventObserver
{
  public:
    /** @param run outlives this object, which installs itself there */
    PacketRecorder(const PacketChoice& choice, RunContext& run);

    ~PacketRecorder() override;
    PacketRecorder(const PacketRecorder&) = delete;
    PacketRecorder& operator=(const PacketRecorder&) = delete;

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override;

    /** @brief What has been noted; nothing where the packet was never born. */
    std::optional<PacketStory> Story() const;

  private:
    bool IsChosen(const Packet& packet);
    void Begin(const Packet& packet);
    void AddStep(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet);
    void NamePlace(PacketStep& step, uint64_t pathHash) const;

    PacketChoice m_choice;
    RunContext& m_run;
    uint64_t m_passed = 0; //!< packets counted before the chosen one
    bool m_found = false;
    bool m_over = false;
    FlowIndex m_flow = 0;
    StageClock m_before{}; //!< stages as they stood at the last step
    PacketStory m_story;
};

} // namespace nexsim

#endif // NEXSIM_PACKET_RECORDER_H
