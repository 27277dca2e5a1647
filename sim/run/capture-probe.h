// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURE_PROBE_H
#define NEXSIM_CAPTURE_PROBE_H

#include "models/capture/capture-writer.h"
#include "sim/results/run-record.h"
#include "sim/results/text-sink.h"
#include "sim/run/network.h"
#include "sim/scenario/scenario.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What a capture says about itself: scenario, variant, parameters, replication, run. */
std::string CaptureComment(const ScenarioRun& scenario, const RunRecord& record);

/**
 * @brief Writes the packets that pass some ports and links to a capture file.
 *
 * A packet that leaves a port has the time at which its transmission starts, one that comes in the
 * time at which its last bit arrives; on a link it is recorded once, when its transmission starts
 * (or with TapDirection::In, when it arrives). The file is in the order of these times; packets of
 * one time stand in the order of events.
 */
class CaptureProbe : public EventObserver
{
  public:
    /**
     * @brief Begins the file.
     * @param run outlives this object, which installs itself there, and so does the sink
     */
    CaptureProbe(const CaptureSpec& spec,
                 const std::string& comment,
                 const Network& network,
                 RunContext& run,
                 TextSink& sink);

    ~CaptureProbe() override;
    CaptureProbe(const CaptureProbe&) = delete;
    CaptureProbe& operator=(const CaptureProbe&) = delete;

    void OnEvent(SimTime now, uint64_t pathHash, EventKind kind, const Packet& packet) override;

    /** @brief The run is over: what has arrived by now is written, what has not is left out. */
    void Finish();

  private:
    /** @brief Packets of one direction of a link that are seen at an interface. */
    struct Watch
    {
        uint32_t interface;
        FrameDirection direction;
        EventKind kind; //!< Transmitted or Arrived
    };

    void AddTap(const TapSpec& tap, TapDirection direction, const LinkPair& link);
    void AddInterface(const std::string& name, const SimplexLink& link);
    void Expect(const SimplexLink& link, FrameDirection direction, EventKind kind);
    void WriteUntil(SimTime now);

    RunContext& m_run;
    TextSink& m_sink;
    bool m_payload; //!< recorded as zeros
    std::unique_ptr<CaptureWriter> m_writer;
    std::vector<CaptureInterface> m_interfaces;
    std::map<uint64_t, std::vector<Watch>> m_watches; //!< by hash of the link's path
    std::multimap<SimTime, CapturedFrame> m_pending;  //!< their last bit may still be to come
    std::string m_bytes;                              //!< kept for its memory
};

} // namespace nexsim

#endif // NEXSIM_CAPTURE_PROBE_H
