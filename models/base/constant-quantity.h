// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CONSTANT_QUANTITY_H
#define NEXSIM_CONSTANT_QUANTITY_H

#include "models/base/random-quantity.h"

namespace nexsim
{

/** @brief Always the same amount; what a plain quantity stands for where a law may be given. */
class ConstantRandomQuantity : public RandomQuantity
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t Draw(RandomStream& stream) const override;
    double Mean() const override;
    int64_t Minimum() const override;
    bool IsConstant() const override;

  private:
    InheritedQuantity m_value;
};

} // namespace nexsim

#endif // NEXSIM_CONSTANT_QUANTITY_H
