// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/open-loop-source.h"
#include "models/traffic/path-profile.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace path_profile_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kGiga = 1'000'000'000;

/** Hands packets of the given sizes to its host, all at once, at the given time. */
class BurstSource : public OpenLoopSource
{
  public:
    std::vector<int64_t> sizes;

  protected:
    void Begin() override
    {
        for (const int64_t size : sizes)
        {
            SendNext(size);
        }
    }
};

/** When the last of these packets arrives over a real chain of switches. */
SimTime
Simulated(const PathProfile& path, const std::vector<int64_t>& sizes, SimTime start)
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    NetworkNode* last = &a;
    for (size_t i = 0; i < path.hops.size(); ++i)
    {
        const bool isLast = i + 1 == path.hops.size();
        NetworkNode& next =
            isLast ? static_cast<NetworkNode&>(b)
                   : static_cast<NetworkNode&>(net.AddSwitch("sw" + std::to_string(i)));
        const PathProfile::Hop& hop = path.hops[i];
        net.Connect(*last, next, LinkOf(hop.rate, hop.delay, hop.overhead));
        last = &next;
    }
    net.Route();
    auto source = ns3::CreateObject<BurstSource>();
    source->sizes = sizes;
    source->SetAttribute("Start", PolicyValue(Always(start.Value())));
    RecordingEntry& entry = net.AddEntry("burst");
    net.AddSource(source, entry, a, b);
    net.Run(Seconds(10));
    RC_ASSERT(entry.arrivals.size() == sizes.size());
    return entry.arrivals.back().at - start;
}

} // namespace

TEST_CASE("n equal packets over h equal links arrive after (n + h - 1) L / C + h propagations")
{
    PathProfile path;
    for (int hop = 0; hop < 4; ++hop)
    {
        path.hops.push_back({BitRate(10 * kGiga), MicroSeconds(3), Bytes(38)});
    }
    // 1250 B on the wire at 10 Gbps: 1 us.
    CHECK(IdealCompletion(path, std::vector<int64_t>(7, 1212)) == MicroSeconds(7 + 4 - 1 + 12));
    CHECK(IdealCompletion(path, {1212}) == MicroSeconds(4 + 12));
}

TEST_CASE("the slowest link paces a train; a small last packet waits behind a large one")
{
    PathProfile path;
    path.hops.push_back({BitRate(8 * kGiga), NanoSeconds(0), Bytes(0)});
    path.hops.push_back({BitRate(1 * kGiga), NanoSeconds(500), Bytes(0)});
    path.hops.push_back({BitRate(8 * kGiga), NanoSeconds(0), Bytes(0)});
    // The first is stored after 1 us, 8.5 us and 1 us; the second, 0.2 us ahead of that, waits.
    CHECK(IdealCompletion(path, {1000, 100}) == NanoSeconds(1000 + 8500 + 1000 + 100));
    // The other way round the second is the last all the way: 0.1 us and thrice its own time.
    CHECK(IdealCompletion(path, {100, 1000}) == NanoSeconds(100 + 1000 + 8500 + 1000));
}

TEST_CASE("the empty path agrees with simulated links and switches to the picosecond")
{
    CHECK(rc::check([] {
        const std::vector<int64_t> rates = {kGiga,
                                            10 * kGiga,
                                            3 * kGiga,
                                            7'777'777'777,
                                            999'999'937};
        PathProfile path;
        const auto hops = *rc::gen::inRange(1, 5);
        for (int hop = 0; hop < hops; ++hop)
        {
            path.hops.push_back({BitRate(*rc::gen::elementOf(rates)),
                                 SimTime(*rc::gen::inRange(0, 5'000'000)),
                                 Bytes(*rc::gen::inRange(0, 50))});
        }
        const auto sizes = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(29, 1501)));
        const SimTime start(*rc::gen::inRange(0, 10'000'000));
        RC_ASSERT(Simulated(path, sizes, start) == IdealCompletion(path, sizes));
    }));
}

} // namespace path_profile_test
