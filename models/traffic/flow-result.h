// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FLOW_RESULT_H
#define NEXSIM_FLOW_RESULT_H

#include "models/base/quantity.h"

#include <cstdint>
#include <vector>

namespace nexsim
{

/** @brief What became of one transfer of a source. */
struct FlowResult
{
    int64_t size;       //!< payload bytes; kUnlimited for one without end
    SimTime start;      //!< its first packet is handed to the host
    SimTime completion; //!< from start to its last payload byte; kNever unless complete
    SimTime ideal;      //!< the same in an empty network; kNever unless complete
    uint32_t packets;   //!< sent so far
    uint32_t lost;      //!< of these, dropped so far

    bool IsComplete() const
    {
        return completion != kNever;
    }

    /** @brief completion / ideal in parts per billion, rounded down; of a complete flow. */
    int64_t Slowdown() const
    {
        const auto scaled = static_cast<__int128>(completion.Value()) * 1'000'000'000;
        return static_cast<int64_t>(scaled / ideal.Value());
    }
};

/** @brief A source that makes transfers, each with a size and a completion time. */
class TransferSource
{
  public:
    virtual ~TransferSource() = default;

    /** @brief All transfers begun so far, in order of their start. */
    virtual std::vector<FlowResult> FlowResults() const = 0;
};

} // namespace nexsim

#endif // NEXSIM_FLOW_RESULT_H
