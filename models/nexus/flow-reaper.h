// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_REAPER_H
#define NEXSIM_FLOW_REAPER_H

#include "models/base/flow-table.h"
#include "models/base/timer.h"

#include "ns3/object.h"

#include <deque>
#include <utility>

namespace nexsim
{

class FlowManager;
struct FlowEntry;

/** @brief How an application ends its flows. */
enum class FlowEnd : uint8_t
{
    Remove, //!< it closes them (XNU: FLOW_REMOVE)
    Abort   //!< it leaves them, as one that crashes or is suspended (XNU: FLOW_ABORT)
};

/**
 * @brief What ends the entries of flows that are over (XNU: fsw_reap_thread_cont).
 *
 * An entry whose application has closed its flow is freed at once. Of a TCP connection that was left
 * it goes from the flow table into a list and lingers there, with all that it holds; a pass frees
 * those whose time is over. A pass begins when an entry has joined the list, and every Period while
 * there are any. It costs no time: there is no figure.
 */
class FlowReaper : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, after Attach. */
    void Connect(FlowManager& flows)
    {
        m_flows = &flows;
    }

    /** @brief Of a connected flow that is over: nothing of it is inside the network. */
    void Close(FlowIndex flow, FlowEnd end);

    /** @brief Of an entry that is out of the table. */
    void End(FlowEntry& entry, FlowEnd end);

    std::optional<std::string> FindError() const override;
    void BeginMeasurement() override;
    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    using Lingering = std::pair<SimTime, FlowEntry*>; //!< until when

    void OnTimer();
    void CountLingering();
    unsigned __int128 Integral() const;

    // attributes
    SimTime m_period;
    SimTime m_linger;

    FlowManager* m_flows = nullptr;
    std::deque<Lingering> m_list; //!< the one to be freed first in front
    int64_t m_passes = 0;
    int64_t m_removed = 0;
    int64_t m_lingered = 0;
    int64_t m_freed = 0; //!< after that
    int64_t m_most = 0;  //!< in the list, since measurement began
    SimTime m_countedAt;
    unsigned __int128 m_integral = 0; //!< of the list's length over ps, up to m_countedAt
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_REAPER_H
