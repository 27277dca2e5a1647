// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRACE_EVENT_WRITER_H
#define NEXSIM_TRACE_EVENT_WRITER_H

#include "models/base/quantity.h"
#include "sim/results/text-sink.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief The members of a JSON object, such as the arguments of an event. */
class TraceArgs
{
  public:
    TraceArgs& Add(std::string_view key, int64_t value);
    TraceArgs& Add(std::string_view key, std::string_view text);
    TraceArgs& Add(std::string_view key, const TraceArgs& object);

    bool IsEmpty() const
    {
        return m_members.empty();
    }

    /** @brief As JSON. */
    std::string ToText() const
    {
        return "{" + m_members + "}";
    }

  private:
    void AddKey(std::string_view key);

    std::string m_members;
};

/** @brief A row of the drawing: "pid" and "tid" of the format. */
struct TraceTrack
{
    uint32_t process = 0;
    uint32_t thread = 0;
};

/** @brief What is told of a nested slice. */
enum class NestedStep : char
{
    Begin = 'b',
    Instant = 'n',
    End = 'e'
};

/** @brief A step of an arrow that leads from slice to slice. */
enum class ArrowStep : char
{
    Begin = 's',
    Further = 't',
    End = 'f'
};

/**
 * @brief Writes Chrome's trace event format, the JSON object of it, one event per line.
 *
 * Times are microseconds with six decimals: picoseconds, exactly. The reader sorts: events may be
 * written in any order, those of one track and time in the order in which they shall stand.
 */
class TraceEventWriter
{
  public:
    /**
     * @param about what the file tells of itself
     * @param sink outlives this object
     */
    TraceEventWriter(TextSink& sink, const TraceArgs& about);

    /** @brief Processes stand in the order of their numbers, and so do threads within each. */
    void NameProcess(uint32_t process, std::string_view name);
    void NameThread(TraceTrack track, std::string_view name);

    /** @brief Slices of one track do not overlap. */
    void Slice(TraceTrack track,
               std::string_view category,
               std::string_view name,
               SimTime from,
               SimTime to,
               const TraceArgs& args = {});

    void Instant(TraceTrack track,
                 std::string_view category,
                 std::string_view name,
                 SimTime at,
                 const TraceArgs& args = {});

    void Counter(uint32_t process,
                 std::string_view name,
                 std::string_view series,
                 SimTime at,
                 int64_t value);

    /** @brief Slices of one category and id lie one in the other, and may overlap those of another. */
    void Nested(NestedStep step,
                TraceTrack track,
                std::string_view category,
                uint64_t id,
                std::string_view name,
                SimTime at,
                const TraceArgs& args = {});

    /** @brief Goes to the slice of the track in which `at` lies; arrows are told apart by their id. */
    void Arrow(ArrowStep step, TraceTrack track, uint64_t id, SimTime at);

    /** @brief An id that nothing else in the file has. */
    uint64_t NextId()
    {
        return ++m_lastId;
    }

    /** @brief The file is complete; once. */
    void Close();

  private:
    void Begin(char phase, TraceTrack track);
    void AddTime(std::string_view key, SimTime time);
    void AddText(std::string_view key, std::string_view text);
    void AddId(uint64_t id);
    void End(const TraceArgs& args);
    void Metadata(std::string_view what, TraceTrack track, const TraceArgs& args);

    TextSink& m_sink;
    std::string m_event; //!< the one under way
    bool m_isFirst = true;
    uint64_t m_lastId = 0;
};

} // namespace nexsim

#endif // NEXSIM_TRACE_EVENT_WRITER_H
