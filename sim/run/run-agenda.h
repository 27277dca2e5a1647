// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_AGENDA_H
#define NEXSIM_RUN_AGENDA_H

#include "models/base/timer.h"

#include <functional>
#include <vector>

namespace nexsim
{

/**
 * @brief What is to happen at the beginning of given instants, before all other events of them.
 *
 * Actions of one instant run in the order in which they were added.
 */
class RunAgenda : public Component
{
  public:
    /** @brief Before Start. Actions at or after the end of the run never run. */
    void Add(SimTime at, std::function<void()> action);

    void Start() override;

  private:
    struct Item
    {
        SimTime at;
        std::function<void()> action;
    };

    void OnTimer();

    std::vector<Item> m_items; //!< ascending in time once started
    size_t m_next = 0;
    Timer m_timer;
};

} // namespace nexsim

#endif // NEXSIM_RUN_AGENDA_H
