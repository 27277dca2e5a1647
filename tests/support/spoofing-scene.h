// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SPOOFING_SCENE_H
#define NEXSIM_SPOOFING_SCENE_H

#include "models/base/exponential-quantity.h"
#include "models/traffic/spoofing-attack.h"
#include "tests/support/nexus-scene.h"

#include <map>

namespace nexsim::testing
{

/** @brief An attack of which all packets are spoofs, of these shares in percent. */
inline ns3::Ptr<SpoofingAttack>
AttackOf(const std::array<int64_t, kSpoofKindCount>& shares, int64_t spoofed = 100)
{
    const auto percent = [](int64_t value) {
        return IntegerValue(QuantityDefault(Ratio(value * 10'000'000)));
    };
    auto attack = ns3::CreateObject<SpoofingAttack>();
    attack->SetAttribute("Spoofed", percent(spoofed));
    attack->SetAttribute("OtherTuple", percent(shares[0]));
    attack->SetAttribute("UnknownTuple", percent(shares[1]));
    attack->SetAttribute("ForgedId", percent(shares[2]));
    attack->SetAttribute("BadFragment", percent(shares[3]));
    attack->SetAttribute("Victim", ns3::StringValue("bank"));
    return attack;
}

/** @brief Spoofs are written over packets after times of this law. */
inline ns3::Ptr<SpoofingAttack>
Flipping(ns3::Ptr<SpoofingAttack> attack, const ns3::Ptr<RandomQuantity>& after)
{
    attack->SetAttribute("FlipAfter", PolicyValue(after));
    return attack;
}

inline ns3::Ptr<RandomQuantity>
Exponential(SimTime mean)
{
    auto law = ns3::CreateObject<ExponentialRandomQuantity>();
    law->SetAttribute("Mean", IntegerValue(QuantityDefault(mean)));
    return law;
}

/**
 * @brief The host `evil`, whose own application spoofs over a channel and has `bank` beside it, and
 * the host `far`, both with a nexus; nothing costs but the work of NexusCostTable.
 */
struct SpoofingScene
{
    explicit SpoofingScene(const Blueprint& nexus,
                           const CostTable& costs = NexusCostTable(),
                           const Blueprint& app = NexusAppOf(),
                           uint32_t seed = 1)
        : net(seed), evil(net.AddHost("evil", NexusHostOf(1, costs, nexus))),
          far(net.AddHost("far", NexusHostOf(1, NexusCostTable()))), entry(net.AddEntry("web"))
    {
        net.Connect(evil,
                    far,
                    LinkOf(BitRate(1'000'000'000'000), MicroSeconds(1), Bytes(0), Bytes(65'535)));
        net.Route();
        evil.AddApp("", app);
        evil.AddApp("bank", NexusAppOf());
    }

    /** @brief Packets of this law of sizes, one each gap where all are of `meanSize`. */
    ns3::Ptr<ConstantRateSource> Add(const ns3::Ptr<SpoofingAttack>& attack,
                                     const ns3::Ptr<RandomQuantity>& size,
                                     int64_t meanSize,
                                     SimTime gap,
                                     int64_t count)
    {
        auto source = ns3::CreateObject<ConstantRateSource>();
        const int64_t rate = meanSize * 8 * Seconds(1).Value() / gap.Value();
        source->SetAttribute("Rate", IntegerValue(QuantityDefault(BitRate(rate))));
        source->SetAttribute("PacketSize", PolicyValue(size));
        source->SetAttribute("Stop", IntegerValue(QuantityDefault(SimTime(gap.Value() * count))));
        source->SetAttribute("Attack", PolicyValue(attack));
        net.AddSource(source, entry, evil, far);
        return source;
    }

    /** @brief Packets that came to the far application, by the port that they were sent to. */
    std::map<uint16_t, int64_t> ArrivalsByPort()
    {
        std::map<uint16_t, int64_t> arrivals;
        for (const Arrival& arrival : entry.arrivals)
        {
            ++arrivals[net.Context().Flows()[arrival.packet.flow].key.sourcePort];
        }
        return arrivals;
    }

    const Component& Find(const std::string& path)
    {
        for (const Component* component : net.Context().Components())
        {
            if (component->Path() == path)
            {
                return *component;
            }
        }
        throw std::logic_error("there is no component " + path);
    }

    MiniNetwork net;
    Host& evil;
    Host& far;
    RecordingEntry& entry;
};

/** @brief A nexus that verifies so. */
inline Blueprint
NexusThat(Verification verification)
{
    Blueprint nexus(SkywalkNexus::GetTypeId());
    nexus.Set("Verify", ns3::Create<IntegerValue>(QuantityDefault(verification)));
    return nexus;
}

} // namespace nexsim::testing

#endif // NEXSIM_SPOOFING_SCENE_H
