// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/trace-event-writer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iterator>

namespace nexsim
{

namespace
{

constexpr int64_t kPerMicrosecond = 1'000'000;

std::string
JsonText(std::string_view text)
{
    using Json = nlohmann::json;
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

void
TraceArgs::AddKey(std::string_view key)
{
    m_members += m_members.empty() ? "" : ",";
    m_members += JsonText(key);
    m_members += ':';
}

TraceArgs&
TraceArgs::Add(std::string_view key, int64_t value)
{
    AddKey(key);
    m_members += std::to_string(value);
    return *this;
}

TraceArgs&
TraceArgs::Add(std::string_view key, std::string_view text)
{
    AddKey(key);
    m_members += JsonText(text);
    return *this;
}

TraceArgs&
TraceArgs::Add(std::string_view key, const TraceArgs& object)
{
    AddKey(key);
    m_members += object.ToText();
    return *this;
}

TraceEventWriter::TraceEventWriter(TextSink& sink, const TraceArgs& about) : m_sink(sink)
{
    m_sink.Write(fmt::format("{{\"displayTimeUnit\":\"ns\",\"otherData\":{},\"traceEvents\":[",
                             about.ToText()));
}

void
TraceEventWriter::Begin(char phase, TraceTrack track)
{
    m_event = m_isFirst ? "\n" : ",\n";
    m_isFirst = false;
    fmt::format_to(std::back_inserter(m_event),
                   "{{\"ph\":\"{}\",\"pid\":{},\"tid\":{}",
                   phase,
                   track.process,
                   track.thread);
}

void
TraceEventWriter::AddTime(std::string_view key, SimTime time)
{
    fmt::format_to(std::back_inserter(m_event),
                   ",\"{}\":{}.{:06}",
                   key,
                   time.Value() / kPerMicrosecond,
                   time.Value() % kPerMicrosecond);
}

void
TraceEventWriter::AddText(std::string_view key, std::string_view text)
{
    fmt::format_to(std::back_inserter(m_event), ",\"{}\":{}", key, JsonText(text));
}

void
TraceEventWriter::AddId(uint64_t id)
{
    fmt::format_to(std::back_inserter(m_event), ",\"id\":\"0x{:x}\"", id);
}

void
TraceEventWriter::End(const TraceArgs& args)
{
    if (!args.IsEmpty())
    {
        m_event += ",\"args\":" + args.ToText();
    }
    m_event += '}';
    m_sink.Write(m_event);
}

void
TraceEventWriter::Metadata(std::string_view what, TraceTrack track, const TraceArgs& args)
{
    Begin('M', track);
    AddText("name", what);
    End(args);
}

void
TraceEventWriter::NameProcess(uint32_t process, std::string_view name)
{
    Metadata("process_name", {process, 0}, TraceArgs().Add("name", name));
    Metadata("process_sort_index", {process, 0}, TraceArgs().Add("sort_index", int64_t{process}));
}

void
TraceEventWriter::NameThread(TraceTrack track, std::string_view name)
{
    Metadata("thread_name", track, TraceArgs().Add("name", name));
    Metadata("thread_sort_index", track, TraceArgs().Add("sort_index", int64_t{track.thread}));
}

void
TraceEventWriter::Slice(TraceTrack track,
                        std::string_view category,
                        std::string_view name,
                        SimTime from,
                        SimTime to,
                        const TraceArgs& args)
{
    Begin('X', track);
    AddTime("ts", from);
    AddTime("dur", to - from);
    AddText("cat", category);
    AddText("name", name);
    End(args);
}

void
TraceEventWriter::Instant(TraceTrack track,
                          std::string_view category,
                          std::string_view name,
                          SimTime at,
                          const TraceArgs& args)
{
    Begin('i', track);
    AddTime("ts", at);
    AddText("s", "t");
    AddText("cat", category);
    AddText("name", name);
    End(args);
}

void
TraceEventWriter::Counter(uint32_t process,
                          std::string_view name,
                          std::string_view series,
                          SimTime at,
                          int64_t value)
{
    Begin('C', {process, 0});
    AddTime("ts", at);
    AddText("name", name);
    End(TraceArgs().Add(series, value));
}

void
TraceEventWriter::Nested(NestedStep step,
                         TraceTrack track,
                         std::string_view category,
                         uint64_t id,
                         std::string_view name,
                         SimTime at,
                         const TraceArgs& args)
{
    Begin(static_cast<char>(step), track);
    AddTime("ts", at);
    AddId(id);
    AddText("cat", category);
    AddText("name", name);
    End(args);
}

void
TraceEventWriter::Arrow(ArrowStep step, TraceTrack track, uint64_t id, SimTime at)
{
    Begin(static_cast<char>(step), track);
    AddTime("ts", at);
    AddId(id);
    AddText("cat", "way");
    AddText("name", "packet");
    if (step == ArrowStep::End)
    {
        AddText("bp", "e"); // to the slice around it, not the next one
    }
    End({});
}

void
TraceEventWriter::Close()
{
    m_sink.Write("\n]}\n");
}

} // namespace nexsim
