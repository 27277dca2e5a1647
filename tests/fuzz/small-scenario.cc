// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/fuzz/small-scenario.h"

#include "sim/scenario/json-reader.h"
#include "sim/scenario/scenario-loader.h"
#include "sim/scenario/source-map.h"
#include "sim/scenario/sweep-plan.h"

#include "ns3/nstime.h"

#include <cstdlib>
#include <string>

extern "C" int
LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/)
{
    ns3::Time::SetResolution(ns3::Time::PS);
    return 0;
}

namespace nexsim::fuzz
{

namespace
{

constexpr std::size_t kMostDigits = 3;
constexpr std::size_t kMostRuns = 32;

std::string
WithShortNumbers(const uint8_t* data, std::size_t size)
{
    std::string text;
    std::size_t digits = 0;
    for (std::size_t i = 0; i < size; ++i)
    {
        digits = data[i] >= '0' && data[i] <= '9' ? digits + 1 : 0;
        if (digits <= kMostDigits)
        {
            text += static_cast<char>(data[i]);
        }
    }
    return text;
}

/** @brief Variants x points, or more than kMostRuns. */
std::size_t
CountOf(const JsonDocument& document)
{
    Diagnostics ignored;
    const SourceMap sources(document);
    const auto variants = document.value.find("variants");
    std::size_t count = variants == document.value.end() ? 1 : variants->size() + 1;
    for (const SweepAxis& axis :
         ReadSweep(document.value, sources, ignored).value_or(std::vector<SweepAxis>()))
    {
        count *= axis.steps.size();
        if (count > kMostRuns)
        {
            return count;
        }
    }
    return count;
}

std::optional<std::string>
SmallText(const uint8_t* data, std::size_t size)
{
    std::string text = WithShortNumbers(data, size);
    // A topology may be as large as a product of numbers.
    const bool computed = text.find('$') != std::string::npos;
    if (computed && text.find("opology") != std::string::npos)
    {
        return std::nullopt;
    }
    Diagnostics ignored;
    const auto document = ReadJsonText(text, "s", ignored);
    if (document && document->value.is_object() && CountOf(*document) > kMostRuns)
    {
        return std::nullopt;
    }
    return text;
}

} // namespace

std::optional<ExperimentPlan>
LoadSmallScenario(const uint8_t* data, std::size_t size)
{
    const auto text = SmallText(data, size);
    if (!text)
    {
        return std::nullopt;
    }
    Diagnostics diagnostics;
    auto plan = LoadScenarioText(*text, "s", FileFinder({}), {}, diagnostics);
    if (plan.has_value() == diagnostics.HasErrors())
    {
        std::abort();
    }
    return plan;
}

} // namespace nexsim::fuzz
