// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/empirical-quantity.h"

#include "models/base/attributes.h"

#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SizeTable);
NS_OBJECT_ENSURE_REGISTERED(EmpiricalRandomQuantity);

ns3::TypeId
SizeTable::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SizeTable").SetParent<ns3::Object>().SetGroupName("nexsim/traffic");
    return tid;
}

SizeTable::SizeTable(EmpiricalDistribution distribution) : m_distribution(std::move(distribution))
{
}

ns3::TypeId
EmpiricalRandomQuantity::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::EmpiricalRandomQuantity")
            .SetParent<RandomQuantity>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<EmpiricalRandomQuantity>()
            .AddAttribute("File",
                          "File of the distribution: sizes in bytes and cumulative probabilities.",
                          ns3::StringValue(""),
                          ns3::MakeStringAccessor(&EmpiricalRandomQuantity::m_file),
                          ns3::MakeStringChecker())
            .AddAttribute("Table",
                          "The distribution itself, set by who has read File.",
                          PolicyValue(),
                          MakePolicyAccessor(&EmpiricalRandomQuantity::m_table),
                          MakePolicyChecker<SizeTable>());
    return tid;
}

const EmpiricalDistribution&
EmpiricalRandomQuantity::Distribution() const
{
    if (!m_table)
    {
        throw std::invalid_argument("an Empirical law has no distribution: its File \"" + m_file +
                                    "\" was not read");
    }
    return m_table->Distribution();
}

int64_t
EmpiricalRandomQuantity::Draw(RandomStream& stream) const
{
    return Distribution().Sample(stream.Uniform());
}

double
EmpiricalRandomQuantity::Mean() const
{
    return Distribution().Mean();
}

int64_t
EmpiricalRandomQuantity::Minimum() const
{
    return Distribution().Sample(0);
}

} // namespace nexsim
