// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/mix-quantity.h"

#include "models/base/attributes.h"

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(MixItem);
NS_OBJECT_ENSURE_REGISTERED(MixRandomQuantity);

ns3::TypeId
MixItem::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::MixItem")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/base")
            .AddConstructor<MixItem>()
            .AddAttribute("Value",
                          "The amount.",
                          IntegerValue(0),
                          MakeQuantityAccessor(&MixItem::m_value),
                          MakeQuantityChecker<InheritedQuantity>(InheritedQuantity(0),
                                                                 InheritedQuantity(kUnlimited)))
            .AddAttribute("Weight",
                          "How often it comes, relative to the others.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&MixItem::m_weight),
                          MakeIntegerRangeChecker(1, 1'000'000));
    return tid;
}

ns3::TypeId
MixRandomQuantity::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::MixRandomQuantity")
            .SetParent<RandomQuantity>()
            .SetGroupName("nexsim/base")
            .AddConstructor<MixRandomQuantity>()
            .AddAttribute(
                "Items",
                "The amounts with their weights; at least one.",
                ListValue(),
                MakeListAccessor(&MixRandomQuantity::SetItems, &MixRandomQuantity::GetItems),
                MakePolicyListChecker<MixItem>());
    return tid;
}

void
MixRandomQuantity::SetItems(const ListValue::Elements& items)
{
    m_items = items;
    m_steps.clear();
    int64_t below = 0;
    for (const auto& element : items)
    {
        const auto item = ns3::DynamicCast<MixItem>(ns3::DynamicCast<PolicyValue>(element)->Get());
        below += item->Weight();
        m_steps.push_back({item->Value(), below});
    }
}

ListValue::Elements
MixRandomQuantity::GetItems() const
{
    return m_items;
}

int64_t
MixRandomQuantity::Draw(RandomStream& stream) const
{
    const auto total = static_cast<double>(m_steps.back().below);
    const auto place = static_cast<int64_t>(stream.Uniform() * total);
    const auto step = std::find_if(m_steps.begin(), m_steps.end() - 1, [&](const Step& candidate) {
        return place < candidate.below;
    });
    return step->value;
}

double
MixRandomQuantity::Mean() const
{
    double sum = 0;
    int64_t before = 0;
    for (const Step& step : m_steps)
    {
        sum += static_cast<double>(step.value) * static_cast<double>(step.below - before);
        before = step.below;
    }
    return sum / static_cast<double>(before);
}

int64_t
MixRandomQuantity::Minimum() const
{
    if (m_steps.empty())
    {
        throw std::invalid_argument("a Mix law needs at least one item");
    }
    const auto least =
        std::min_element(m_steps.begin(), m_steps.end(), [](const Step& a, const Step& b) {
            return a.value < b.value;
        });
    return least->value;
}

} // namespace nexsim
