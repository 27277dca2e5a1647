// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/sensor-stream.h"

#include "models/base/transmission-time.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{
constexpr Ratio kLineRate{1'000'000'000};
} // namespace

void
SensorStream::Add(Span span)
{
    const int64_t bytes = span.lines * span.lineBytes;
    m_frames.back().arrived += bytes;
    Incoming incoming{std::move(span), {}, {}, 0};
    incoming.pace = BytePace(incoming.span.time, bytes, kLineRate);
    incoming.nextBegin = incoming.span.begin;
    m_incoming.push_back(std::move(incoming));
}

StreamFrame&
SensorStream::Open(const FrameStamp& stamp, const SensorShape& shape, SimTime now)
{
    if (m_frames.empty())
    {
        m_memory.SetActive(now, true);
    }
    StreamFrame frame;
    frame.stamp = stamp;
    frame.shape = shape;
    frame.offered = now;
    m_frames.push_back(frame);
    return m_frames.back();
}

StreamFrame&
SensorStream::FrameOf(uint64_t number)
{
    if (m_frames.back().stamp.number == number)
    {
        return m_frames.back();
    }
    return *std::find_if(m_frames.begin(), m_frames.end(), [number](const StreamFrame& frame) {
        return frame.stamp.number == number;
    });
}

SensorStream::Line
SensorStream::TakeLine()
{
    Incoming& from = m_incoming.front();
    Line line;
    line.frame = from.span.frame;
    line.bytes = from.span.lineBytes;
    line.begin = from.nextBegin;
    line.end = from.nextBegin + from.pace.Next(line.bytes);
    from.nextBegin = line.end;
    if (++from.taken == from.span.lines)
    {
        line.packet = std::move(from.span.packet);
        m_incoming.pop_front();
    }
    return line;
}

/** @brief Lines that begin to come before `limit` find the processor busy: they are stored. */
void
SensorStream::StoreUpTo(SimTime limit)
{
    while (HasLineBefore(limit))
    {
        Line line = TakeLine();
        if (m_memory.Write(line.begin, line.bytes) == StreamMemory::Side::Remote)
        {
            FrameOf(line.frame).isSpilled = true;
        }
        m_waiting.push_back(std::move(line));
    }
}

void
SensorStream::BeginService(SimTime now)
{
    StoreUpTo(now);
    StreamFrame& frame = m_frames.front();
    frame.begun = now;
    m_inService = true;
    m_freeAt = now;
    m_runsOn = false;
    m_pace = BytePace(frame.shape.readOut, frame.shape.FrameBytes(), m_rule.speed);
    m_catchUpPace = BytePace(frame.shape.readOut, frame.shape.FrameBytes(), m_rule.catchUpSpeed);
}

bool
SensorStream::HasWaitingLine() const
{
    return !m_waiting.empty() && m_waiting.front().frame == m_frames.front().stamp.number;
}

bool
SensorStream::HasLineBefore(SimTime limit) const
{
    return !m_incoming.empty() && m_incoming.front().nextBegin < limit;
}

void
SensorStream::Advance(SimTime limit)
{
    while (m_inService)
    {
        if (m_work)
        {
            // What frees the processor goes before what asks for it: a line that comes as the last
            // one is done is taken on the fly.
            StoreUpTo(std::min(m_work->end, limit));
            if (m_work->end >= limit)
            {
                return;
            }
            Finish();
        }
        else if (HasWaitingLine())
        {
            WorkOnWaiting();
        }
        else if (HasLineBefore(limit) &&
                 m_incoming.front().span.frame == m_frames.front().stamp.number)
        {
            WorkOnTheFly();
        }
        else
        {
            break;
        }
    }
    StoreUpTo(limit);
}

void
SensorStream::WorkOnWaiting()
{
    m_catchesUp = m_catchesUp || m_memory.LocalBytes() > m_rule.highMark.Value();
    Line line = std::move(m_waiting.front());
    m_waiting.pop_front();
    const StreamMemory::Side side = m_memory.Read(m_freeAt, line.bytes);
    const SimTime least = ReadTime(side, line.bytes);
    WorkOn(std::move(line), m_freeAt, least);
}

