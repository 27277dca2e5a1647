// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_WORK_COST_H
#define NEXSIM_WORK_COST_H

#include "models/host/work-observer.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief What a piece of work, or several, cost by one figure. */
struct WorkCost
{
    std::string figure; //!< or "spin", which has no evidence
    CostUnit unit = CostUnit::PerUse;
    int64_t times = 0; //!< uses or bytes
    SimTime span;      //!< of all of them
    std::string evidence;
    bool isEstimate = false;
};

/** @brief The costs of a piece of work, by figure, in the order in which they came first. */
std::vector<WorkCost> CostsOf(const WorkDone& done);

/** @brief The work is told: adds it up by figure. */
void AddCosts(std::vector<WorkCost>& sums, const std::vector<WorkCost>& costs);

/** @brief "42 x tx_gso_seg", "1472 B of copy_cold", "recvmsg_pkt" */
std::string FigureText(const WorkCost& cost);

/** @brief "tx.udp.sendmsg", and "EST *" of an estimate; "-" where there is none. */
std::string EvidenceText(const WorkCost& cost);

/** @brief What the asterisk means; "" where no cost is an estimate. */
std::string EstimateNote(const std::vector<WorkCost>& costs);

} // namespace nexsim

#endif // NEXSIM_WORK_COST_H
