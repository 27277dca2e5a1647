// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/measure-reader.h"

#include "sim/scenario/captures-reader.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/quantity-text.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

/** @brief Names of entries of the traffic. */
std::vector<std::string>
ReadEntries(const Section& section,
            const char* key,
            const NameIndex& traffic,
            const ReadContext& context)
{
    const auto names = section.Texts(key).value_or(std::vector<std::string>());
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        if (!traffic.Find(names[i]))
        {
            context.Error(ChildPointer(section.PointerTo(key), i), traffic.Unknown(names[i]));
        }
    }
    return names;
}

/** @brief All entries, none, or those of a list. */
std::vector<std::string>
ReadPackets(const Section& section, const NameIndex& traffic, const ReadContext& context)
{
    const Json* value = section.Find("packets");
    if (value == nullptr || *value == Json(false))
    {
        return {};
    }
    if (value->is_array())
    {
        return ReadEntries(section, "packets", traffic, context);
    }
    std::vector<std::string> names;
    if (*value != Json(true))
    {
        section.Error("packets",
                      "expected true, or a list of entries of \"traffic\" such as [\"web\"]; got " +
                          ShowJson(*value));
    }
    for (std::size_t i = 0; i < traffic.Size(); ++i)
    {
        names.push_back(traffic.NameAt(i));
    }
    return names;
}

/** @brief A window that ends with the run or before. */
std::optional<WindowSpec>
ReadRunWindow(const Json& json,
              const std::string& pointer,
              SimTime duration,
              const ReadContext& context)
{
    const auto window = ReadWindow(json, pointer, context);
    if (window && window->to > duration)
    {
        context.Error(pointer,
                      fmt::format("the window ends at {}, after the run at {}",
                                  FormatQuantity(Dimension::Time, window->to.Value()),
                                  FormatQuantity(Dimension::Time, duration.Value())));
        return std::nullopt;
    }
    return window;
}

/** @brief The whole run, nothing, or a window. */
std::optional<WindowSpec>
ReadTimeline(const Section& section, SimTime duration, const ReadContext& context)
{
    const Json* value = section.Find("timeline");
    if (value == nullptr || *value == Json(false))
    {
        return std::nullopt;
    }
    if (*value == Json(true))
    {
        return WindowSpec{SimTime(0), duration};
    }
    if (!value->is_object())
    {
        section.Error(
            "timeline",
            "expected true, or a window such as {\"from\": \"1ms\", \"to\": \"2ms\"}; got " +
                ShowJson(*value));
        return std::nullopt;
    }
    return ReadRunWindow(*value, section.PointerTo("timeline"), duration, context);
}

void
ReadSeries(const Section& section, SimTime duration, MeasureSpec& measure)
{
    const auto interval = section.Amount("interval", Dimension::Time, {1, duration.Value()});
    measure.series = section.Texts("series").value_or(std::vector<std::string>());
    measure.interval = SimTime(interval.value_or(0));
    if (!measure.series.empty() && !section.Has("interval"))
    {
        section.Require("interval", "\"1ms\"");
    }
    if (interval && duration.Value() / *interval > kSampleLimit)
    {
        section.Error(
            "interval",
            fmt::format("the run would have more than {} samples; the least interval is {}",
                        kSampleLimit,
                        FormatQuantity(Dimension::Time, duration.Value() / kSampleLimit + 1)));
    }
    for (std::size_t i = 0; i < measure.series.size(); ++i)
    {
        if (measure.series[i].empty())
        {
            section.Error("series", "the path of a metric is missing");
        }
    }
}

} // namespace

std::optional<WindowSpec>
ReadWindow(const Json& window, const std::string& pointer, const ReadContext& context)
{
    const Section section(window, pointer, context);
    section.CheckKeys(KeyNames(GrammarPart::Window));
    if (!window.is_object() || !section.Require("from", "\"20ms\"") ||
        !section.Require("to", "\"40ms\""))
    {
        return std::nullopt;
    }
    const auto from = section.Amount(KeyOf(GrammarPart::Window, "from"));
    const auto to = section.Amount(KeyOf(GrammarPart::Window, "to"));
    if (!from || !to)
    {
        return std::nullopt;
    }
    if (*to <= *from)
    {
        section.Error("to",
                      fmt::format("the window ends at {}, not after it begins at {}",
                                  FormatQuantity(Dimension::Time, *to),
                                  FormatQuantity(Dimension::Time, *from)));
        return std::nullopt;
    }
    return WindowSpec{SimTime(*from), SimTime(*to)};
}

MeasureSpec
ReadMeasure(const Json& json,
            const NameIndex& traffic,
            const TapSelector& taps,
            SimTime duration,
            const ReadContext& context)
{
    MeasureSpec measure;
    const Section section(json, "/measure", context);
    section.CheckKeys(KeyNames(GrammarPart::Measure));
    ReadSeries(section, duration, measure);
    measure.flows = ReadEntries(section, "flows", traffic, context);
    measure.packets = ReadPackets(section, traffic, context);
    measure.timeline = ReadTimeline(section, duration, context);
    if (const Json* captures = section.Find("pcap"))
    {
        measure.captures = ReadCaptures(*captures, "/measure/pcap", taps, context);
    }
    const Json* windows = section.Find("windows");
    if (windows != nullptr && !windows->is_array())
    {
        section.Error("windows", "expected a list of windows; got " + ShowJson(*windows));
    }
    for (std::size_t i = 0; windows != nullptr && windows->is_array() && i < windows->size(); ++i)
    {
        const std::string pointer = ChildPointer("/measure/windows", i);
        if (const auto window = ReadRunWindow((*windows)[i], pointer, duration, context))
        {
            measure.windows.push_back(*window);
        }
    }
    return measure;
}

} // namespace nexsim
