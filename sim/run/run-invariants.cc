// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-invariants.h"

#include "models/base/balance.h"

#include <fmt/format.h>

namespace nexsim
{

namespace
{

std::optional<std::string>
CheckStages(const RunContext& run, const Network& network)
{
#ifndef NEXSIM_WITHOUT_ACCOUNTING
    for (const Traffic& traffic : network.traffic)
    {
        const LogLinearHistogram::Total sum = traffic.entry->StageSum();
        const LogLinearHistogram::Total latencies = traffic.entry->Latency().Sum();
        if (sum != latencies)
        {
            return fmt::format("{}: the stages add up to {} ps, the latencies to {} ps, at {} ps",
                               traffic.entry->Path(),
                               sum,
                               latencies,
                               run.Now().Value());
        }
    }
#else
    static_cast<void>(run);
    static_cast<void>(network);
#endif
    return std::nullopt;
}

} // namespace

std::optional<std::string>
FindBrokenInvariant(RunContext& run, const Network& network)
{
    std::optional<std::string> broken = FindImbalance(run);
    return broken ? broken : CheckStages(run, network);
}

} // namespace nexsim
