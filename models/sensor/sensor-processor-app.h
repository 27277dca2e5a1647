// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SENSOR_PROCESSOR_APP_H
#define NEXSIM_SENSOR_PROCESSOR_APP_H

#include "models/base/histogram.h"
#include "models/base/tie-watch.h"
#include "models/base/timer.h"
#include "models/host/app.h"
#include "models/sensor/frame-sets.h"
#include "models/sensor/sensor-observer.h"
#include "models/sensor/sensor-stream.h"
#include "models/sensor/transfer-count.h"
#include "models/sensor/trigger-controller.h"

#include <deque>
#include <memory>
#include <vector>

namespace nexsim
{

using EnergyPerByte = Amount<Dimension::EnergyPerByte>;

/** @brief Who sends to a sensor processor: what its frames are, and who wants to know of their end. */
class SensorClient
{
  public:
    virtual ~SensorClient() = default;

    virtual SensorShape Shape() const = 0;

    /** @brief The offset that its plan gives it now. */
    virtual SimTime PlannedOffset() const = 0;

    /** @brief Where its packets end. */
    virtual PacketSink& Consumer() = 0;

    virtual void OnFrameEnd(const StreamFrame& frame, FrameEnd end, SimTime now) = 0;
};

/**
 * @brief An application that processes the frames of several sensors, one frame at a time
 * (US10986044B2), and hosts the controller that triggers them.
 *
 * Frames are served in the order in which their first lines came, each to its end. A frame that is
 * served as it comes is processed on the fly; lines of others wait in their stream's memory.
 */
class SensorProcessorApp : public App
{
  public:
    static ns3::TypeId GetTypeId();

    SensorProcessorApp();
    ~SensorProcessorApp() override;

    /** @brief One sensor's way in: an end of its flow, or called by it where it sits on this host. */
    class Port final : public PacketSink
    {
      public:
        Port(SensorProcessorApp& app, SensorClient& client, int64_t number);

        /** @brief A packet of lines came over the network; its transport fields say which. */
        void Deliver(PacketPtr packet) override;

        /** @brief Lines of a frame come now, and last until now + `time`. */
        void Take(const FrameStamp& stamp, SensorStream::Span span);

        /** @brief The sensor begins, or has ended, to read out a frame. */
        void BeginTransfer();
        void EndTransfer();

        /** @brief The sensor takes part in sets, or no longer. */
        void Join();
        void Leave();

        /** @brief A trigger that the sensor missed. */
        void MissTrigger(SimTime due);

        /** @brief Null, as at first, for none; it outlives the processor. */
        void SetObserver(SensorObserver* observer);

        /** @brief For the end of a run: tells the observer of its memory up to now. */
        void TellUntold();

        /** @brief For the sensor, which tells it of its triggers. */
        SensorObserver* Observer() const
        {
            return m_observer;
        }

        const SensorStream& Stream() const
        {
            return m_stream;
        }

        /** @brief The stream up to now, for one who only looks. */
        const SensorStream& SettledStream() const;

      private:
        friend class SensorProcessorApp;

        void Close();
        void OnTimeout();
        void Drop(PacketPtr packet, DropReason& reason) const;

        SensorProcessorApp& m_app;
        SensorClient& m_client;
        int64_t m_number;
        SensorObserver* m_observer = nullptr;
        mutable SensorStream m_stream; //!< Advance only catches up with what has happened
        std::optional<uint64_t> m_newest;
        bool m_refuses = false; //!< lines of the newest frame
        Timer m_timeoutTimer;
    };

    /** @brief Before the run. The client must stay. */
    Port& AddClient(SensorClient& client);

    TriggerController& Controller()
    {
        return m_controller;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;
    Tally Held() const override;

  protected:
    void DoAttach() override;

  private:
    enum class WhenInfeasible : uint8_t
    {
        Refuse,
        Run
    };

    bool HasRoom() const;
    void OnFrame(Port& port);
    void OnLines(Port& port);
    void OnTimer();
    void Look();
    void ServeNext();
    void EndFrame();
    void ReportMemory(MetricVisitor& visitor) const;
    void ReportFrames(MetricVisitor& visitor) const;

    // attributes
    Ratio m_speed;
    Ratio m_catchUpSpeed;
    Bytes m_localBuffer;
    Bytes m_lowMark;
    Bytes m_highMark;
    BitRate m_remoteRate;
    EnergyPerByte m_localEnergy;
    EnergyPerByte m_remoteEnergy;
    Packets m_queueLimit;
    SimTime m_frameDeadline;
    SimTime m_frameTimeout;
    ns3::Ptr<TriggerPlan> m_plan;
    bool m_adaptive = true;
    SimTime m_realignment;
    WhenInfeasible m_infeasible = WhenInfeasible::Refuse;
    SimTime m_setPeriod;
    SimTime m_setDeadline;

    TriggerController m_controller;
    std::vector<std::unique_ptr<Port>> m_ports;
    std::deque<Port*> m_queue; //!< a place for each frame that waits
    Port* m_served = nullptr;
    Timer m_timer;
    TransferCount m_transfers;
    FrameSets m_sets;
    TieWatch m_ties;
    DropReason* m_queueFull = nullptr;
    DropReason* m_lateLine = nullptr;

    SimTime m_busySince;
    int64_t m_busy = 0; //!< ps
    int64_t m_frames = 0;
    int64_t m_late = 0;
    int64_t m_delayed = 0;
    int64_t m_spilled = 0;
    int64_t m_incomplete = 0;
    int64_t m_refused = 0;
    int64_t m_mostWaiting = 0;
    LogLinearHistogram m_latency;
    LogLinearHistogram m_wait;
};

} // namespace nexsim

#endif // NEXSIM_SENSOR_PROCESSOR_APP_H
