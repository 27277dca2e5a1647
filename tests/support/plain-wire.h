// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PLAIN_WIRE_H
#define NEXSIM_PLAIN_WIRE_H

#include "models/base/attributes.h"
#include "models/link/simplex-link.h"

#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace nexsim::testing
{

/** @brief A link of one picosecond per byte, without overhead or delay, to `far`. */
inline ns3::Ptr<SimplexLink>
PlainWire(RunContext& run, PacketReceiver& far, int64_t mtu)
{
    Blueprint blueprint(SimplexLink::GetTypeId());
    blueprint.Set("Rate", ns3::Create<IntegerValue>(8'000'000'000'000));
    blueprint.Set("Delay", ns3::Create<IntegerValue>(0));
    blueprint.Set("Overhead", ns3::Create<IntegerValue>(0));
    blueprint.Set("Mtu", ns3::Create<IntegerValue>(mtu));
    const auto link = blueprint.CreateAs<SimplexLink>();
    link->Attach(run, "link");
    link->ConnectTo(far, 0);
    return link;
}

/** @brief A packet that comes `gap` picoseconds after the one before. */
struct Offer
{
    int64_t gap;
    uint32_t size; //!< IP bytes
};

/** @brief Packets of 28 B up to less than `above`, half of them at once with the one before. */
inline rc::Gen<std::vector<Offer>>
AnyOffers(uint32_t above)
{
    return rc::gen::container<std::vector<Offer>>(rc::gen::construct<Offer>(
        rc::gen::oneOf(rc::gen::just<int64_t>(0), rc::gen::inRange<int64_t>(0, 3000)),
        rc::gen::inRange(28U, above)));
}

/** @brief What becomes of an offer on a plain wire that is never idle while something waits, ps. */
struct Passage
{
    int64_t comes;
    int64_t begins;
    int64_t ends;
    uint32_t size;
};

inline std::vector<Passage>
PassagesOf(const std::vector<Offer>& offers)
{
    std::vector<Passage> passages;
    Passage last{0, 0, 0, 0};
    for (const auto& [gap, size] : offers)
    {
        const int64_t comes = last.comes + gap;
        const int64_t begins = std::max(last.ends, comes);
        last = {comes, begins, begins + size, size};
        passages.push_back(last);
    }
    return passages;
}

} // namespace nexsim::testing

#endif // NEXSIM_PLAIN_WIRE_H
