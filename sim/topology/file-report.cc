// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/file-report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nexsim
{

namespace
{

constexpr size_t kMostMessages = 100; //!< of each kind; a broken file has one mistake many times
constexpr size_t kMostNames = 5;

} // namespace

FileReport::FileReport(std::string file) : m_file(std::move(file)) {}

std::string
FileReport::At(size_t line, const std::string& message) const
{
    return line == 0 ? fmt::format("{}: {}", m_file, message)
                     : fmt::format("{}:{}: {}", m_file, line, message);
}

void
FileReport::Error(size_t line, const std::string& message)
{
    if (m_errors.size() < kMostMessages)
    {
        m_errors.push_back(At(line, message));
    }
}

void
FileReport::Warning(size_t line, const std::string& message)
{
    if (m_warnings.size() < kMostMessages)
    {
        m_warnings.push_back(At(line, message));
    }
}

std::string
ShortList(const std::vector<std::string>& names)
{
    const size_t shown = std::min(names.size(), kMostNames);
    std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + shown, ", "));
    return names.size() == shown ? text : fmt::format("{} and {} more", text, names.size() - shown);
}

} // namespace nexsim
