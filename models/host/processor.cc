// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/processor.h"

#include <fmt/format.h>

namespace nexsim
{

Processor::Processor(RunContext& run, const std::string& path, Settings settings)
    : m_settings(std::move(settings)), m_switch(m_settings.costs.Need("ctx_switch", path)),
      m_spent(m_settings.costs.Figures().size())
{
    for (uint32_t number = 0; number < m_settings.cores; ++number)
    {
        m_cores.push_back(std::make_unique<Core>(*this, number));
        m_cores.back()->Attach(run, fmt::format("{}/core[{}]", path, number));
    }
}

} // namespace nexsim
