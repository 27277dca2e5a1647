// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/sweep-values.h"

#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/show-json.h"
#include "sim/scenario/sweep-plan.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

const std::vector<std::string>&
RangeKeys()
{
    static const std::vector<std::string> kKeys = KeyNames(GrammarPart::SweepRange);
    return kKeys;
}

/// The amount of a number or quantity; null for texts and booleans.
const Rational*
AmountOf(const ExpressionValue& value)
{
    const auto* quantity = std::get_if<ExactQuantity>(&value);
    return quantity == nullptr ? std::get_if<Rational>(&value) : &quantity->value;
}

ExpressionValue
WithAmount(const ExpressionValue& like, const Rational& amount)
{
    if (const auto* quantity = std::get_if<ExactQuantity>(&like))
    {
        return ExactQuantity{quantity->dimension, amount};
    }
    return amount;
}

class SweepReader
{
  public:
    SweepReader(const std::string& name, const SourceMap& sources, Diagnostics& diagnostics)
        : m_name(name), m_pointer(ChildPointer("/sweep", name)), m_sources(sources),
          m_diagnostics(diagnostics)
    {
    }

    std::vector<ParameterValue> Read(const Json& json, const Json& parameters)
    {
        const std::size_t errors = m_diagnostics.ErrorCount();
        const bool labelled = json.is_object() && !IsRange(json);
        if (const std::string message = CheckParameterName(m_name); !message.empty())
        {
            m_sources.KeyError(m_diagnostics, m_pointer, message);
        }
        else
        {
            CheckDeclared(labelled, parameters);
        }
        if (json.is_array())
        {
            ReadList(json);
        }
        else if (labelled)
        {
            ReadLabelled(json);
        }
        else if (json.is_object())
        {
            ReadRange(json);
        }
        else
        {
            Error(m_pointer,
                  "expected a list, a range {\"from\", \"to\", \"step\"} or labelled values; got " +
                      ShowJson(json));
        }
        if (m_diagnostics.ErrorCount() == errors && m_values.empty())
        {
            Error(m_pointer, "a sweep needs at least one value");
        }
        return m_diagnostics.ErrorCount() > errors ? std::vector<ParameterValue>()
                                                   : std::move(m_values);
    }

  private:
    static bool IsRange(const Json& json)
    {
        return std::any_of(RangeKeys().begin(), RangeKeys().end(), [&json](const std::string& key) {
            return json.contains(key);
        });
    }

    void Error(const std::string& pointer, std::string message)
    {
        m_sources.Error(m_diagnostics, pointer, std::move(message));
    }

    /// Remembers the default, which tells the kind of the values.
    void CheckDeclared(bool labelled, const Json& parameters)
    {
        if (parameters.is_object() && parameters.contains(m_name))
        {
            const Json& standard = parameters[m_name];
            const auto value = standard.is_structured() ? Outcome<ExpressionValue>(TextError{})
                                                        : ValueFromJson(standard);
            if (value)
            {
                m_like = *value;
                m_likeText = "the parameter's default is " + DescribeValue(*value);
            }
            return;
        }
        if (!labelled)
        {
            std::vector<std::string> known;
            for (const auto& item : parameters.items())
            {
                known.push_back(item.key());
            }
            m_sources.KeyError(m_diagnostics,
                               m_pointer,
                               "\"parameters\" has no " + Quoted(m_name) + " to sweep over" +
                                   SuggestName(m_name, known));
        }
    }

    void Append(const std::string& pointer, ExpressionValue value, Json json)
    {
        std::string label = LabelOf(value);
        if (!m_like)
        {
            m_like = value;
            m_likeText = "the values before are like " + DescribeValue(value);
        }
        if (!SameKind(*m_like, value))
        {
            Error(pointer, m_likeText + "; got " + DescribeValue(value));
            return;
        }
        const bool twice = std::any_of(m_values.begin(), m_values.end(), [&](const auto& one) {
            return one.value == value;
        });
        if (twice)
        {
            Error(pointer, "the value " + label + " stands here twice");
            return;
        }
        m_values.push_back({m_name, std::move(label), std::move(value), std::move(json)});
    }

    void ReadList(const Json& list)
    {
        if (list.size() > kSweepAxisLimit)
        {
            Error(m_pointer,
                  "a sweep over more than " + std::to_string(kSweepAxisLimit) + " values");
            return;
        }
        for (std::size_t i = 0; i < list.size(); ++i)
        {
            const std::string pointer = ChildPointer(m_pointer, i);
            if (auto value = ReadScalar(list[i], pointer))
            {
                Append(pointer, std::move(*value), list[i]);
            }
        }
    }

    void ReadLabelled(const Json& labelled)
    {
        for (const auto& item : labelled.items())
        {
            const std::string pointer = ChildPointer(m_pointer, item.key());
            if (item.key().empty())
            {
                m_sources.KeyError(m_diagnostics, pointer, "a label cannot be empty");
                continue;
            }
            Append(pointer, item.key(), item.value());
        }
    }

