// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_ADVISORY_TABLE_H
#define NEXSIM_FLOW_ADVISORY_TABLE_H

#include "models/base/flow-advisory.h"
#include "models/base/timer.h"

#include "ns3/object.h"

#include <deque>
#include <map>
#include <vector>

namespace nexsim
{

/** @brief A sender of flows in the table, told of the events that it may sleep for. */
class FlowAdvisoryClient
{
  public:
    virtual ~FlowAdvisoryClient() = default;

    /** @brief The flag of this entry has changed since; read it, for it may have changed again. */
    virtual void OnAdvisoryEvent(size_t entry) = 0;
};

class FlowAdvisoryTable;

/** @brief How news of a table travels on a host whose processing of them takes time. */
class FlowAdvisoryRelay
{
  public:
    virtual ~FlowAdvisoryRelay() = default;

    /** @brief Then: a call of table.ClearFlag(entry). */
    virtual void RelayResume(FlowAdvisoryTable& table, size_t entry) = 0;

    /** @brief Then: a call of table.Count(entry, marks, packets). */
    virtual void RelayReport(FlowAdvisoryTable& table,
                             size_t entry,
                             uint32_t marks,
                             uint32_t packets) = 0;

    /** @brief Then: a call of table.Tell(entry). */
    virtual void RelayEvent(FlowAdvisoryTable& table, size_t entry) = 0;
};

/**
 * @brief What the host's queues advise an application's flows to do, flow by flow
 * (US11843683B2; XNU: the flow advisory table of a channel).
 *
 * A queue sets and clears an entry's SUSPENDED flag. The sender sees it FlagLatency later, without
 * a system call, and gets an event EventLatency after that.
 *
 * With a relay the queue sets the flag at once, and what clears it, and what an event takes beyond
 * EventLatency, is the relay's (XNU: suspended synchronously, resumed by way of a thread).
 */
class FlowAdvisoryTable : public ns3::Object, public Component, public FlowAdvisory
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief One flow's, as its sender sees it. */
    struct Entry
    {
        FlowIndex flow;
        FlowAdvisoryClient* client;
        bool isSuspended = false;
        int64_t suspends = 0;
        int64_t resumes = 0;
        int64_t ceCount = 0;     //!< packets that would have been marked
        int64_t packetCount = 0; //!< packets that these were among
    };

    /**
     * @brief The flow's sender heeds this table from now on.
     * @return the number of its entry
     * @throws std::invalid_argument when there is no free entry
     */
    size_t Add(FlowIndex flow, FlowAdvisoryClient& client);

    const Entry& At(size_t entry) const
    {
        return m_entries[entry];
    }

    /** @brief The entry of a flow that is in the table. */
    size_t EntryOf(FlowIndex flow) const
    {
        return m_entryOf.at(flow);
    }

    /** @brief Before the first packet. */
    void RelayBy(FlowAdvisoryRelay& relay)
    {
        m_relay = &relay;
    }

    // For the relay.
    void ClearFlag(size_t entry);
    void Count(size_t entry, uint32_t marks, uint32_t packets);
    void Tell(size_t entry);

    void Suspend(FlowIndex flow) override;
    void Resume(FlowIndex flow) override;
    void ReportCongestion(FlowIndex flow, uint32_t marks, uint32_t packets) override;

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

  private:
    struct Change
    {
        SimTime at;
        size_t entry;
        bool isSuspended;
    };

    size_t FindFree(FlowIndex flow) const;
    void ChangeFlag(FlowIndex flow, bool isSuspended);
    void SetFlag(size_t entry, bool isSuspended);
    void OnFlags();
    void OnEvents();

    // attributes
    int64_t m_capacity = 0;
    SimTime m_flagLatency;
    SimTime m_eventLatency;

    FlowAdvisoryRelay* m_relay = nullptr; //!< null: flags and events take their latencies only
    std::vector<Entry> m_entries;
    std::map<FlowIndex, size_t> m_entryOf;
    std::deque<Change> m_flags;  //!< not yet seen, the oldest first
    std::deque<Change> m_events; //!< not yet delivered, the oldest first
    Timer m_flagTimer;
    Timer m_eventTimer;
    int64_t m_delivered = 0;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_ADVISORY_TABLE_H
