// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/sensor/sensor-processor-app.h"

#include <array>

namespace nexsim
{

namespace
{

constexpr Ratio kWhole{1'000'000'000};
constexpr Ratio kFastest{1'000'000'000'000};

/** @brief How the metrics name a state, and what it is. */
struct StateName
{
    MemoryState state;
    std::string_view name;
    std::string_view meaning;
};

constexpr std::array<StateName, 4> kStates{
    {{MemoryState::OnTheFly, "on_the_fly", "streams that write and read local memory"},
     {MemoryState::Spilling, "spilling", "streams that write remote, read local memory"},
     {MemoryState::Spilled, "spilled", "streams that write and read remote memory"},
     {MemoryState::Returning, "returning", "streams that write local, read remote memory"}}};

} // namespace

ns3::TypeId
SensorProcessorApp::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SensorProcessorApp")
            .SetParent<App>()
            .SetGroupName("nexsim/sensor")
            .AddConstructor<SensorProcessorApp>()
            .AddAttribute(
                "Speed",
                "Of processing, relative to the rate at which the lines of a sensor come.",
                QuantityDefault(kWhole),
                MakeQuantityAccessor(&SensorProcessorApp::m_speed),
                MakeQuantityChecker<Ratio>(Ratio(1'000'000), kFastest))
            .AddAttribute("LocalBuffer",
                          "Local memory of each stream, for lines that wait.",
                          QuantityDefault(Bytes(250'000)),
                          MakeQuantityAccessor(&SensorProcessorApp::m_localBuffer),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)))
            .AddAttribute("LowMark",
                          "What may be left in remote memory when writing returns to local memory.",
                          QuantityDefault(Bytes(0)),
                          MakeQuantityAccessor(&SensorProcessorApp::m_lowMark),
                          MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)))
            .AddAttribute(
                "HighMark",
                "What must wait in local memory, and more, for catch-up to begin; it ends "
                "when no line waits.",
                QuantityDefault(Bytes(kUnlimited)),
                MakeQuantityAccessor(&SensorProcessorApp::m_highMark),
                MakeQuantityChecker<Bytes>(Bytes(0), Bytes(kUnlimited)))
            .AddAttribute("CatchUpSpeed",
                          "Speed in catch-up.",
                          QuantityDefault(kWhole),
                          MakeQuantityAccessor(&SensorProcessorApp::m_catchUpSpeed),
                          MakeQuantityChecker<Ratio>(Ratio(1'000'000), kFastest))
            .AddAttribute("RemoteRate",
                          "At which remote memory is read; a line takes that long at least.",
                          QuantityDefault(BitRate(kUnlimited)),
                          MakeQuantityAccessor(&SensorProcessorApp::m_remoteRate),
                          MakeQuantityChecker<BitRate>(BitRate(1), BitRate(kUnlimited)))
            .AddAttribute(
                "LocalEnergy",
                "To write a byte to local memory and read it.",
                QuantityDefault(EnergyPerByte(5'000)),
                MakeQuantityAccessor(&SensorProcessorApp::m_localEnergy),
                MakeQuantityChecker<EnergyPerByte>(EnergyPerByte(0), EnergyPerByte(1'000'000'000)))
            .AddAttribute(
                "RemoteEnergy",
                "To write a byte to remote memory and read it.",
                QuantityDefault(EnergyPerByte(100'000)),
                MakeQuantityAccessor(&SensorProcessorApp::m_remoteEnergy),
                MakeQuantityChecker<EnergyPerByte>(EnergyPerByte(0), EnergyPerByte(1'000'000'000)))
            .AddAttribute("QueueLimit",
                          "Frames that may wait for the processor; one that begins beyond is "
                          "dropped.",
                          QuantityDefault(Packets(kUnlimited)),
                          MakeQuantityAccessor(&SensorProcessorApp::m_queueLimit),
                          MakeQuantityChecker<Packets>(Packets(0), Packets(kUnlimited)))
            .AddAttribute("FrameDeadline",
                          "After its trigger; a frame that is done later counts as late.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&SensorProcessorApp::m_frameDeadline),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("FrameTimeout",
                          "After its first line; lines that have not come by then are given up. "
                          "They are, too, when a line of the sensor's next frame comes.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&SensorProcessorApp::m_frameTimeout),
                          MakeQuantityChecker<SimTime>(SimTime(1), kNever))
            .AddAttribute("Plan",
                          "When its controller triggers the sensors; EvenStagger when none is "
                          "given.",
                          PolicyValue(),
                          MakePolicyAccessor(&SensorProcessorApp::m_plan),
                          MakePolicyChecker<TriggerPlan>())
            .AddAttribute("Adaptive",
                          "Whether a new plan is made for the sensors that are there whenever one "
                          "joins, leaves or changes; otherwise one plan holds for all.",
                          ns3::BooleanValue(true),
                          ns3::MakeBooleanAccessor(&SensorProcessorApp::m_adaptive),
                          ns3::MakeBooleanChecker())
            .AddAttribute("Realignment",
                          "How often the sensors' clocks are put right, between which they run by "
                          "themselves; 0 s: each frame is triggered.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&SensorProcessorApp::m_realignment),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Infeasible",
                          "What to do with a plan at the beginning that cannot keep read-outs "
                          "apart. Plans made during a run are counted.",
                          QuantityDefault(WhenInfeasible::Refuse),
                          MakeQuantityAccessor(&SensorProcessorApp::m_infeasible),
                          MakeChoiceChecker({"refuse", "run"}))
            .AddAttribute("SetPeriod",
                          "Of sets, each of one frame per sensor; unlimited: none are made.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&SensorProcessorApp::m_setPeriod),
                          MakeQuantityChecker<SimTime>(SimTime(1), kNever))
            .AddAttribute("SetDeadline",
                          "After its first trigger; a set that is complete later counts as late.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&SensorProcessorApp::m_setDeadline),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever));
    return tid;
}

void
SensorProcessorApp::ReportMetrics(MetricVisitor& visitor) const
{
    App::ReportMetrics(visitor);
    ReportFrames(visitor);
    ReportMemory(visitor);
    m_sets.ReportMetrics(visitor);
    m_controller.ReportMetrics(visitor);
}

void
SensorProcessorApp::ReportFrames(MetricVisitor& visitor) const
{
    const SimTime now = Now();
    const int64_t busy = m_busy + (m_served != nullptr ? (now - m_busySince).Value() : 0);
    visitor.Counter({"frames", "1", "frames processed whole"}, m_frames);
    visitor.Counter({"late_frames", "1", "of these, done after FrameDeadline"}, m_late);
    visitor.Counter({"incomplete_frames", "1", "frames with lines lost"}, m_incomplete);
    visitor.Counter({"dropped_frames", "1", "frames that found QueueLimit frames waiting"},
                    m_refused);
    visitor.Quotient({"delayed", "1", "frames that had to wait, per frame processed whole"},
                     m_delayed,
                     m_frames);
    visitor.Distribution({"frame_latency", "ps", "trigger to the end of processing"}, m_latency);
    visitor.Distribution({"frame_wait", "ps", "first line to the begin of processing"}, m_wait);
    visitor.TimeAverage({"busy", "1", "part of the time that it is given to a frame"},
                        static_cast<unsigned __int128>(busy));
    visitor.Level({"waiting_frames", "1", "frames that wait for the processor"},
                  static_cast<int64_t>(m_queue.size()));
    visitor.Maximum({"max_waiting_frames", "1", "most frames that waited"}, m_mostWaiting);
    visitor.TimeAverage({"concurrency", "1", "sensors that read out at once"},
                        m_transfers.Sum(now));
    visitor.Maximum({"max_concurrency", "1", "most sensors that read out at once"},
                    m_transfers.Most());
    visitor.Counter({"overlaps", "1", "read-outs that began during another"},
                    m_transfers.Overlaps());
    visitor.Counter({"overlap_time", "ps", "time with two or more read-outs"},
                    m_transfers.OverlapTime(now));
    visitor.Level({"disjoint", "1", "1 if no two read-outs have overlapped since warm-up"},
                  m_transfers.Most() <= 1 ? 1 : 0);
    visitor.Counter({"contended_ties",
                     "events",
                     "ties for the processor that only the tie policy "
                     "decided"},
                    m_ties.ByPolicy());
    visitor.Counter({"ordered_ties", "events", "ties for the processor that priorities decided"},
                    m_ties.ByPriority());
}

void
SensorProcessorApp::ReportMemory(MetricVisitor& visitor) const
{
    int64_t local = 0;
    int64_t written = 0;
    int64_t read = 0;
    int64_t remote = 0;
    int64_t peak = 0;
    int64_t catchUp = 0;
    std::array<unsigned __int128, kStates.size()> times{};
    for (const auto& port : m_ports)
    {
        const SensorStream& stream = port->SettledStream();
        const StreamMemory& memory = stream.Memory();
        local += memory.PassedBytes() + memory.LocalRead();
        written += memory.RemoteWritten();
        read += memory.RemoteRead();
        remote += memory.RemoteBytes();
        peak = std::max(peak, memory.PeakRemote());
        catchUp += stream.CatchUpLines();
        for (size_t i = 0; i < kStates.size(); ++i)
        {
            times[i] += static_cast<uint64_t>(memory.TimeIn(kStates[i].state, Now()).Value());
        }
    }
    const int64_t energy =
        local * m_localEnergy.Value() / 1000 + read * m_remoteEnergy.Value() / 1000;
    visitor.Counter({"spilled_frames", "1", "frames with lines in remote memory"}, m_spilled);
    visitor.Counter({"local_bytes", "B", "processed on the fly or from local memory"}, local);
    visitor.Counter({"remote_written_bytes", "B", "written to remote memory"}, written);
    visitor.Counter({"remote_read_bytes", "B", "read from remote memory"}, read);
    visitor.Rate({"remote_traffic", "bps", "bits written to and read from remote memory"},
                 (written + read) * 8);
    visitor.Level({"remote_bytes", "B", "what waits in remote memory"}, remote);
    visitor.Maximum({"max_remote_bytes", "B", "most that one stream had in remote memory"}, peak);
    visitor.Counter({"energy", "pJ", "for local and remote memory"}, energy);
    visitor.Counter({"catch_up_lines", "1", "lines processed in catch-up"}, catchUp);
    for (size_t i = 0; i < kStates.size(); ++i)
    {
        visitor.TimeAverage({kStates[i].name, "1", kStates[i].meaning}, times[i]);
    }
}

} // namespace nexsim
