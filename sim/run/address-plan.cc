// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/address-plan.h"

#include "models/base/hash.h"

#include <set>

namespace nexsim
{

namespace
{

constexpr uint32_t kPrefix = 10U << 24;
constexpr uint32_t kHostMask = 0xffffff;

} // namespace

std::vector<uint32_t>
PlanAddresses(const std::vector<NodeSpec>& nodes)
{
    // Neither the network's own address nor broadcast.
    std::set<uint32_t> taken = {kPrefix, kPrefix | kHostMask};
    for (const NodeSpec& node : nodes)
    {
        taken.insert(node.address.value_or(kPrefix));
    }
    std::vector<uint32_t> addresses;
    addresses.reserve(nodes.size());
    for (const NodeSpec& node : nodes)
    {
        uint32_t address = node.address.value_or(0);
        if (!node.address)
        {
            auto number = static_cast<uint32_t>(HashName(node.name));
            do
            {
                address = kPrefix | (number++ & kHostMask);
            } while (!taken.insert(address).second);
        }
        addresses.push_back(address);
    }
    return addresses;
}

} // namespace nexsim
