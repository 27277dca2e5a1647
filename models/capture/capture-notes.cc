// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/capture-notes.h"

#include <fmt/format.h>

#include <algorithm>

namespace nexsim
{

namespace
{

/** @brief A capture with more kinds of faults is noise, and its list would be as well. */
constexpr size_t kMostKinds = 32;
constexpr const char* kOthers = "are odd in other ways";

} // namespace

void
CaptureNotes::Add(const std::string& what, uint64_t frame, const std::string& detail)
{
    const auto find = [this](const std::string& text) {
        return std::find_if(m_notes.begin(), m_notes.end(), [&text](const Note& note) {
            return note.what == text;
        });
    };
    auto known = find(what);
    if (known == m_notes.end() && m_notes.size() >= kMostKinds)
    {
        known = find(kOthers);
    }
    if (known != m_notes.end())
    {
        ++known->count;
        return;
    }
    const bool full = m_notes.size() >= kMostKinds;
    m_notes.push_back({full ? kOthers : what, 1, frame, full ? "" : detail});
}

std::vector<std::string>
CaptureNotes::Lines(uint64_t total) const
{
    std::vector<std::string> lines;
    for (const Note& note : m_notes)
    {
        lines.push_back(fmt::format("{} of {} frames {}; the first is frame {}{}{}",
                                    note.count,
                                    total,
                                    note.what,
                                    note.first,
                                    note.detail.empty() ? "" : ": ",
                                    note.detail));
    }
    return lines;
}

} // namespace nexsim
