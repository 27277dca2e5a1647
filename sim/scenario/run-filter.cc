// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/run-filter.h"

#include "sim/scenario/nearest-name.h"

namespace nexsim
{

namespace
{

/** @brief A text as an expression writes it; expressions have no escapes. */
std::string
InQuotes(const std::string& text)
{
    const char quote = text.find('"') == std::string::npos ? '"' : '\'';
    return quote + text + quote;
}

std::string
Literal(const ParameterValue& value)
{
    if (const auto* number = std::get_if<Rational>(&value.value))
    {
        return ToString(*number);
    }
    const bool isText = std::holds_alternative<std::string>(value.value);
    return isText ? InQuotes(value.label) : value.label;
}

} // namespace

RunFilter::RunFilter(const std::string& only, Diagnostics& diagnostics)
    : m_diagnostics(diagnostics), m_isGiven(!only.empty())
{
    if (!m_isGiven)
    {
        return;
    }
    const auto condition = Expression::Parse(only);
    if (!condition)
    {
        m_diagnostics.Error("--only", {}, "", DescribeInText(only, condition.Error()));
        return;
    }
    m_condition = *condition;
}

std::set<std::string>
RunFilter::Names() const
{
    std::set<std::string> names;
    if (m_condition)
    {
        for (const Expression::NameUse& use : m_condition->Names())
        {
            names.insert(use.name);
        }
    }
    return names;
}

std::vector<int64_t>
RunFilter::Wanted(const std::string& variant,
                  const std::vector<ParameterValue>& parameters,
                  int64_t replications) const
{
    std::vector<int64_t> wanted;
    ExpressionNames names = NamesOf(parameters);
    names["variant"] = variant;
    for (int64_t i = 0; i < replications; ++i)
    {
        names["replication"] = Rational(i);
        const auto holds = m_condition ? m_condition->Holds(names) : Outcome<bool>(true);
        if (!holds)
        {
            m_diagnostics.Error("--only",
                                {},
                                "",
                                DescribeInText(m_condition->Text(), holds.Error()));
            return {};
        }
        if (*holds)
        {
            wanted.push_back(i);
        }
    }
    return wanted;
}

void
RunFilter::ReportNoRun() const
{
    if (m_condition)
    {
        m_diagnostics.Error("--only", {}, "", Quoted(m_condition->Text()) + " leaves no run");
    }
}

std::string
ConditionOf(const std::string& variant, const std::vector<ParameterValue>& values)
{
    std::string condition = variant.empty() ? "" : "variant == " + InQuotes(variant);
    for (const ParameterValue& value : values)
    {
        condition += (condition.empty() ? "" : " && ") + value.name + " == " + Literal(value);
    }
    return condition;
}

} // namespace nexsim
