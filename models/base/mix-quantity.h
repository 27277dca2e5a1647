// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MIX_QUANTITY_H
#define NEXSIM_MIX_QUANTITY_H

#include "models/base/attribute-values.h"
#include "models/base/random-quantity.h"

#include <vector>

namespace nexsim
{

/** @brief One amount of a mix and how often it comes. */
class MixItem : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t Value() const
    {
        return m_value.Value();
    }

    int64_t Weight() const
    {
        return m_weight;
    }

  private:
    InheritedQuantity m_value;
    int64_t m_weight = 1;
};

/**
 * @brief A few amounts, each with a probability of its weight by the sum of weights.
 *
 * IMIX is the mix 7:4:1 of packets of 40, 576 and 1500 B. Mean() is exact but for the rounding of
 * doubles.
 */
class MixRandomQuantity : public RandomQuantity
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t Draw(RandomStream& stream) const override;
    double Mean() const override;
    int64_t Minimum() const override;

  private:
    void SetItems(const ListValue::Elements& items);
    ListValue::Elements GetItems() const;

    struct Step
    {
        int64_t value;
        int64_t below; //!< sum of the weights up to this value
    };

    ListValue::Elements m_items;
    std::vector<Step> m_steps;
};

} // namespace nexsim

#endif // NEXSIM_MIX_QUANTITY_H
