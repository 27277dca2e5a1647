// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/sim/scenario/loaded-run.h"

#include "models/base/attribute-values.h"

#include <stdexcept>

namespace nexsim::test
{

namespace
{

FileFinder
ShippedData()
{
    return FileFinder({"scenarios/data/captures",
                       "scenarios/data/costs",
                       "scenarios/data/flow-sizes",
                       "scenarios/data/topologies",
                       "tests/sim/topology/graphml"});
}

std::string
Whole(const std::string& keys)
{
    return R"({ "nexsim": 1, "name": "test", "duration": "10ms", )" + keys + " }";
}

} // namespace

Loaded
LoadText(const std::string& text, const LoadOptions& options)
{
    Loaded loaded;
    Diagnostics diagnostics;
    auto plan = LoadScenarioText(text, "s", ShippedData(), options, diagnostics);
    loaded.valid = plan.has_value();
    loaded.messages = diagnostics.Print();
    if (plan)
    {
        loaded.plan = std::move(*plan);
    }
    return loaded;
}

ScenarioRun
FirstRun(const std::string& keys)
{
    const Loaded loaded = LoadText(Whole(keys));
    if (!loaded.valid)
    {
        throw std::runtime_error(loaded.messages);
    }
    return ReadRunDocument(RunDocument(loaded.plan.configurations.front(), 0), ShippedData());
}

std::string
MessagesOf(const std::string& keys)
{
    return LoadText(Whole(keys)).messages;
}

int64_t
AmountOf(const Blueprint& blueprint, const std::string& attribute)
{
    IntegerValue value;
    blueprint.Create()->GetAttribute(attribute, value);
    return value.Get();
}

} // namespace nexsim::test
