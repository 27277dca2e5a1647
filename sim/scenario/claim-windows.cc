// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/claim-windows.h"

#include "sim/scenario/json-pointer.h"
#include "sim/scenario/quantity-text.h"

#include <algorithm>

namespace nexsim
{

void
AddClaimWindows(ResolvedDocument& resolved, const std::vector<Claim>& claims)
{
    for (std::size_t i = 0; i < claims.size(); ++i)
    {
        const auto& during = claims[i].during;
        if (!during)
        {
            continue;
        }
        // An object or a list that is something else is reported when the run is read.
        Json& measure = resolved.value.emplace("measure", Json::object()).first.value();
        if (!measure.is_object())
        {
            return;
        }
        Json& windows = measure.emplace("windows", Json::array()).first.value();
        if (!windows.is_array())
        {
            return;
        }
        const Json window = {{"from", FormatQuantity(Dimension::Time, during->from.Value())},
                             {"to", FormatQuantity(Dimension::Time, during->to.Value())}};
        if (std::find(windows.begin(), windows.end(), window) == windows.end())
        {
            resolved.sources.PatchedFrom(ChildPointer("/measure/windows", windows.size()),
                                         ChildPointer(ChildPointer("/claims", i), "during"));
            windows.push_back(window);
        }
    }
}

} // namespace nexsim
