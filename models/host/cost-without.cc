// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/cost-without.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

Cost
Without(const CostTable& costs,
        std::string_view whole,
        std::string_view part,
        const std::string& user)
{
    const Cost all = costs.Need(whole, user);
    const Cost less = costs.Need(part, user);
    if (all.law != nullptr || less.law != nullptr || less.femtoseconds > all.femtoseconds)
    {
        throw std::invalid_argument(
            fmt::format("{}: the cost \"{}\" includes \"{}\", so both must be plain figures and "
                        "the first not less than the second; write others under \"Costs\"",
                        user,
                        whole,
                        part));
    }
    return {all.kind, all.femtoseconds - less.femtoseconds, nullptr};
}

} // namespace nexsim
