// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/core-work.h"

namespace nexsim
{

SimTime
CoreWork::Draw(const Cost& cost, int64_t times)
{
    SimTime span;
    for (int64_t use = 0; use < times; ++use)
    {
        span += SimTime(cost.law->Draw(*m_stream));
    }
    return span;
}

void
CoreWork::AddNext(Part part)
{
    const size_t at = m_progress.part + (m_progress.inPart > SimTime(0) ? 1 : 0);
    m_parts.insert(m_parts.begin() + static_cast<std::ptrdiff_t>(at), part);
    m_total += part.span;
}

} // namespace nexsim
