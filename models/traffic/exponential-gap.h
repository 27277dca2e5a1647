// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPONENTIAL_GAP_H
#define NEXSIM_EXPONENTIAL_GAP_H

#include "models/base/quantity.h"
#include "models/base/random-stream.h"

namespace nexsim
{

/** @brief The gaps of a Poisson process that carries a given rate of bits. */
class ExponentialGap
{
  public:
    explicit ExponentialGap(const RandomStream& stream) : m_stream(stream) {}

    /**
     * @brief The next gap, in whole picoseconds rounded to nearest.
     * @param meanBytes that each arrival brings
     * @param rate bits per second that all of them bring
     */
    SimTime Draw(double meanBytes, BitRate rate);

  private:
    RandomStream m_stream;
};

} // namespace nexsim

#endif // NEXSIM_EXPONENTIAL_GAP_H
