// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PARETO_QUANTITY_H
#define NEXSIM_PARETO_QUANTITY_H

#include "models/base/random-quantity.h"

namespace nexsim
{

/**
 * @brief The Pareto law by inversion: P(X > x) = (x0 / x)^Shape from x0 = Mean (Shape - 1) / Shape.
 *
 * Its variance is infinite up to Shape 2. What exceeds Max counts as Max. Mean() is the mean of the
 * law before draws are rounded, with Max taken into account: x0 (1 + (1 - (x0 / Max)^(Shape - 1)) /
 * (Shape - 1)). Random numbers end at 2^-64, which without a Max takes up to a fraction of
 * 2^(-64 (Shape - 1) / Shape) of the mean: 4e-7 at Shape 1.5, 2 % at 1.1. Means over n draws come
 * close only as n^(1 / Shape - 1).
 */
class ParetoRandomQuantity : public RandomQuantity
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t Draw(RandomStream& stream) const override;
    double Mean() const override;
    int64_t Minimum() const override;

  private:
    double Scale() const;

    InheritedQuantity m_mean;
    InheritedQuantity m_max;
    double m_shape = 1.5;
};

} // namespace nexsim

#endif // NEXSIM_PARETO_QUANTITY_H
