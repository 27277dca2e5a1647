// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/trace-event-writer.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <limits>

namespace trace_event_writer_test
{

using namespace nexsim;

TEST_CASE("times are written as decimals of microseconds, exactly, to the last picosecond")
{
    StringSink sink;
    TraceEventWriter writer(sink, {});
    const SimTime late(std::numeric_limits<int64_t>::max());
    writer.Slice({1, 2}, "c", "n", SimTime(1), SimTime(1'000'002));
    writer.Instant({1, 2}, "c", "n", late);
    CHECK(sink.GetText().find("\"ts\":0.000001,\"dur\":1.000001,") != std::string::npos);
    CHECK(sink.GetText().find("\"ts\":9223372036854.775807,") != std::string::npos);
}

TEST_CASE("names of every kind stay what they are, and the file is JSON")
{
    StringSink sink;
    const std::string odd = "a \"b\" \\ \n \x01 ü";
    TraceEventWriter writer(sink, TraceArgs().Add("scenario", odd));
    writer.NameProcess(1, odd);
    writer.NameThread({1, 1}, odd);
    writer.Slice({1, 1},
                 "c",
                 odd,
                 SimTime(0),
                 SimTime(5),
                 TraceArgs().Add(odd, TraceArgs().Add("x", -3)));
    writer.Counter(1, odd, odd, SimTime(3), -7);
    writer.Arrow(ArrowStep::End, {1, 1}, 255, SimTime(2));
    writer.Close();
    const auto document = nlohmann::json::parse(sink.GetText());
    const auto& events = document.at("traceEvents");
    CHECK(document.at("otherData").at("scenario") == odd);
    REQUIRE(events.size() == 7);
    CHECK(events[0].at("args").at("name") == odd);
    CHECK(events[4].at("name") == odd);
    CHECK(events[4].at("args").at(odd).at("x") == -3);
    CHECK(events[5].at("args").at(odd) == -7);
    CHECK(events[6].at("id") == "0xff");
    CHECK(events[6].at("bp") == "e");
}

} // namespace trace_event_writer_test
