// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHANNEL_ADVICE_H
#define NEXSIM_CHANNEL_ADVICE_H

#include "models/base/packet-fifo.h"
#include "models/host/core-work.h"
#include "models/host/flow-advisory-table.h"
#include "models/nexus/flowadv-thread.h"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace nexsim
{

class RunContext;

/** @brief What a user-space stack makes of its flow advisory table. */
enum class Advice : uint8_t
{
    Heed,   //!< it reads a flow's entry before it sends, and holds packets of suspended flows
    Ignore, //!< its flows have entries, but it does not look
    None    //!< its flows have none: to queues they are like anybody's
};

/** @brief The names of the modes, in order. */
std::vector<std::string> AdviceNames();

/**
 * @brief The flow advisory table of a channel, as its stack uses it (US11843683B2).
 *
 * A flow's first packet makes its entry. A queue that suspends the flow does so at once, by whatever
 * thread fills it; to resume it takes the flowadv thread. Either raises an event, for which the
 * stack's thread makes a call (kevent). Until it has seen the event of a resume it holds the flow's
 * packets.
 */
class ChannelAdvice : public FlowAdvisoryRelay, private FlowAdvisoryClient
{
  public:
    /** @brief Called once. @param wake the stack's thread; there is an event for it */
    void Connect(RunContext& run, Advice advice, FlowadvThread& thread, std::function<void()> wake);

    /** @brief Called once, unless the mode is None. */
    void UseTable(FlowAdvisoryTable& table);

    bool HasTable() const
    {
        return m_table != nullptr;
    }

    /** @brief Whether the stack reads entries. */
    bool IsHeeded() const
    {
        return m_advice == Advice::Heed;
    }

    /** @brief Whether packets of the flow are held, so that its later ones must be, too. */
    bool HoldsFlow(FlowIndex flow) const
    {
        return m_held.find(flow) != m_held.end();
    }

    /** @brief Whether the stack may send the packet, one of its own flows, now; with a table. */
    bool IsAdmissible(const Packet& packet);

    /** @brief A packet that is not admissible waits here. */
    void Hold(PacketPtr packet);

    int64_t HeldPackets() const
    {
        return m_heldPackets;
    }

    /** @brief Held packets of flows that go on, flow by flow; the caller empties it. */
    PacketFifo& Released()
    {
        return m_released;
    }

    bool HasEvent() const
    {
        return !m_events.empty();
    }

    /** @brief The stack's thread has made its call: it learns of all events. */
    void TakeEvents();

    void RelayResume(FlowAdvisoryTable& table, size_t entry) override;
    void RelayReport(FlowAdvisoryTable& table,
                     size_t entry,
                     uint32_t marks,
                     uint32_t packets) override;
    void RelayEvent(FlowAdvisoryTable& table, size_t entry) override;

    Tally Held() const;
    void Clear();

    /** @brief Packets that have been held. */
    int64_t Holds() const
    {
        return m_holds;
    }

  private:
    void OnAdvisoryEvent(size_t entry) override;

    RunContext* m_run = nullptr;
    Advice m_advice = Advice::None;
    FlowadvThread* m_thread = nullptr;
    std::function<void()> m_wake;
    FlowAdvisoryTable* m_table = nullptr;
    std::deque<size_t> m_events; //!< entries, the oldest event first
    std::map<FlowIndex, PacketFifo> m_held;
    PacketFifo m_released;
    int64_t m_heldPackets = 0;
    int64_t m_holds = 0;
};

} // namespace nexsim

#endif // NEXSIM_CHANNEL_ADVICE_H
