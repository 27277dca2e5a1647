// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/place-names.h"

#include "models/base/component.h"

namespace nexsim
{

std::string
ComponentPath(const RunContext& run, uint64_t pathHash)
{
    for (const Component* component : run.Components())
    {
        if (component->PathHash() == pathHash)
        {
            return component->Path();
        }
    }
    return "";
}

const EventPlace&
PlaceNames::Of(uint64_t pathHash)
{
    const auto known = m_known.find(pathHash);
    if (known != m_known.end())
    {
        return known->second;
    }
    EventPlace place{ComponentPath(m_run, pathHash), ""};
    for (const DropReason& reason : m_run.GetLedger().Reasons())
    {
        if (reason.pathHash == pathHash)
        {
            place = {reason.component, reason.reason};
        }
    }
    return m_known.emplace(pathHash, place).first->second;
}

} // namespace nexsim
