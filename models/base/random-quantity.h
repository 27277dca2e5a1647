// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RANDOM_QUANTITY_H
#define NEXSIM_RANDOM_QUANTITY_H

#include "models/base/quantity.h"
#include "models/base/random-stream.h"

#include "ns3/object.h"

#include <cstdint>

namespace nexsim
{

/**
 * @brief A law for amounts of one dimension; draws come from the stream that the user brings.
 *
 * The object itself has no state, so two users never disturb each other. Draws are rounded to the
 * nearest whole base unit (half away from zero) and computed with portable arithmetic only.
 */
class RandomQuantity : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief The next amount in the base unit. */
    virtual int64_t Draw(RandomStream& stream) const = 0;

    /** @brief The expected amount in the base unit; infinite means are given as infinity. */
    virtual double Mean() const = 0;

    /**
     * @brief The least amount that Draw can give; users ask once, before they draw.
     * @throws std::invalid_argument when the attributes of the law contradict each other
     */
    virtual int64_t Minimum() const = 0;

    /** @brief True when Draw always gives the same amount and uses no random number. */
    virtual bool IsConstant() const
    {
        return false;
    }

  protected:
    /** @brief Largest parameter of a law: up to it, doubles hold every whole number. */
    static constexpr int64_t kLargestParameter = int64_t{1} << 53;

    /** @brief The nearest whole amount to one that is not negative, at most 2^62. */
    static int64_t Round(double amount)
    {
        constexpr double kLargest = 4611686018427387904.0;
        return static_cast<int64_t>((amount < kLargest ? amount : kLargest) + 0.5);
    }
};

} // namespace nexsim

#endif // NEXSIM_RANDOM_QUANTITY_H
