// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LATE_REFUSAL_H
#define NEXSIM_LATE_REFUSAL_H

#include "models/traffic/pair-source.h"

#include <stdexcept>

namespace nexsim::testing
{

/** @brief Finds only when its time has come that it cannot do what it was asked for. */
class LateRefusal : public PairSource
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid = ns3::TypeId("nexsim::testing::LateRefusal")
                                           .SetParent<PairSource>()
                                           .AddConstructor<LateRefusal>();
        return tid;
    }

  private:
    void Begin() override
    {
        throw std::invalid_argument(Path() + ": there is no room for it");
    }
};

NS_OBJECT_ENSURE_REGISTERED(LateRefusal);

} // namespace nexsim::testing

#endif // NEXSIM_LATE_REFUSAL_H
