// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/sensor/sensor-source.h"

namespace nexsim
{

namespace
{
constexpr SimTime kLongest = Seconds(1000);
constexpr int64_t kMostLines = 1'000'000;
constexpr int64_t kLargestLine = 1'000'000'000; //!< B
} // namespace

ns3::TypeId
SensorSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SensorSource")
            .SetParent<EndToEndSource>()
            .SetGroupName("nexsim/sensor")
            .AddConstructor<SensorSource>()
            .AddAttribute(
                "Period",
                "From one trigger to the next.",
                QuantityDefault(PicoSeconds(33'333'333'333)),
                MakeQuantityAccessor(&SensorSource::SetPeriod, &SensorSource::Period),
                MakeQuantityChecker<SimTime>(MicroSeconds(1), kLongest, Change::AtRuntime))
            .AddAttribute("Exposure",
                          "From a trigger to the beginning of the read-out; at most the period.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&SensorSource::SetExposure, &SensorSource::Exposure),
                          MakeQuantityChecker<SimTime>(SimTime(0), kLongest, Change::AtRuntime))
            .AddAttribute("ReadOut",
                          "Of all lines of a frame, evenly; at most the period.",
                          QuantityDefault(MilliSeconds(8)),
                          MakeQuantityAccessor(&SensorSource::SetReadOut, &SensorSource::ReadOut),
                          MakeQuantityChecker<SimTime>(NanoSeconds(1), kLongest, Change::AtRuntime))
            .AddAttribute("Lines",
                          "Lines of a frame.",
                          IntegerValue(1000),
                          MakeQuantityAccessor(&SensorSource::m_lines),
                          MakeIntegerRangeChecker(1, kMostLines))
            .AddAttribute("LineSize",
                          "Bytes of a line.",
                          QuantityDefault(Bytes(4000)),
                          MakeQuantityAccessor(&SensorSource::m_lineSize),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kLargestLine)))
            .AddAttribute(
                "Granularity",
                "What a packet is where the processor is on the sensor's own host: a line, "
                "or a frame, which is faster and gives the same figures for frames.",
                QuantityDefault(Granularity::Line),
                MakeQuantityAccessor(&SensorSource::m_granularity),
                MakeChoiceChecker({"line", "frame"}))
            .AddAttribute(
                "TriggerInput",
                "Whether it obeys the processor's controller; otherwise it runs by its own "
                "clock from a phase at random.",
                ns3::BooleanValue(true),
                ns3::MakeBooleanAccessor(&SensorSource::m_obeysTrigger),
                ns3::MakeBooleanChecker())
            .AddAttribute("Offset",
                          "Of its triggers within the period, for the plan Explicit.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&SensorSource::m_configuredOffset),
                          MakeQuantityChecker<SimTime>(SimTime(0), kLongest))
            .AddAttribute(
                "Jitter",
                "By how much a trigger is off, drawn for each; none by default. A trigger "
                "is never before the beginning of the run or the trigger before it.",
                PolicyValue(),
                MakePolicyAccessor(&SensorSource::m_jitter),
                MakeRandomQuantityChecker(Dimension::Time))
            .AddAttribute("JitterSide",
                          "Whether triggers are late, or early as often.",
                          QuantityDefault(JitterSide::Late),
                          MakeQuantityAccessor(&SensorSource::m_jitterSide),
                          MakeChoiceChecker({"late", "either"}))
            .AddAttribute("Drift",
                          "By how much its own clock is off, drawn once; none by default.",
                          PolicyValue(),
                          MakePolicyAccessor(&SensorSource::m_drift),
                          MakeRandomQuantityChecker(Dimension::Ratio, 0, 100'000'000))
            .AddAttribute(
                "DriftSide",
                "Whether its clock is slow, so that its period is longer, fast, or either, "
                "drawn once.",
                QuantityDefault(ClockSide::Slow),
                MakeQuantityAccessor(&SensorSource::m_driftSide),
                MakeChoiceChecker({"slow", "fast", "either"}))
            .AddAttribute("MissedTriggers",
                          "Part of the controller's signals that it does not notice: a frame is "
                          "missing, or its clock is not put right.",
                          QuantityDefault(Ratio(0)),
                          MakeQuantityAccessor(&SensorSource::m_missedTriggers),
                          MakeQuantityChecker<Ratio>(Ratio(0), Ratio(1'000'000'000)))
            .AddAttribute("Start",
                          "When it joins.",
                          QuantityDefault(SimTime(0)),
                          MakeQuantityAccessor(&SensorSource::m_start),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute("Stop",
                          "When it leaves; a frame that was triggered before is finished.",
                          QuantityDefault(kNever),
                          MakeQuantityAccessor(&SensorSource::m_stop),
                          MakeQuantityChecker<SimTime>(SimTime(0), kNever))
            .AddAttribute(
                "PacketSize",
                "Over a network: largest IP packet, headers included; a larger line is cut.",
                QuantityDefault(Bytes(1500)),
                MakeQuantityAccessor(&SensorSource::m_packetSize),
                MakeQuantityChecker<Bytes>(Bytes(29), Bytes(65535)))
            .AddAttribute("Dscp",
                          "DSCP of its packets.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&SensorSource::m_dscp),
                          MakeIntegerRangeChecker(0, 63));
    return tid;
}

void
SensorSource::ReportMetrics(MetricVisitor& visitor) const
{
    const SensorStream& stream = m_port->SettledStream();
    const StreamMemory& memory = stream.Memory();
    visitor.Counter({"triggers", "1", "frames that were triggered"}, m_triggers);
    visitor.Counter({"missed_triggers", "events", "signals of the controller not noticed"},
                    m_missed);
    visitor.Counter({"frames", "1", "frames processed whole"}, m_completeFrames);
    visitor.Counter({"incomplete_frames", "1", "frames with lines lost"}, m_incompleteFrames);
    visitor.Counter({"dropped_frames", "1", "frames that the processor had no place for"},
                    m_refusedFrames);
    visitor.Distribution({"frame_latency", "ps", "trigger to the end of processing"}, m_latency);
    visitor.Distribution({"frame_wait", "ps", "first line to the begin of processing"}, m_wait);
    visitor.Level({"reading_out", "1", "1 while it reads a frame out"}, m_isReadingOut ? 1 : 0);
    visitor.Level(
        {"state", "1", "of its memory: 0 idle, 1 on the fly, 2 spilling, 3 spilled, 4 returning"},
        static_cast<int64_t>(memory.State()));
    visitor.Level({"local_bytes", "B", "what waits in local memory"}, memory.LocalBytes());
    visitor.Level({"remote_bytes", "B", "what waits in remote memory"}, memory.RemoteBytes());
    visitor.Counter({"remote_written_bytes", "B", "written to remote memory"},
                    memory.RemoteWritten());
}

} // namespace nexsim
