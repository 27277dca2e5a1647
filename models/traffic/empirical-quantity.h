// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EMPIRICAL_QUANTITY_H
#define NEXSIM_EMPIRICAL_QUANTITY_H

#include "models/base/random-quantity.h"
#include "models/traffic/size-distribution.h"

#include <string>

namespace nexsim
{

/** @brief A distribution that several laws may share. */
class SizeTable : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    explicit SizeTable(EmpiricalDistribution distribution);

    const EmpiricalDistribution& Distribution() const
    {
        return m_distribution;
    }

  private:
    EmpiricalDistribution m_distribution;
};

/**
 * @brief Sizes from a table of a cumulative distribution, such as a measured one.
 *
 * File names the table for people and for the reader of a scenario, which sets Table from it;
 * models open no such file. Mean() is exact, see EmpiricalDistribution. It is the mean of sizes in
 * bytes, so the law belongs where an attribute takes a size.
 */
class EmpiricalRandomQuantity : public RandomQuantity
{
  public:
    static ns3::TypeId GetTypeId();

    int64_t Draw(RandomStream& stream) const override;
    double Mean() const override;
    int64_t Minimum() const override;

  private:
    const EmpiricalDistribution& Distribution() const;

    std::string m_file;
    ns3::Ptr<SizeTable> m_table;
};

} // namespace nexsim

#endif // NEXSIM_EMPIRICAL_QUANTITY_H
