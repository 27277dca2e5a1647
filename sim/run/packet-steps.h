// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_STEPS_H
#define NEXSIM_PACKET_STEPS_H

#include "sim/run/packet-story.h"
#include "sim/run/place-names.h"

namespace nexsim
{

/** @brief Turns the events of one packet, told in order from its birth, into steps. */
class PacketSteps
{
  public:
    /** @param places outlives this object */
    explicit PacketSteps(PlaceNames& places) : m_places(&places) {}

    void Add(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet);

    /** @brief A core has worked on it. */
    void AddWork(SimTime now, const WorkDone& done, const Packet& packet);

    const std::vector<PacketStep>& Steps() const
    {
        return m_steps;
    }

  private:
    enum class Spent : uint8_t
    {
        Tell,
        Forget //!< the means are over other segments now
    };

    void NoteStages(const Packet& packet, Spent what, PacketStep& step);

    PlaceNames* m_places;
    StageClock m_before{}; //!< stages as they stood at the last step
    bool m_wasMarked = false;
    uint16_t m_segments = 0; //!< as they were at the last step; 0 before the first
    std::vector<PacketStep> m_steps;
};

} // namespace nexsim

#endif // NEXSIM_PACKET_STEPS_H
