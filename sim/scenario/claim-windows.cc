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
        Json& measure = resolved.value["measure"];
        Json* windows = measure.is_null() || measure.is_object() ? &measure["windows"] : nullptr;
        if (windows == nullptr || !(windows->is_null() || windows->is_array()))
        {
            return; // reported when the run is read
        }
        const Json window = {{"from", FormatQuantity(Dimension::Time, during->from.Value())},
                             {"to", FormatQuantity(Dimension::Time, during->to.Value())}};
        if (std::find(windows->begin(), windows->end(), window) == windows->end())
        {
            resolved.sources.PatchedFrom(ChildPointer("/measure/windows", windows->size()),
                                         ChildPointer(ChildPointer("/claims", i), "during"));
            windows->push_back(window);
        }
    }
}

} // namespace nexsim
