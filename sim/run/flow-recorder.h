// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_RECORDER_H
#define NEXSIM_FLOW_RECORDER_H

#include "sim/run/flow-story.h"
#include "sim/run/place-names.h"

#include <map>
#include <utility>

namespace nexsim
{

/** @brief Follows all packets of one flow; keeps what is inside, and sums of what has ended. */
class FlowRecorder : public EventObserver, public WorkObserver
{
  public:
    /** @param run outlives this object */
    FlowRecorder(std::string flow, RunContext& run);

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override;
    void OnWork(const WorkDone& done, const Packet& packet) override;

    /** @brief Null where no packet of the flow was born. */
    std::unique_ptr<FlowStory> Take();

  private:
    /** @brief A packet that has not ended. */
    struct Inside
    {
        uint64_t order = 0;
        SimTime last; //!< instant of its last event
        std::vector<size_t> hops;
    };

    bool IsOfFlow(const Packet& packet);
    size_t HopAt(uint64_t pathHash);
    void OnTransmitted(SimTime now, uint64_t pathHash, Inside& inside);
    void OnDelivered(SimTime now, const Packet& packet, const Inside& inside);
    void OnDropped(uint64_t pathHash, const Packet& packet);

    std::string m_flow;
    RunContext& m_run;
    PlaceNames m_places;
    std::map<FlowIndex, std::pair<FlowKey, bool>> m_isOfFlow; //!< an index may get another flow
    std::map<uint32_t, Inside> m_inside;                      //!< by number
    std::map<uint64_t, size_t> m_hopOf;                       //!< path hash of the link
    std::map<std::vector<size_t>, size_t> m_pathOf;
    std::map<uint64_t, size_t> m_lossOf; //!< path hash of the reason
    std::map<const Core*, std::pair<size_t, uint64_t>>
        m_workOf; //!< index, number of the last piece
    uint64_t m_born = 0;
    std::unique_ptr<FlowStory> m_story;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_RECORDER_H
