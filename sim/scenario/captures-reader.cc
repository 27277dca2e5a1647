// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/captures-reader.h"

#include "sim/scenario/grammar.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/scenario-keys.h"
#include "sim/scenario/show-json.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

constexpr std::size_t kLongestDerivedName = 80; //!< characters, which leaves room for an extension

class CaptureItem
{
  public:
    CaptureItem(const TapSelector& taps, const ReadContext& context)
        : m_taps(taps), m_context(context)
    {
    }

    CaptureSpec Read(const Json& item, const std::string& pointer)
    {
        if (item.is_string())
        {
            AddTaps(item, pointer);
        }
        else if (item.is_object())
        {
            ReadObject(item, pointer);
        }
        else
        {
            m_context.Error(pointer,
                            "expected a port such as \"server/nic\", a link, or an object with "
                            "\"at\"; got " +
                                ShowJson(item));
        }
        if (m_name.empty() && !m_spec.taps.empty())
        {
            m_name = TapFileName(m_spec.taps.front().name);
        }
        m_spec.file = m_name + (m_spec.format == CaptureFormat::Pcap ? ".pcap" : ".pcapng");
        return m_spec;
    }

  private:
    void ReadObject(const Json& item, const std::string& pointer)
    {
        const Section section(item, pointer, m_context);
        section.CheckKeys(KeyNames(GrammarPart::Capture));
        const auto format = section.Word(KeyOf(GrammarPart::Capture, "format"));
        const auto direction = section.Word(KeyOf(GrammarPart::Capture, "direction"));
        const auto snap = section.Amount(KeyOf(GrammarPart::Capture, "snap"));
        m_spec.format = format == "pcap" ? CaptureFormat::Pcap : CaptureFormat::Pcapng;
        m_spec.direction = direction == "in"    ? TapDirection::In
                           : direction == "out" ? TapDirection::Out
                                                : TapDirection::Both;
        m_spec.settings.snap = static_cast<uint32_t>(snap.value_or(kLongestFrame));
        m_spec.payload = section.Word(KeyOf(GrammarPart::Capture, "payload")) == "zeros";
        ReadResolution(section);
        ReadName(section);
        if (!section.Require("at", "\"server/nic\""))
        {
            return;
        }
        const Json& at = *section.Find("at");
        const std::string atPointer = section.PointerTo("at");
        if (!at.is_array())
        {
            AddTaps(at, atPointer);
            return;
        }
        for (std::size_t i = 0; i < at.size(); ++i)
        {
            AddTaps(at[i], ChildPointer(atPointer, i));
        }
        if (at.empty())
        {
            section.Error("at", "expected at least one port or link");
        }
    }

    void ReadResolution(const Section& section)
    {
        const bool pico = section.Word(KeyOf(GrammarPart::Capture, "resolution")) == "1ps";
        m_spec.settings.digits = pico ? 12 : 9;
        if (pico && m_spec.format == CaptureFormat::Pcap)
        {
            section.Error("resolution", "classic pcap has nanoseconds; pcapng has picoseconds");
        }
    }

    void ReadName(const Section& section)
    {
        const auto name = section.Text("name");
        if (name && TapFileName(*name) != *name)
        {
            section.Error("name",
                          fmt::format("the name is that of a file: up to {} letters, digits, - _ "
                                      "and ., beginning and ending with a letter, digit or _; got "
                                      "{}",
                                      kLongestDerivedName,
                                      Quoted(*name)));
        }
        m_name = name.value_or("");
    }

    void AddTaps(const Json& text, const std::string& pointer)
    {
        if (!text.is_string())
        {
            m_context.Error(pointer,
                            "expected a port such as \"server/nic\", or a link; got " +
                                ShowJson(text));
            return;
        }
        const auto taps = m_taps.Select(text.get<std::string>());
        if (!taps)
        {
            m_context.Error(pointer, taps.Error().message);
            return;
        }
        for (const TapSpec& tap : *taps)
        {
            const bool isTwice =
                std::any_of(m_spec.taps.begin(), m_spec.taps.end(), [&tap](const TapSpec& known) {
                    return known.name == tap.name;
                });
            if (isTwice)
            {
                m_context.Error(pointer, Quoted(tap.name) + " is recorded twice in this file");
            }
            m_spec.taps.push_back(tap);
        }
    }

    const TapSelector& m_taps;
    const ReadContext& m_context;
    std::string m_name;
    CaptureSpec m_spec;
};

} // namespace

std::string
TapFileName(const std::string& tap)
{
    std::string name;
    for (const char c : tap)
    {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
        if (plain)
        {
            name += c;
        }
        else if (!name.empty() && name.back() != '-')
        {
            name += '-';
        }
    }
    name = name.substr(0, kLongestDerivedName);
    name.erase(0, name.find_first_not_of("-."));
    name.erase(name.find_last_not_of("-.") + 1);
    return name.empty() ? "capture" : name;
}

std::vector<CaptureSpec>
ReadCaptures(const Json& captures,
             const std::string& pointer,
             const TapSelector& taps,
             const ReadContext& context)
{
    std::vector<CaptureSpec> specs;
    if (!captures.is_array())
    {
        context.Error(pointer,
                      "expected a list of ports and links such as [\"server/nic\"]; got " +
                          ShowJson(captures));
        return specs;
    }
    for (std::size_t i = 0; i < captures.size(); ++i)
    {
        const std::string here = ChildPointer(pointer, i);
        CaptureSpec spec = CaptureItem(taps, context).Read(captures[i], here);
        const bool isTaken = std::any_of(specs.begin(), specs.end(), [&spec](const auto& other) {
            return other.file == spec.file;
        });
        if (isTaken && !spec.taps.empty())
        {
            context.Error(here,
                          fmt::format("two captures would be the file {}; give one a \"name\"",
                                      Quoted(spec.file)));
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

} // namespace nexsim
