// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SENSOR_STREAM_H
#define NEXSIM_SENSOR_STREAM_H

#include "models/base/packet-fifo.h"
#include "models/base/packet-sink.h"
#include "models/sensor/byte-pace.h"
#include "models/sensor/sensor-shape.h"
#include "models/sensor/stream-memory.h"

#include <deque>
#include <optional>

namespace nexsim
{

/** @brief How a processor works on lines, whichever sensor they are from. */
struct ProcessingRule
{
    Ratio speed;        //!< of the sensor's line rate
    Ratio catchUpSpeed; //!< the same in catch-up
    Bytes highMark;     //!< local bytes above which catch-up begins
    BitRate remoteRate; //!< at which remote memory is read; unlimited for no limit
};

/** @brief A frame at the processor, from its first line to its last. */
struct StreamFrame
{
    FrameStamp stamp;
    SensorShape shape;
    SimTime offered;              //!< when its first line came
    std::optional<SimTime> begun; //!< when the processor began with it
    int64_t arrived = 0;          //!< bytes
    int64_t processed = 0;        //!< bytes
    bool isClosed = false;        //!< no more lines will come
    bool isSpilled = false;       //!< a line of it went through remote memory
};

/**
 * @brief The lines of one sensor at its processor: what has come, what waits where, what is done.
 *
 * A line that comes from b to e can be worked on from b and is done at e at the earliest; one that
 * came as packet was there at once, b = e. The lines of a span come evenly, and cost no event each:
 * Advance works out all that has happened since, line by line, exactly as single lines would have it.
 * So a frame may be one span, or as many as it has lines.
 */
class SensorStream
{
  public:
    /** @brief Lines that come one after the other, with the packet that ends with the last of them. */
    struct Span
    {
        uint64_t frame = 0;
        PacketPtr packet;
        int64_t lines = 1;
        int64_t lineBytes = 1;
        SimTime begin; //!< of the first line
        SimTime time;  //!< that all lines take to come
    };

    SensorStream(const ProcessingRule& rule, const StreamMemory& memory)
        : m_rule(rule), m_memory(memory)
    {
    }

    /** @brief Lines of the newest frame begin to come; earlier spans are over. */
    void Add(Span span);

    /** @brief A new frame, the newest one. */
    StreamFrame& Open(const FrameStamp& stamp, const SensorShape& shape, SimTime now);

    /** @brief The newest frame; null where none is under way. */
    StreamFrame* Newest()
    {
        return m_frames.empty() ? nullptr : &m_frames.back();
    }

    /** @brief The oldest frame; there is one. */
    const StreamFrame& Served() const
    {
        return m_frames.front();
    }

    /** @brief The processor turns to the oldest frame. */
    void BeginService(SimTime now);

    /** @brief What has happened before `limit`; within Advance(now + 1 ps) also what happens now. */
    void Advance(SimTime limit);

    /** @brief When to look again while in service; kNever while only a new line can change anything. */
    SimTime NextLook() const;

    /** @brief The oldest frame, in service, has no more line to be worked on. */
    bool IsServed() const;

    /** @brief The served frame leaves. */
    StreamFrame EndService(SimTime now);

    bool HasProcessed() const
    {
        return !m_done.Empty();
    }

    /** @brief A packet whose last line is done, marked up to then. */
    PacketPtr TakeProcessed()
    {
        return m_done.Pop();
    }

    const StreamMemory& Memory() const
    {
        return m_memory;
    }

    StreamMemory& Memory()
    {
        return m_memory;
    }

    int64_t CatchUpLines() const
    {
        return m_catchUpLines;
    }

    int64_t FrameCount() const
    {
        return static_cast<int64_t>(m_frames.size());
    }

    /** @brief The packets it holds. */
    Tally Held() const;

  private:
    struct Line
    {
        uint64_t frame = 0;
        int64_t bytes = 0;
        SimTime begin;
        SimTime end;      //!< of its coming
        PacketPtr packet; //!< ends with it; null for most lines of a span
    };

    struct Incoming
    {
        Span span;
        BytePace pace;
        SimTime nextBegin;
        int64_t taken = 0; //!< lines
    };

    struct Work
    {
        Line line;
        SimTime begin;
        SimTime end;
    };

    Line TakeLine();
    void StoreUpTo(SimTime limit);
    bool HasWaitingLine() const;
    bool HasLineBefore(SimTime limit) const;
    void WorkOn(Line line, SimTime begin, SimTime least);
    void WorkOnWaiting();
    void WorkOnTheFly();
    SimTime ReadTime(StreamMemory::Side side, int64_t bytes) const;
    void Finish();
    StreamFrame& FrameOf(uint64_t number);

    ProcessingRule m_rule;
    StreamMemory m_memory;
    std::deque<StreamFrame> m_frames; //!< oldest first
    std::deque<Incoming> m_incoming;  //!< lines that come
    std::deque<Line> m_waiting;       //!< lines in memory
    std::optional<Work> m_work;
    bool m_inService = false;
    SimTime m_freeAt; //!< when the last line was done, or service began
    BytePace m_pace;  //!< of the served frame
    BytePace m_catchUpPace;
    bool m_catchesUp = false;
    bool m_runsOn = false; //!< the last line was done after just the time of its pace
    int64_t m_catchUpLines = 0;
    PacketFifo m_done;
};

} // namespace nexsim

#endif // NEXSIM_SENSOR_STREAM_H
