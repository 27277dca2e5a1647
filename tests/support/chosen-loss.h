// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CHOSEN_LOSS_H
#define NEXSIM_CHOSEN_LOSS_H

#include "models/link/loss-model.h"

#include <set>
#include <utility>

namespace nexsim::testing
{

/** @brief Loses the packets of these numbers, counted from 0. */
class ChosenLoss : public LossModel
{
  public:
    explicit ChosenLoss(std::set<int> chosen) : m_chosen(std::move(chosen)) {}

    bool IsLost() override
    {
        return m_chosen.count(m_next++) != 0;
    }

  private:
    std::set<int> m_chosen;
    int m_next = 0;
};

} // namespace nexsim::testing

#endif // NEXSIM_CHOSEN_LOSS_H
