// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SENSOR_SOURCE_H
#define NEXSIM_SENSOR_SOURCE_H

#include "models/base/random-quantity.h"
#include "models/sensor/sensor-processor-app.h"
#include "models/traffic/end-to-end-source.h"

#include <deque>
#include <optional>

namespace nexsim
{

/**
 * @brief A triggered sensor: exposes a frame, reads it out line by line, sends it to a processor.
 *
 * The receiver is an application of type SensorProcessor. Where that is on the sensor's own host,
 * lines go straight into it as they are read out; otherwise each line is sent when it has been read
 * out, in as many datagrams of PacketSize as it needs, through the application's datapath.
 *
 * Its packets are created at the trigger, so that their latency is that of their line.
 */
class SensorSource : public EndToEndSource, private TriggeredSensor, private SensorClient
{
  public:
    static ns3::TypeId GetTypeId();

    void Start() override;
    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;

    /** @brief Where it and the other end of its flow tell of themselves; attached. */
    SensorProcessorApp::Port& GetPort()
    {
        return *m_port;
    }

    const SensorProcessorApp& Processor() const
    {
        return *m_processor;
    }

  protected:
    void DoAttach() override;

  private:
    enum class Granularity : uint8_t
    {
        Line,
        Frame
    };
    enum class ClockSide : uint8_t
    {
        Slow,
        Fast,
        Either
    };
    enum class JitterSide : uint8_t
    {
        Late,
        Either
    };

    /** @brief A frame from its trigger to the end of its read-out. */
    struct Exposed
    {
        FrameStamp stamp;
        SimTime begin; //!< of the read-out
        SensorShape shape;
    };

    // TriggeredSensor
    const std::string& Name() const override;
    SimTime Period() const override;
    SimTime Exposure() const override;
    SimTime ReadOut() const override;
    SimTime ConfiguredOffset() const override;
    double RandomPhase() override;
    void Align(SimTime offset, Move move) override;
    SimTime FirstTime() const override;
    SimTime LastTime() const override;

    // SensorClient
    SensorShape Shape() const override;
    SimTime PlannedOffset() const override;
    PacketSink& Consumer() override;
    void OnFrameEnd(const StreamFrame& frame, FrameEnd end, SimTime now) override;

    void SetPeriod(SimTime period);
    void SetExposure(SimTime exposure);
    void SetReadOut(SimTime readOut);
    void OnChanged(SimTime periodBefore);
    void Check() const;
    bool IsStraight() const;
    bool IsOnOwnClock() const;

    void OnStart();
    void OnStop();
    void ScheduleTrigger();
    void StepDue();
    void SetDue(SimTime due);
    void OnTrigger();
    void OnReadOut();
    void OnLine();
    void OnReadOutEnd();
    void NextReadOut();
    void SendStraight(const Exposed& frame, int64_t lines, SimTime time);
    void SendLine(const Exposed& frame);
    PacketPtr MakeLine(const Exposed& frame, int64_t headers, int64_t bytes) const;
    SimTime DrawJitter();

    // attributes
    SimTime m_period;
    SimTime m_exposure;
    SimTime m_readOut;
    int64_t m_lines = 1;
    Bytes m_lineSize;
    Granularity m_granularity = Granularity::Line;
    bool m_obeysTrigger = true;
    SimTime m_configuredOffset;
    ns3::Ptr<RandomQuantity> m_jitter;
    JitterSide m_jitterSide = JitterSide::Late;
    ns3::Ptr<RandomQuantity> m_drift;
    ClockSide m_driftSide = ClockSide::Slow;
    Ratio m_missedTriggers;
    SimTime m_start;
    SimTime m_stop;
    Bytes m_packetSize;
    int64_t m_dscp = 0;

    SensorProcessorApp* m_processor = nullptr;
    SensorProcessorApp::Port* m_port = nullptr;
    FlowIndex m_flow = 0;
    std::optional<RandomStream> m_jitterStream;
    std::optional<RandomStream> m_missStream;
    std::optional<double> m_phase;
    int64_t m_driftParts = 0; //!< 1e-9; how much longer its clock makes a period

    bool m_runs = false;
    SimTime m_offset;    //!< of its plan
    SimTime m_due;       //!< of the next trigger, without jitter
    SimTime m_origin;    //!< where its own clock last was put right
    int64_t m_ticks = 0; //!< periods of its own clock since
    uint64_t m_next = 0; //!< number of the next frame
    std::deque<Exposed> m_exposed;
    SimTime m_readOutFree; //!< the read-outs of all exposed frames are over
    int64_t m_line = 0;    //!< next one of the frame in read-out
    BytePace m_linePace;
    Timer m_startTimer;
    Timer m_stopTimer;
    Timer m_triggerTimer;
    Timer m_readOutTimer;
    Timer m_lineTimer;
    Timer m_endTimer;

    int64_t m_triggers = 0;
    int64_t m_missed = 0;
    int64_t m_completeFrames = 0;
    int64_t m_incompleteFrames = 0;
    int64_t m_refusedFrames = 0;
    bool m_isReadingOut = false;
    LogLinearHistogram m_latency;
    LogLinearHistogram m_wait;
};

} // namespace nexsim

#endif // NEXSIM_SENSOR_SOURCE_H
