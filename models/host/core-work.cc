// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/core-work.h"

namespace nexsim
{

SimTime
CoreWork::Add(const Cost& cost, int64_t times)
{
    SimTime span;
    if (cost.law == nullptr)
    {
        span = cost.Of(times);
    }
    else
    {
        for (int64_t use = 0; use < times; ++use)
        {
            span += SimTime(cost.law->Draw(*m_stream));
        }
    }
    m_total += span;
    m_parts.push_back({cost.kind, span});
    return span;
}

} // namespace nexsim
