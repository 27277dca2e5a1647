// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COST_NAMES_H
#define NEXSIM_COST_NAMES_H

#include "models/host/cost-table.h"

#include <array>
#include <string_view>

namespace nexsim
{

/** @brief A cost figure that models ask for and no shipped profile has. */
struct CostName
{
    std::string_view name;
    CostUnit unit;
    std::string_view meaning; //!< one line
};

/** @brief What scenarios may give besides the figures of the shipped profiles. */
inline constexpr std::array kCostNames = {
    CostName{"busy_poll_look",
             CostUnit::PerUse,
             "a poll of a receive queue that finds nothing, by a reader with BusyPoll"},
    CostName{"flow_verify",
             CostUnit::PerUse,
             "comparing the flow id of a packet to send with its flow's, by a nexus that verifies"},
    CostName{"lock_hand_over",
             CostUnit::PerUse,
             "passing a spin lock from its holder to a core that waits for it"},
    CostName{"tx_completion",
             CostUnit::PerUse,
             "freeing a packet that was sent, where a NIC with TxCompletion interrupts for that"},
    CostName{"tx_lock",
             CostUnit::PerUse,
             "what a transmission takes under the lock of the NIC's queue"},
};

} // namespace nexsim

#endif // NEXSIM_COST_NAMES_H
