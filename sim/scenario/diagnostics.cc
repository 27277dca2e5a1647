// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/diagnostics.h"

#include <algorithm>
#include <utility>

namespace nexsim
{

std::string
ToString(const Diagnostic& diagnostic)
{
    std::string text = diagnostic.file;
    if (diagnostic.position.line > 0)
    {
        text += ":" + std::to_string(diagnostic.position.line) + ":" +
                std::to_string(diagnostic.position.column);
    }
    text += text.empty() ? "" : ": ";
    text += diagnostic.severity == Severity::Error ? "error: " : "warning: ";
    if (!diagnostic.pointer.empty())
    {
        text += diagnostic.pointer + ": ";
    }
    return text + diagnostic.message;
}

void
Diagnostics::Add(Diagnostic diagnostic)
{
    Key key{diagnostic.severity,
            diagnostic.file,
            diagnostic.position.line,
            diagnostic.position.column,
            diagnostic.pointer,
            diagnostic.message};
    const auto place = std::lower_bound(m_known.begin(), m_known.end(), key);
    if (place != m_known.end() && *place == key)
    {
        return;
    }
    m_known.insert(place, std::move(key));
    if (std::find(m_files.begin(), m_files.end(), diagnostic.file) == m_files.end())
    {
        m_files.push_back(diagnostic.file);
    }
    if (diagnostic.severity == Severity::Error)
    {
        ++m_errors;
    }
    m_all.push_back(std::move(diagnostic));
}

void
Diagnostics::Error(std::string file,
                   TextPosition position,
                   std::string pointer,
                   std::string message)
{
    Add({Severity::Error, std::move(file), position, std::move(pointer), std::move(message)});
}

void
Diagnostics::Warning(std::string file,
                     TextPosition position,
                     std::string pointer,
                     std::string message)
{
    Add({Severity::Warning, std::move(file), position, std::move(pointer), std::move(message)});
}

bool
Diagnostics::HasErrors() const
{
    return m_errors > 0;
}

std::size_t
Diagnostics::ErrorCount() const
{
    return m_errors;
}

std::size_t
Diagnostics::WarningCount() const
{
    return m_all.size() - m_errors;
}

std::vector<Diagnostic>
Diagnostics::Sorted() const
{
    const auto place = [this](const Diagnostic& one) {
        const auto file = std::find(m_files.begin(), m_files.end(), one.file);
        return std::make_tuple(file - m_files.begin(), one.position.line, one.position.column);
    };
    std::vector<Diagnostic> sorted = m_all;
    std::stable_sort(
        sorted.begin(),
        sorted.end(),
        [&place](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
    return sorted;
}

std::string
Diagnostics::Print(std::size_t limit) const
{
    std::string text;
    std::size_t shown = 0;
    for (const Diagnostic& diagnostic : Sorted())
    {
        if (shown == limit)
        {
            text += "... and " + std::to_string(m_all.size() - shown) + " more\n";
            break;
        }
        text += ToString(diagnostic) + "\n";
        ++shown;
    }
    return text;
}

} // namespace nexsim
