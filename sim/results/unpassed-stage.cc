// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/unpassed-stage.h"

#include "models/base/stage-clock.h"

#include <algorithm>
#include <string>

namespace nexsim
{

std::optional<std::string_view>
StatisticOfUnpassedStage(const MetricTable& metrics, std::string_view path)
{
    constexpr std::string_view kStage = "/stage/";
    constexpr std::array<std::string_view, 5> kStatistics = {"mean", "p50", "p99", "p99.9", "max"};
    const std::size_t at = path.rfind(kStage);
    if (at == std::string_view::npos || metrics.Find(path))
    {
        return std::nullopt;
    }
    const std::string_view entry = path.substr(0, at);
    const std::size_t end = std::min(path.find('@', at), path.size());
    const std::string_view rest = path.substr(at + kStage.size(), end - at - kStage.size());
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view statistic = rest.substr(std::min(slash + 1, rest.size()));
    const auto isOneOf = [](const auto& names, std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (!isOneOf(kStageNames, rest.substr(0, slash)) || !isOneOf(kStatistics, statistic))
    {
        return std::nullopt;
    }
    const auto count =
        metrics.Find(std::string(entry) + "/latency/count" + std::string(path.substr(end)));
    return count && ToDouble(count->value) > 0 ? std::optional(statistic) : std::nullopt;
}

} // namespace nexsim
