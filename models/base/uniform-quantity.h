// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_UNIFORM_QUANTITY_H
#define NEXSIM_UNIFORM_QUANTITY_H

#include "models/base/random-quantity.h"

namespace nexsim
{

/**
 * @brief Every whole amount from Min to Max, both included, equally likely.
 *
 * One random number per draw: of a range with more than 2^32 amounts only some 2^32, evenly spaced,
 * can come up. Mean() is exact.
 */
class UniformRandomQuantity : public RandomQuantity
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t Draw(RandomStream& stream) const override;
    double Mean() const override;
    int64_t Minimum() const override;

  private:
    InheritedQuantity m_min;
    InheritedQuantity m_max;
};

} // namespace nexsim

#endif // NEXSIM_UNIFORM_QUANTITY_H