void
SensorStream::WorkOnTheFly()
{
    Line line = TakeLine();
    m_catchesUp = false;
    m_memory.Pass(line.bytes);
    const SimTime begin = std::max(m_freeAt, line.begin);
    WorkOn(std::move(line), begin, SimTime(0));
}

SimTime
SensorStream::ReadTime(StreamMemory::Side side, int64_t bytes) const
{
    const bool isLimited = side == StreamMemory::Side::Remote && !m_rule.remoteRate.IsUnlimited();
    return isLimited ? TransmissionTime(m_rule.remoteRate).Span(bytes) : SimTime(0);
}

/** @param least that it takes to read the line */
void
SensorStream::WorkOn(Line line, SimTime begin, SimTime least)
{
    BytePace& pace = m_catchesUp ? m_catchUpPace : m_pace;
    m_catchUpLines += m_catchesUp ? 1 : 0;
    if (!m_runsOn || begin != m_freeAt)
    {
        m_pace.Restart();
        m_catchUpPace.Restart();
    }
    const SimTime time = pace.Next(line.bytes);
    const SimTime end = std::max(begin + std::max(time, least), line.end);
    m_runsOn = end == begin + time;
    m_work.emplace(Work{std::move(line), begin, end});
}

void
SensorStream::Finish()
{
    Line& line = m_work->line;
    m_freeAt = m_work->end;
    m_frames.front().processed += line.bytes;
    if (line.packet)
    {
        Packet& packet = *line.packet;
        MarkStage(packet, Stage::Serialisation, std::max(packet.lastMark, line.end));
        MarkStage(packet, Stage::CoreWait, std::max(packet.lastMark, m_work->begin));
        MarkStage(packet, Stage::UserStack, m_work->end);
        m_done.Push(std::move(line.packet));
    }
    m_work.reset();
}

SimTime
SensorStream::NextLook() const
{
    if (!m_work)
    {
        return kNever;
    }
    const int64_t bytes = m_work->line.bytes;
    const StreamFrame& frame = m_frames.front();
    const int64_t left = frame.arrived - frame.processed - bytes;
    if (m_work->line.packet || left == 0)
    {
        return m_work->end;
    }
    // Lines without packets of their own need no event: their frame's packet is not done before the
    // last of them has come, nor before they are at the faster speed.
    const SimTime line = std::min(m_pace.Least(bytes), m_catchUpPace.Least(bytes));
    const SimTime soonest = m_work->end + line * (left / bytes);
    const bool comes = !m_incoming.empty() && m_incoming.front().span.frame == frame.stamp.number;
    return comes ? std::max(soonest, m_incoming.front().span.begin + m_incoming.front().span.time)
                 : soonest;
}

bool
SensorStream::IsServed() const
{
    const StreamFrame& frame = m_frames.front();
    const bool isWhole = frame.processed == frame.shape.FrameBytes();
    return m_inService && !m_work &&
           (isWhole || (frame.isClosed && frame.processed == frame.arrived));
}

StreamFrame
SensorStream::EndService(SimTime now)
{
    const StreamFrame frame = m_frames.front();
    m_frames.pop_front();
    m_inService = false;
    if (m_frames.empty())
    {
        m_memory.SetActive(now, false);
    }
    return frame;
}

Tally
SensorStream::Held() const
{
    Tally held = m_done.Sum();
    const auto add = [&held](const PacketPtr& packet) {
        if (packet)
        {
            held.Add(*packet);
        }
    };
    for (const Incoming& incoming : m_incoming)
    {
        add(incoming.span.packet);
    }
    for (const Line& line : m_waiting)
    {
        add(line.packet);
    }
    if (m_work)
    {
        add(m_work->line.packet);
    }
    return held;
}

} // namespace nexsim
