// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PATH_PROFILE_H
#define NEXSIM_PATH_PROFILE_H

#include "models/base/quantity.h"

#include <vector>

namespace nexsim
{

/** @brief The links from one host to another on a shortest path, in order. */
struct PathProfile
{
    struct Hop
    {
        BitRate rate;
        SimTime delay;
        Bytes overhead;
    };

    std::vector<Hop> hops;
};

} // namespace nexsim

#endif // NEXSIM_PATH_PROFILE_H
