// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKET_TRACE_H
#define NEXSIM_PACKET_TRACE_H

#include "models/base/run-context.h"
#include "sim/results/csv.h"
#include "sim/scenario/scenario.h"

#include <map>
#include <string>
#include <utility>

namespace nexsim
{

/**
 * @brief Writes a row for each packet that was born at or after warm-up, when it ends.
 *
 * Columns: traffic, flow, number within the flow, size_bytes, payload_bytes, created_ps, end_ps,
 * outcome (delivered, dropped, replaced, merged or inside), reason of a drop, where, hops, a column
 * for each stage, and unstaged_ps, what lies between the end of the last stage and the end. A packet
 * of several segments has the means over them, rounded down. In each row the stages
 * and unstaged_ps add up to end_ps - created_ps, exactly. unstaged_ps is 0 for what was delivered
 * as one segment;
 * for a drop it is the wait before it, negative when a cut-through switch drops a packet whose tail
 * has not arrived.
 *
 * Rows stand in the order of the ends; those of packets still inside come last, by flow and number.
 * Their end is that of the run, and `where` the component that saw them last.
 */
class PacketTrace : public EventObserver
{
  public:
    /**
     * @param scenario outlives this object, and so do the run, where it installs itself, and the sink
     */
    PacketTrace(const ScenarioRun& scenario, RunContext& run, TextSink& sink);

    ~PacketTrace() override;
    PacketTrace(const PacketTrace&) = delete;
    PacketTrace& operator=(const PacketTrace&) = delete;

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override;

    /** @brief The run is over: the rows of the packets still inside. */
    void Finish();

  private:
    /** @brief A packet under way; its slot is its own until it ends. */
    struct Open
    {
        const Packet* packet;
        uint64_t seen; //!< hash of the last path
    };

    void WriteHeader();
    void WriteRow(const Packet& packet,
                  SimTime end,
                  const char* outcome,
                  const std::string& reason,
                  const std::string& where);
    const std::string& PathOf(uint64_t hash);
    const DropReason* ReasonOf(uint64_t hash);

    RunContext& m_run;
    CsvWriter m_csv;
    std::map<uint64_t, std::string> m_entries;       //!< names by hash
    std::map<uint64_t, std::string> m_paths;         //!< of components by hash
    std::map<uint64_t, const DropReason*> m_reasons; //!< by hash
    std::map<std::pair<FlowIndex, uint32_t>, Open> m_open;
};

} // namespace nexsim

#endif // NEXSIM_PACKET_TRACE_H
