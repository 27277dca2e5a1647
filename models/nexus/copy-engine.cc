// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/copy-engine.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

/** The fused pass reads once and does both: its figure must lie between, or nothing costs anything. */
void
CheckFused(const Cost& copy, const Cost& checksum, const Cost& fused, const std::string& user)
{
    const bool isPlain = copy.law == nullptr && checksum.law == nullptr && fused.law == nullptr;
    const bool isBetween = fused.femtoseconds > copy.femtoseconds &&
                           fused.femtoseconds < copy.femtoseconds + checksum.femtoseconds;
    const int64_t sum = copy.femtoseconds + checksum.femtoseconds + fused.femtoseconds;
    if (isPlain && (isBetween || sum == 0))
    {
        return;
    }
    throw std::invalid_argument(
        fmt::format("{}: the cost \"copy_checksum\" must be more than \"copy\" and less than "
                    "\"copy\" and \"checksum\" together, all of them plain figures; here they are "
                    "{}, {} and {} ps/B; write others under \"Costs\", such as \"copy_checksum\": "
                    "\"0.12ns/B\" with 0.1 and 0.09, or give the nexus another Checksum",
                    user,
                    static_cast<double>(fused.femtoseconds) / 1000,
                    static_cast<double>(copy.femtoseconds) / 1000,
                    static_cast<double>(checksum.femtoseconds) / 1000));
}

} // namespace

std::vector<std::string>
ChecksumModeNames()
{
    return {"separate", "fused", "hardware"};
}

void
CopyEngine::Prepare(ChecksumMode mode, const CostTable& costs, const std::string& user)
{
    m_mode = mode;
    m_copy = costs.Need("copy", user);
    if (mode == ChecksumMode::Separate)
    {
        m_checksum = costs.Need("checksum", user);
        return;
    }
    m_fused = costs.Need("copy_checksum", user);
    CheckFused(m_copy, costs.Need("checksum", user), m_fused, user);
}

SimTime
CopyEngine::AddStackPass(int64_t bytes, CoreWork& work)
{
    if (m_mode != ChecksumMode::Separate)
    {
        return SimTime(0);
    }
    m_traffic.read += bytes;
    return work.Add(m_checksum, bytes);
}

SimTime
CopyEngine::AddCopy(int64_t bytes, DeviceSum device, CoreWork& work)
{
    m_traffic.read += bytes;
    m_traffic.written += bytes;
    const bool isFused = m_mode == ChecksumMode::Fused ||
                         (m_mode == ChecksumMode::Hardware && device == DeviceSum::No);
    m_traffic.summedCopies += isFused ? 1 : 0;
    return work.Add(isFused ? m_fused : m_copy, bytes);
}

} // namespace nexsim
