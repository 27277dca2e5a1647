// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPONENTIAL_QUANTITY_H
#define NEXSIM_EXPONENTIAL_QUANTITY_H

#include "models/base/random-quantity.h"

namespace nexsim
{

/**
 * @brief The exponential law by inversion, -Mean log(u); what exceeds Max counts as Max.
 *
 * Mean() is the mean of the law before draws are rounded, m (1 - exp(-Max / m)) for an attribute
 * Mean of m. Rounding adds less than 1 / (24 m) base units to it; the resolution of the random
 * numbers keeps draws below 22.2 m and takes less than 1e-8 m.
 */
class ExponentialRandomQuantity : public RandomQuantity
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t Draw(RandomStream& stream) const override;
    double Mean() const override;
    int64_t Minimum() const override;

  private:
    InheritedQuantity m_mean;
    InheritedQuantity m_max;
};

} // namespace nexsim

#endif // NEXSIM_EXPONENTIAL_QUANTITY_H
