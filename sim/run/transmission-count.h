// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSMISSION_COUNT_H
#define NEXSIM_TRANSMISSION_COUNT_H

#include "sim/run/network.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace nexsim
{

/** @brief How many packets a network has put on its wires; only looks, for the display of progress. */
class TransmissionCount
{
  public:
    /** @param network outlives this object */
    explicit TransmissionCount(const Network& network);

    /** @brief Until now, over both directions of all links. */
    std::uint64_t Count() const;

  private:
    const Network& m_network;
    std::optional<std::size_t> m_metric; //!< place among the metrics of a link
};

} // namespace nexsim

#endif // NEXSIM_TRANSMISSION_COUNT_H