    std::optional<ExpressionValue> ReadScalar(const Json& json, const std::string& pointer)
    {
        if (json.is_structured() || json.is_null())
        {
            Error(pointer,
                  "expected a number, a quantity, a text, true or false; got " + ShowJson(json) +
                      (json.is_object()
                           ? "; give objects a label: {\"codel\": {...}, \"pie\": {...}}"
                           : ""));
            return std::nullopt;
        }
        auto value = ValueFromJson(json);
        if (!value)
        {
            Error(pointer, value.Error().message);
            return std::nullopt;
        }
        return std::move(*value);
    }

    /// @return the end or the step of a range: a number or quantity of the same kind as `from`.
    std::optional<ExpressionValue> ReadBound(const Json& range,
                                             const std::string& key,
                                             const std::optional<ExpressionValue>& from)
    {
        const std::string pointer = ChildPointer(m_pointer, key);
        if (!range.contains(key))
        {
            Error(m_pointer, "a range needs " + Quoted(key));
            return std::nullopt;
        }
        auto value = ReadScalar(range[key], pointer);
        if (!value)
        {
            return std::nullopt;
        }
        if (AmountOf(*value) == nullptr)
        {
            Error(pointer,
                  "a range is made of numbers or quantities; got " + DescribeValue(*value));
            return std::nullopt;
        }
        if (from && !SameKind(*from, *value))
        {
            Error(pointer,
                  Quoted(key) + " must be like \"from\", which is " + DescribeValue(*from) +
                      "; got " + DescribeValue(*value));
            return std::nullopt;
        }
        return value;
    }

    void ReadRange(const Json& range)
    {
        for (const auto& item : range.items())
        {
            if (std::find(RangeKeys().begin(), RangeKeys().end(), item.key()) == RangeKeys().end())
            {
                m_sources.KeyError(m_diagnostics,
                                   ChildPointer(m_pointer, item.key()),
                                   "a range has no key " + Quoted(item.key()) +
                                       SuggestName(item.key(), RangeKeys()));
            }
        }
        const auto from = ReadBound(range, "from", std::nullopt);
        const auto to = ReadBound(range, "to", from);
        const auto step = ReadBound(range, "step", from);
        if (!from || !to || !step)
        {
            return;
        }
        const auto distance = Subtract(*AmountOf(*to), *AmountOf(*from));
        const auto count = distance ? Divide(*distance, *AmountOf(*step)) : std::nullopt;
        if (!count || *count < 0)
        {
            Error(ChildPointer(m_pointer, "step"),
                  "from " + LabelOf(*from) + " to " + LabelOf(*to) +
                      " cannot be reached in steps of " + LabelOf(*step));
            return;
        }
        if (Floor(*count) >= static_cast<Rational::Integer>(kSweepAxisLimit))
        {
            Error(m_pointer,
                  "a sweep over more than " + std::to_string(kSweepAxisLimit) + " values");
            return;
        }
        AppendRange(*from, *AmountOf(*step), static_cast<int64_t>(Floor(*count)));
        // Nothing is among the values that the parameter cannot have, which has been told.
        if (!count->IsInteger() && !m_values.empty())
        {
            const std::string pointer = ChildPointer(m_pointer, "to");
            const SourcePlace place = m_sources.At(pointer);
            m_diagnostics.Warning(place.file,
                                  place.value,
                                  pointer,
                                  LabelOf(*to) + " is not among the values; the last one is " +
                                      m_values.back().label);
        }
    }

    void AppendRange(const ExpressionValue& from, const Rational& step, int64_t steps)
    {
        for (int64_t i = 0; i <= steps; ++i)
        {
            const auto offset = Multiply(step, i);
            const auto amount = offset ? Add(*AmountOf(from), *offset) : std::nullopt;
            auto value = WithAmount(from, amount.value_or(Rational()));
            auto json = ValueToJson(value);
            if (!amount || !json)
            {
                Error(m_pointer, "the values of this range are out of range");
                return;
            }
            Append(m_pointer, std::move(value), std::move(*json));
        }
    }

    const std::string& m_name;
    std::string m_pointer;
    const SourceMap& m_sources;
    Diagnostics& m_diagnostics;
    std::optional<ExpressionValue> m_like; //!< a value of the kind that all must have
    std::string m_likeText;
    std::vector<ParameterValue> m_values;
};

} // namespace

std::vector<ParameterValue>
ReadSweepValues(const std::string& name,
                const Json& json,
                const Json& parameters,
                const SourceMap& sources,
                Diagnostics& diagnostics)
{
    return SweepReader(name, sources, diagnostics).Read(json, parameters);
}

} // namespace nexsim
