// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/traffic-reader.h"

#include "models/traffic/pair-source.h"
#include "models/traffic/replay-source.h"
#include "sim/scenario/capture-addresses.h"
#include "sim/scenario/end-selector.h"
#include "sim/scenario/grammar.h"
#include "sim/scenario/ipv4-text.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"
#include "sim/scenario/traffic-pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nexsim
{

namespace
{

ObjectExpectation
SourceExpected()
{
    return {TrafficSource::GetTypeId().GetName(),
            std::nullopt,
            Dimension::Count,
            KeySet(GrammarPart::Traffic)};
}

template <typename T>
bool
Is(const Blueprint& source)
{
    return source.GetTypeId() == T::GetTypeId() || source.GetTypeId().IsChildOf(T::GetTypeId());
}

} // namespace

TrafficReader::TrafficReader(const ReadContext& context,
                             const ObjectReader& objects,
                             FileFinder& files,
                             const NodeReader& nodes)
    : m_context(context), m_objects(objects), m_files(files), m_nodes(nodes)
{
}

void
TrafficReader::Read(const Json& traffic)
{
    const Section section(traffic, "/traffic", m_context);
    for (const auto& item : section.Value().items())
    {
        ReadEntry(item.key(), item.value());
    }
}

void
TrafficReader::ReadEntry(const std::string& name, const Json& entry)
{
    const std::string pointer = ChildPointer("/traffic", name);
    const auto plain = ParsePlainName(name);
    if (!plain)
    {
        m_context.KeyError(pointer, plain.Error().message);
    }
    TrafficSpec spec;
    spec.name = name;
    spec.writtenAt = pointer;
    spec.source = m_objects.Read(entry, pointer, SourceExpected());
    m_names.Add(name);
    if (!spec.source.IsEmpty())
    {
        const Section section(entry, pointer, m_context);
        if (Is<EndToEndSource>(spec.source))
        {
            ReadPairs(spec, section);
        }
        else
        {
            ReadReplay(spec, section);
        }
    }
    m_entries.push_back(std::move(spec));
}

std::vector<EndSpec>
TrafficReader::ReadEnds(const Section& entry, const char* key) const
{
    const auto selector = entry.Text(key);
    if (!selector)
    {
        return {};
    }
    auto ends = SelectEnds(*selector, m_nodes);
    if (!ends)
    {
        entry.Error(key, ends.Error().message);
        return {};
    }
    return *ends;
}

void
TrafficReader::ReadPairs(TrafficSpec& spec, const Section& entry) const
{
    for (const char* key : {"map", "split"})
    {
        if (entry.Has(key))
        {
            m_context.KeyError(entry.PointerTo(key),
                               Quoted(key) + " belongs to the replay of a capture");
        }
    }
    ReadLoad(spec, entry);
    spec.pattern = ReadPattern(entry);
    const bool complete = entry.Require("from", "\"client[*]\"") &&
                          (IsAmongOneSet(spec.pattern) || entry.Require("to", "\"server\""));
    if (!complete)
    {
        return;
    }
    spec.from = ReadEnds(entry, "from");
    spec.to = ReadEnds(entry, "to");
    FitEnds(spec, entry, m_nodes);
}

void
TrafficReader::ReadLoad(TrafficSpec& spec, const Section& entry) const
{
    const Json* load = entry.Find("Load");
    if (load == nullptr)
    {
        return;
    }
    if (!Is<PairSource>(spec.source))
    {
        m_context.KeyError(entry.PointerTo("Load"),
                           "only a source with a \"Rate\" of its packets takes \"Load\": TCP sends "
                           "as fast as it can, or a TcpFlowSource at its \"Rate\", a sensor by its "
                           "\"Period\"");
        return;
    }
    if (entry.Has("Rate"))
    {
        m_context.KeyError(entry.PointerTo("Load"),
                           "either \"Rate\" or \"Load\" can be given, not both");
    }
    const auto ratio = ReadRatio(*load,
                                 entry.PointerTo("Load"),
                                 KeyOf(GrammarPart::Traffic, "Load").range,
                                 m_context);
    if (ratio)
    {
        spec.load = Ratio(*ratio);
    }
}

void
TrafficReader::ReadReplay(TrafficSpec& spec, const Section& entry) const
{
    if (entry.Has("Load"))
    {
        m_context.KeyError(entry.PointerTo("Load"),
                           "a capture has its own rate; it takes no \"Load\"");
    }
    if (entry.Has("pattern"))
    {
        m_context.KeyError(entry.PointerTo("pattern"),
                           "a capture tells who sends to whom; it takes no \"pattern\"");
    }
    const bool isReplay = spec.source.GetTypeId() == ReplaySource::GetTypeId();
    if (isReplay && !entry.Require("File", "\"web-dns-bulk.pcap\""))
    {
        return;
    }
    if (entry.Has("map") == entry.Has("split"))
    {
        m_context.Error(entry.Pointer(),
                        "a replay needs \"map\": {\"10.0.0.1\": \"client\", ...} or \"split\": "
                        "\"by-address\" with \"from\" and \"to\"; one of the two");
        return;
    }
    if (entry.Has("map"))
    {
        ReadMap(spec, entry);
        return;
    }
    const auto split = entry.Word(KeyOf(GrammarPart::Traffic, "split"));
    const bool complete =
        entry.Require("from", "\"client[*]\"") && entry.Require("to", "\"server\"");
    if (split && complete)
    {
        spec.from = ReadEnds(entry, "from");
        spec.to = ReadEnds(entry, "to");
        if (!spec.from.empty() && !spec.to.empty())
        {
            SplitByAddress(spec, entry);
        }
    }
}

void
TrafficReader::ReadMap(TrafficSpec& spec, const Section& entry) const
{
    for (const char* key : {"from", "to"})
    {
        if (entry.Has(key))
        {
            m_context.KeyError(entry.PointerTo(key), "\"map\" tells who sends and receives");
        }
    }
    const Section map(*entry.Find("map"), entry.PointerTo("map"), m_context);
    for (const auto& item : map.Value().items())
    {
        const auto end = map.Text(item.key());
        if (!end)
        {
            continue;
        }
        const auto ends = SelectEnds(*end, m_nodes);
        if (!ends || ends->size() != 1)
        {
            map.Error(item.key(),
                      ends ? fmt::format("an address is played by one host; {} are {}",
                                         Quoted(*end),
                                         ends->size())
                           : ends.Error().message);
            continue;
        }
        spec.map.push_back({item.key(), ends->front()});
    }
    if (map.Value().empty())
    {
        entry.Error("map", "expected at least one address, such as {\"10.0.0.1\": \"client\"}");
    }
    const auto addresses = ReadCaptureAddresses(entry, m_files);
    if (!addresses)
    {
        spec.map.clear();
    }
    for (std::size_t i = 0; i < spec.map.size(); ++i)
    {
        const std::string& address = spec.map[i].address;
        if (std::none_of(addresses->begin(), addresses->end(), [&](const CaptureAddress& known) {
                return known.text == address;
            }))
        {
            m_context.KeyError(map.PointerTo(address),
                               "the capture has no address " + Quoted(address) +
                                   SuggestName(address, AddressTexts(*addresses)));
        }
    }
}

void
TrafficReader::SplitByAddress(TrafficSpec& spec, const Section& entry) const
{
    const auto addresses = ReadCaptureAddresses(entry, m_files);
    if (!addresses)
    {
        return;
    }
    std::size_t senders = 0;
    std::size_t receivers = 0;
    for (const CaptureAddress& address : *addresses)
    {
        spec.map.push_back({address.text,
                            address.sendsFirst ? spec.from[senders++ % spec.from.size()]
                                               : spec.to[receivers++ % spec.to.size()]});
    }
}

} // namespace nexsim
