// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/claim.h"

#include <algorithm>

namespace nexsim
{

namespace
{

bool
Matches(const NamedTexts& point, const NamedTexts& at)
{
    return std::all_of(at.begin(), at.end(), [&point](const auto& wanted) {
        return std::find(point.begin(), point.end(), wanted) != point.end();
    });
}

} // namespace

bool
IsAbout(const Claim& claim, const std::string& variant, const NamedTexts& point)
{
    const bool isReference =
        claim.comparison != Comparison::Alone && variant == claim.reference && claim.of.empty();
    return !isReference && (claim.of.empty() || variant == claim.of) && Matches(point, claim.at);
}

} // namespace nexsim
