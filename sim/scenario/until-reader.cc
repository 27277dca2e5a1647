// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/until-reader.h"

#include "sim/scenario/expression.h"
#include "sim/scenario/nearest-name.h"

namespace nexsim
{

std::string
ReadUntil(const Section& root)
{
    const auto text = root.Text("until");
    if (!text)
    {
        return "";
    }
    const auto condition = Expression::Parse(*text, ExpressionNameStyle::MetricPaths);
    if (!condition)
    {
        root.Error("until", DescribeInText(*text, condition.Error()));
        return "";
    }
    for (const Expression::NameUse& use : condition->Names())
    {
        if (use.name.find('/') == std::string::npos)
        {
            root.Error(
                "until",
                DescribeInText(*text,
                               {"expected the path of a metric, such as web/flows_open, or a "
                                "parameter; got " +
                                    Quoted(use.name),
                                use.offset}));
            return "";
        }
    }
    if (condition->Names().empty())
    {
        root.Error("until",
                   "the condition names no metric, such as web/flows_open, and so never changes");
        return "";
    }
    return *text;
}

} // namespace nexsim
