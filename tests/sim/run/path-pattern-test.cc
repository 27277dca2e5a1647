// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/path-pattern.h"

#include <doctest/doctest.h>

using nexsim::MatchesPath;

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
