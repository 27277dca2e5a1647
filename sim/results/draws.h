// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DRAWS_H
#define NEXSIM_DRAWS_H

namespace nexsim
{

/** @brief Whether a scenario draws random numbers, so that replications differ. */
enum class Draws
{
    None,  //!< every replication gives the same numbers
    Random //!< a single replication says nothing about the spread
};

} // namespace nexsim

#endif // NEXSIM_DRAWS_H
