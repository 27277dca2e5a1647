// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/unpassed-stage.h"

#include <doctest/doctest.h>

namespace unpassed_stage_test
{

using nexsim::MetricTable;
using nexsim::StatisticOfUnpassedStage;

TEST_CASE("a stage that no measured packet has passed is told from one that does not exist")
{
    MetricTable metrics;
    metrics.Add("web/latency/count", std::int64_t{7}, "1");
    metrics.Add("web/latency/count@1 ms-2 ms", std::int64_t{3}, "1");
    metrics.Add("web/stage/propagation/mean", std::int64_t{5}, "ps");
    metrics.Add("idle/latency/count", std::int64_t{0}, "1");
    CHECK(StatisticOfUnpassedStage(metrics, "web/stage/switch-queue/mean") == "mean");
    CHECK(StatisticOfUnpassedStage(metrics, "web/stage/switch-queue/p99.9") == "p99.9");
    CHECK(StatisticOfUnpassedStage(metrics, "web/stage/switch-queue/max@1 ms-2 ms") == "max");
    for (const char* other : {"web/stage/propagation/mean",
                              "web/stage/switch-queu/mean",
                              "web/stage/switch-queue/p98",
                              "web/stage/switch-queue",
                              "web/stage/switch-queue/mean@2 ms-3 ms",
                              "idle/stage/switch-queue/mean",
                              "wob/stage/switch-queue/mean",
                              "web/loss"})
    {
        CAPTURE(other);
        CHECK(!StatisticOfUnpassedStage(metrics, other));
    }
}

} // namespace unpassed_stage_test
