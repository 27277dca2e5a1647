// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flow-reaper.h"
#include "tests/support/nexus-net.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <vector>

namespace flow_reaper_test
{

namespace
{

using namespace nexsim;
using namespace nexsim::testing;

struct Scene : NexusNet
{
    Scene(SimTime linger, SimTime period, FlowMask mask = FlowMask::FiveTuple)
        : NexusNet(NexusCostTable(), NexusOf(linger, period))
    {
        Blueprint channel(NexusDatapath::GetTypeId());
        channel.Set("FlowMask", ns3::Create<IntegerValue>(QuantityDefault(mask)));
        AddApp("one", channel, 1);
    }

    static Blueprint NexusOf(SimTime linger, SimTime period)
    {
        Blueprint reaper(FlowReaper::GetTypeId());
        reaper.Set("Linger", ns3::Create<IntegerValue>(QuantityDefault(linger)));
        reaper.Set("Period", ns3::Create<IntegerValue>(QuantityDefault(period)));
        Blueprint nexus(SkywalkNexus::GetTypeId());
        nexus.SetPart("Reaper", reaper);
        return nexus;
    }

    void Close(const MadeFlow& flow, FlowEnd end)
    {
        Find<FlowReaper>().Close(flow.index, end);
    }

    int64_t Metric(const std::string& name)
    {
        CHECK(!Find<FlowReaper>().FindError());
        return MetricMap(Find<FlowReaper>())[name];
    }
};

} // namespace

TEST_CASE("an entry that lingers is freed by the first look after its time; looks come as asked")
{
    Scene scene(MicroSeconds(10), MicroSeconds(4));
    const MadeFlow& first = scene.AddFlow("one", kProtocolTcp);
    const MadeFlow& second = scene.AddFlow("one", kProtocolTcp);
    scene.AddFlow("one", kProtocolTcp);
    scene.Run(SimTime(0));
    scene.Close(first, FlowEnd::Abort);
    CHECK(scene.Metric("table_entries") == 2);
    CHECK(scene.Metric("entries") == 3);
    scene.Run(MicroSeconds(3));
    scene.Close(second, FlowEnd::Abort); // looks at 0, 3, 7, 11, 15 us
    scene.Run(MicroSeconds(11) - SimTime(1));
    CHECK(scene.Metric("lingering") == 2);
    scene.Run(MicroSeconds(11) + SimTime(1));
    CHECK(scene.Metric("lingering") == 1);
    scene.Run(MicroSeconds(15) - SimTime(1));
    CHECK(scene.Metric("lingering") == 1);
    scene.Run(MicroSeconds(40));
    CHECK(scene.Metric("lingering") == 0);
    CHECK(scene.Metric("entries") == 1);
    CHECK(scene.Metric("most_lingering") == 2);
    CHECK(scene.Metric("mean_lingering") == MicroSeconds(11 + 12).Value());
    CHECK(scene.Metric("passes") == 5); // and none when there is nothing to look for
}

TEST_CASE("what is closed goes at once, and so does what has no connection to wait for")
{
    Scene scene(MicroSeconds(10), MicroSeconds(4));
    const MadeFlow& tcp = scene.AddFlow("one", kProtocolTcp);
    const MadeFlow& udp = scene.AddFlow("one", kProtocolUdp);
    scene.Run(SimTime(0));
    scene.Close(tcp, FlowEnd::Remove);
    scene.Close(udp, FlowEnd::Abort);
    CHECK(scene.Metric("entries") == 0);
    CHECK(scene.Metric("removed_flows") == 2);
    CHECK(scene.Metric("lingered_flows") == 0);
    scene.Run(MicroSeconds(1));
    CHECK(scene.Metric("passes") == 0);
}

TEST_CASE("a listener's entry stays when one of its flows is over")
{
    Scene scene(MicroSeconds(10), MicroSeconds(4), FlowMask::ThreeTuple);
    const MadeFlow& flow = scene.AddFlow("one", kProtocolTcp);
    MadeFlow& other = scene.AddFlow("one", kProtocolTcp);
    scene.Run(SimTime(0));
    scene.Close(flow, FlowEnd::Remove);
    CHECK(scene.Metric("entries") == 1);
    scene.Send(other, 100);
    scene.Run(MilliSeconds(1));
    CHECK(scene.entry->arrivals.size() == 1);
}

TEST_CASE("any flows, closed and left at any time: each is found until then, and freed in time")
{
    CHECK(rc::check([] {
        const SimTime linger = MicroSeconds(*rc::gen::inRange(1, 50));
        const SimTime period = MicroSeconds(*rc::gen::inRange(1, 20));
        Scene scene(linger, period);
        scene.Run(SimTime(0));
        std::deque<SimTime> left;
        size_t open = 0;
        std::vector<MadeFlow*> flows;
        const int steps = *rc::gen::inRange(1, 40);
        for (int i = 0; i < steps; ++i)
        {
            const SimTime now = scene.net.Context().Now();
            if (flows.empty() || *rc::gen::arbitrary<bool>())
            {
                flows.push_back(&scene.AddFlow("one", kProtocolTcp));
                ++open;
            }
            else
            {
                const bool leaves = *rc::gen::arbitrary<bool>();
                scene.Close(*flows.back(), leaves ? FlowEnd::Abort : FlowEnd::Remove);
                flows.pop_back();
                --open;
                if (leaves)
                {
                    left.push_back(now);
                }
            }
            scene.Run(now + MicroSeconds(*rc::gen::inRange(0, 15)));
            const SimTime then = scene.net.Context().Now();
            while (!left.empty() && left.front() + linger + period <= then)
            {
                left.pop_front();
            }
            const auto young =
                static_cast<int64_t>(std::count_if(left.begin(), left.end(), [&](SimTime at) {
                    return at + linger > then;
                }));
            RC_ASSERT(scene.Metric("table_entries") == static_cast<int64_t>(open));
            RC_ASSERT(scene.Metric("lingering") >= young);
            RC_ASSERT(scene.Metric("lingering") <= static_cast<int64_t>(left.size()));
        }
    }));
}

} // namespace flow_reaper_test
