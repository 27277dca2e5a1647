// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/path-pattern.h"

#include <doctest/doctest.h>

namespace path_pattern_test
{

using nexsim::MatchesPath;
using nexsim::SuggestPattern;

TEST_CASE("a pattern without a star matches itself only")
{
    CHECK(MatchesPath("sw/port[b]/queue/length", "sw/port[b]/queue/length"));
    CHECK_FALSE(MatchesPath("sw/port[b]/queue/length", "sw/port[b]/queue/length_max"));
    CHECK_FALSE(MatchesPath("sw/port[b]/queue/length_max", "sw/port[b]/queue/length"));
    CHECK_FALSE(MatchesPath("", "a"));
    CHECK(MatchesPath("", ""));
}

TEST_CASE("a star stands for any text within a name")
{
    CHECK(MatchesPath("sw/port[*]/queue/length", "sw/port[left[3]]/queue/length"));
    CHECK(MatchesPath("*/nic/sent_packets", "host[7]/nic/sent_packets"));
    CHECK(MatchesPath("web/*", "web/throughput"));
    CHECK(MatchesPath("web/*", "web/"));
    CHECK(MatchesPath("*a*b", "aab"));
    CHECK(MatchesPath("*ab*ab", "xabyabab"));
    CHECK_FALSE(MatchesPath("*ab*ab", "xaby"));
}

TEST_CASE("a star does not reach across a slash")
{
    CHECK_FALSE(MatchesPath("web/*", "web/latency/mean"));
    CHECK_FALSE(MatchesPath("*/sent_packets", "host[7]/nic/sent_packets"));
    CHECK(MatchesPath("*/*/sent_packets", "host[7]/nic/sent_packets"));
    CHECK_FALSE(MatchesPath("*", "a/b"));
}

TEST_CASE("a metric of parts is suggested for one asked of the whole")
{
    const std::vector<std::string> paths{"web/throughput",
                                         "web/a>b/response_time/p99",
                                         "web/a>b/app/window"};
    CHECK(SuggestPattern("web/response_time/p99", paths) ==
          "; did you mean \"web/*/response_time/p99\"?");
    CHECK(SuggestPattern("web/response_time", paths) == "; did you mean \"web/*/response_time\"?");
    CHECK(SuggestPattern("web/window", paths) == "; did you mean \"web/*/*/window\"?");
    CHECK(SuggestPattern("web/thruput", paths) == "; did you mean \"web/throughput\"?");
    CHECK(SuggestPattern("mail/response_time", paths).find('*') == std::string::npos);
    CHECK(SuggestPattern("web", paths).find('*') == std::string::npos);
}

} // namespace path_pattern_test
