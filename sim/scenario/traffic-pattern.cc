// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/traffic-pattern.h"

#include "models/sensor/sensor-source.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/nearest-name.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief Checks the ends of one entry against its pattern. */
class EndFitter
{
  public:
    EndFitter(TrafficSpec& spec, const Section& entry, const NodeReader& nodes)
        : m_spec(spec), m_entry(entry), m_nodes(nodes)
    {
    }

    void FitOneToOne() const
    {
        const std::size_t from = m_spec.from.size();
        const std::size_t to = m_spec.to.size();
        if (from != to && from != 1 && to != 1)
        {
            m_entry.Error("pattern",
                          fmt::format("{} senders and {} receivers make no pairs; one side must be "
                                      "single, both equally many, or the \"pattern\" each-to-each",
                                      from,
                                      to));
        }
        for (std::size_t i = 0; i < std::max(from, to); ++i)
        {
            const EndSpec& sender = m_spec.from[from == 1 ? 0 : std::min(i, from - 1)];
            const EndSpec& receiver = m_spec.to[to == 1 ? 0 : std::min(i, to - 1)];
            if (sender.node == receiver.node && !MayStayOnHost(m_spec.source))
            {
                m_entry.Error("to",
                              fmt::format("the host {} would send to itself", NameOf(sender)));
                return;
            }
        }
    }

    void FitEachToEach() const
    {
        if (m_spec.from.size() * m_spec.to.size() > kPairLimit)
        {
            m_entry.Error("pattern", fmt::format("more than {} pairs", kPairLimit));
            return;
        }
        if (MayStayOnHost(m_spec.source))
        {
            return;
        }
        const std::size_t node = m_spec.from.front().node;
        const auto isNode = [node](const EndSpec& end) { return end.node == node; };
        if (std::all_of(m_spec.from.begin(), m_spec.from.end(), isNode) &&
            std::all_of(m_spec.to.begin(), m_spec.to.end(), isNode))
        {
            m_entry.Error("to", "nothing is sent: the only sender is the only receiver");
        }
    }

    void FitPermutation() const
    {
        const std::size_t ends = m_spec.from.size();
        if (ends != m_spec.to.size())
        {
            m_entry.Error("pattern",
                          fmt::format("a permutation pairs as many receivers as senders; got {} "
                                      "senders and {} receivers",
                                      ends,
                                      m_spec.to.size()));
            return;
        }
        std::map<std::size_t, std::size_t> uses;
        for (std::size_t i = 0; i < ends; ++i)
        {
            ++uses[m_spec.from[i].node];
            ++uses[m_spec.to[i].node];
        }
        for (std::size_t i = 0; i < ends; ++i)
        {
            // Its senders need receivers elsewhere, of which there are too few.
            if (uses[m_spec.from[i].node] > ends)
            {
                m_entry.Error("from",
                              fmt::format("in any permutation the host {} would send to itself",
                                          NameOf(m_spec.from[i])));
                return;
            }
        }
    }

    void FitIncast()
    {
        const std::size_t all = m_spec.from.size();
        std::set<std::size_t> receivers;
        for (const EndSpec& end : m_spec.to)
        {
            receivers.insert(end.node);
        }
        const auto receives = [&receivers](const EndSpec& end) {
            return receivers.count(end.node) != 0;
        };
        auto& from = m_spec.from;
        from.erase(std::remove_if(from.begin(), from.end(), receives), from.end());
        if (from.empty() || from.size() % m_spec.to.size() != 0)
        {
            m_entry.Error(
                "pattern",
                fmt::format("an incast deals its senders out evenly; got {} senders{} and {} "
                            "receivers",
                            from.size(),
                            from.size() == all ? "" : " that do not receive",
                            m_spec.to.size()));
        }
    }

    void FitAllToAll() const
    {
        const std::size_t ends = m_spec.from.size();
        if (!IsSameSet())
        {
            m_entry.Error("to",
                          "all-to-all is among the ends of \"from\", and needs no \"to\"; from one "
                          "set to another leads the \"pattern\" each-to-each");
            return;
        }
        if (ends * (ends - 1) > kPairLimit)
        {
            m_entry.Error("pattern", fmt::format("more than {} pairs", kPairLimit));
            return;
        }
        FitEachToEach();
    }

  private:
    bool IsSameSet() const
    {
        const auto positions = [](const std::vector<EndSpec>& ends) {
            std::set<std::pair<std::size_t, std::string>> set;
            for (const EndSpec& end : ends)
            {
                set.emplace(end.node, end.app);
            }
            return set;
        };
        return positions(m_spec.from) == positions(m_spec.to);
    }

    std::string NameOf(const EndSpec& end) const
    {
        return Quoted(m_nodes.Names().NameAt(end.node));
    }

    TrafficSpec& m_spec;
    const Section& m_entry;
    const NodeReader& m_nodes;
};

} // namespace

bool
MayStayOnHost(const Blueprint& source)
{
    return !source.IsEmpty() && source.GetTypeId() == SensorSource::GetTypeId();
}

const std::vector<std::string>&
PatternWords()
{
    return KeyOf(GrammarPart::Traffic, "pattern").words;
}

bool
IsAmongOneSet(Pattern pattern)
{
    return pattern == Pattern::Permutation || pattern == Pattern::AllToAll;
}

Pattern
ReadPattern(const Section& entry)
{
    const auto& words = PatternWords();
    const auto word = entry.Word("pattern", words);
    const auto found = word ? std::find(words.begin(), words.end(), *word) : words.begin();
    return static_cast<Pattern>(found - words.begin());
}

void
FitEnds(TrafficSpec& spec, const Section& entry, const NodeReader& nodes)
{
    if (spec.to.empty() && !entry.Has("to") && IsAmongOneSet(spec.pattern))
    {
        spec.to = spec.from;
    }
    if (spec.from.empty() || spec.to.empty())
    {
        return; // reported already
    }
    EndFitter fitter(spec, entry, nodes);
    switch (spec.pattern)
    {
    case Pattern::OneToOne:
        fitter.FitOneToOne();
        break;
    case Pattern::EachToEach:
        fitter.FitEachToEach();
        break;
    case Pattern::Permutation:
        fitter.FitPermutation();
        break;
    case Pattern::Incast:
        fitter.FitIncast();
        break;
    case Pattern::AllToAll:
        fitter.FitAllToAll();
        break;
    }
}

} // namespace nexsim
