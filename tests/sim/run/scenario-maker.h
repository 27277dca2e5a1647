// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCENARIO_MAKER_H
#define NEXSIM_SCENARIO_MAKER_H

#include "sim/results/run-record.h"
#include "sim/run/run-scenario.h"
#include "sim/scenario/scenario.h"

#include <string>

namespace nexsim::testing
{

/** @brief Puts a ScenarioRun together by hand; without limits, loss or jitter. */
class ScenarioMaker
{
  public:
    explicit ScenarioMaker(SimTime duration);

    /** @brief Adds a node and returns its index. */
    size_t Host(const std::string& name);
    size_t Switch(const std::string& name);

    /** @brief Adds a link "a-b" of 10 Gbps, 1 us and 38 B overhead unless told otherwise. */
    LinkSpec& Link(size_t a,
                   size_t b,
                   BitRate rate = BitRate(10'000'000'000),
                   SimTime delay = MicroSeconds(1));

    /** @brief Adds an entry with one sender and one receiver; "Rate" 1 Gbps, packets of `size`. */
    TrafficSpec& Traffic(const std::string& name,
                         const std::string& type,
                         size_t from,
                         size_t to,
                         int64_t size = 1500);

    ScenarioRun run;
};

/** @brief The blueprint of a RandomQuantity that always gives `value`. */
Blueprint Constantly(int64_t value);

/** @brief Runs it without tables. */
RunRecord Run(const ScenarioRun& scenario);

/** @brief An integer metric. @throws std::out_of_range when there is none */
int64_t IntegerOf(const RunRecord& record, const std::string& path);

/** @brief A floating-point metric. @throws std::out_of_range when there is none */
double DoubleOf(const RunRecord& record, const std::string& path);

/** @brief All four ingredients are equal. */
bool SameFingerprint(const RunRecord& a, const RunRecord& b);

} // namespace nexsim::testing

#endif // NEXSIM_SCENARIO_MAKER_H
