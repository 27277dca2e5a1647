// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FUNNEL_H
#define NEXSIM_FUNNEL_H

#include "models/base/attribute-values.h"
#include "tests/sim/run/scenario-maker.h"

namespace nexsim::testing
{

/** @brief Senders a and b into one link of 1 Gbps to c, whose queue is short; both want all of it. */
struct Funnel : ScenarioMaker
{
    /**
     * @param queuePackets that may wait
     * @param otherSize IP bytes of b's packets; a's have 1462 B
     * @param markPackets from so many on arrivals are marked; 0: none is
     */
    explicit Funnel(SimTime duration = MilliSeconds(1),
                    int64_t queuePackets = 2,
                    int64_t otherSize = 962,
                    int64_t markPackets = 0)
        : ScenarioMaker(duration)
    {
        const size_t a = Host("a");
        const size_t b = Host("b");
        const size_t sw = Switch("sw");
        const size_t c = Host("c");
        Link(a, sw);
        Link(b, sw);
        Blueprint queue(ns3::TypeId::LookupByName("nexsim::FifoQueueDisc"));
        queue.Set("MaxPackets", ns3::Create<IntegerValue>(queuePackets));
        if (markPackets > 0)
        {
            queue.Set("MarkPackets", ns3::Create<IntegerValue>(markPackets));
        }
        Blueprint port(ns3::TypeId::LookupByName("nexsim::SwitchPort"));
        port.Set("Queue", ns3::Create<BlueprintValue>(queue));
        Link(sw, c, BitRate(1'000'000'000), MicroSeconds(3)).portA = port;
        Traffic("first", "ConstantRateSource", a, c, 1462);
        Traffic("other", "ConstantRateSource", b, c, otherSize);
    }
};

} // namespace nexsim::testing

#endif // NEXSIM_FUNNEL_H
