// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/processor.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

Processor::Processor(RunContext& run, const std::string& path, Settings settings)
    : m_settings(std::move(settings)), m_switch(m_settings.costs.Need("ctx_switch", path)),
      m_handOver(m_settings.costs.Use("lock_hand_over")),
      m_spent(m_settings.costs.Figures().size() + 2)
{
    for (uint32_t number = 0; number < m_settings.cores; ++number)
    {
        m_cores.push_back(std::make_unique<Core>(*this, number));
        m_cores.back()->Attach(run, fmt::format("{}/core[{}]", path, number));
    }
}

Core&
Processor::Place(std::optional<uint32_t> number, const std::string& user)
{
    if (!number)
    {
        number = m_nextCore;
        m_nextCore = (m_nextCore + 1) % CoreCount();
    }
    if (*number >= CoreCount())
    {
        throw std::invalid_argument(
            fmt::format("{} is placed on core {}, and its host has {}; they "
                        "are numbered from 0",
                        user,
                        *number,
                        CoreCount()));
    }
    return At(*number);
}

void
Processor::NoteWork(const Packet& packet, const CoreWork::Part& part)
{
    if (m_observer != nullptr)
    {
        const std::vector<CoreWork::Part> parts{part};
        m_observer->OnWork({*m_currentCore, ++m_pieces, parts}, packet);
    }
}

std::vector<SimTime>
Processor::Spent() const
{
    std::vector<SimTime> spent = m_spent;
    for (const auto& core : m_cores)
    {
        core->AddUntold(spent);
    }
    return spent;
}

const std::vector<CostKind>&
Processor::ReportedKinds() const
{
    if (m_reported.empty())
    {
        const CostTable& costs = m_settings.costs;
        for (CostKind kind = 0; kind < SpinKind(); ++kind)
        {
            if (costs.IsUsed(kind) && costs.Figures()[kind].unit != CostUnit::Count)
            {
                m_reported.push_back(kind);
            }
        }
        m_reported.push_back(SpinKind());
        m_reported.push_back(PollKind());
    }
    return m_reported;
}

std::string
Processor::KindName(CostKind kind) const
{
    return kind == SpinKind()   ? "spin"
           : kind == PollKind() ? "busy_poll"
                                : m_settings.costs.Figures()[kind].name;
}

} // namespace nexsim
