// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/output-rate-ratio.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include "ns3/boolean.h"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <deque>
#include <vector>

namespace output_rate_ratio_test
{

namespace
{

using nexsim::BitRate;
using nexsim::Blueprint;
using nexsim::BufferUser;
using nexsim::Bytes;
using nexsim::IntegerValue;
using nexsim::kUnlimited;
using nexsim::MilliSeconds;
using nexsim::OutputRateRatioBufferManager;
using nexsim::RateSource;
using nexsim::RunContext;
using nexsim::SimTime;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

Blueprint
Manager(int64_t size, SimTime time, bool idleShares, RateSource source = RateSource::Configured)
{
    Blueprint made(OutputRateRatioBufferManager::GetTypeId());
    made.Set("Size", ns3::Create<IntegerValue>(size));
    made.Set("BufferTime", ns3::Create<IntegerValue>(time.Value()));
    made.Set("IdleShares", ns3::Create<ns3::BooleanValue>(idleShares));
    made.Set("RateFrom", ns3::Create<IntegerValue>(nexsim::QuantityDefault(source)));
    return made;
}

/** A manager in a run of its own, with queues of one 100 Mb/s port. */
struct Scene
{
    Scene(const Blueprint& blueprint,
          const std::vector<int64_t>& weights,
          const std::vector<int64_t>& shapingRates = {})
        : buffer(blueprint.CreateAs<OutputRateRatioBufferManager>())
    {
        buffer->Attach(run, "buffer");
        for (size_t i = 0; i < weights.size(); ++i)
        {
            BufferUser user;
            user.position = static_cast<uint32_t>(i);
            user.weight = weights[i];
            user.portRate = BitRate(100'000'000);
            user.shapingRate = BitRate(shapingRates.empty() ? kUnlimited : shapingRates[i]);
            buffer->AddQueue(user);
        }
        buffer->Start();
    }

    int64_t Share(uint32_t queue) const
    {
        return buffer->Share(queue).Value();
    }

    Simulation simulation;
    RunContext run;
    ns3::Ptr<OutputRateRatioBufferManager> buffer;
};

} // namespace

// Fails when bytes lost to rounding are not given away.
TEST_CASE("output rate ratio: shares are rate x time, or the pool in the ratio of the rates")
{
    // 4:1 on 312.5 kB: 250 and 62.5 kB; rate x time would be 1000 and 250 kB.
    const Scene pool(Manager(312'500, MilliSeconds(100), true), {4, 1});
    CHECK(pool.Share(0) == 250'000);
    CHECK(pool.Share(1) == 62'500);
    // Enough room: 80 and 20 Mb/s x 20 ms.
    const Scene roomy(Manager(1'000'000, MilliSeconds(20), true), {4, 1});
    CHECK(roomy.Share(0) == 200'000);
    CHECK(roomy.Share(1) == 50'000);
    // Shaped subscribers 1000:10, whatever their weights.
    const Scene shaped(Manager(1'010'000, MilliSeconds(200), true),
                       {1, 1},
                       {1'000'000'000, 10'000'000});
    CHECK(shaped.Share(0) == 1'000'000);
    CHECK(shaped.Share(1) == 10'000);
    // 1:1:1 of 100 B: 33 each, the byte left to the first.
    const Scene rounded(Manager(100, MilliSeconds(100), true), {1, 1, 1});
    CHECK(rounded.Share(0) == 34);
    CHECK(rounded.Share(1) == 33);
    CHECK(rounded.Share(2) == 33);
    // 3:3:1 of 100 B: 42.86, 42.86, 14.29: both bytes left to the larger remainders.
    const Scene largest(Manager(100, MilliSeconds(100), true), {1, 3, 3});
    CHECK(largest.Share(0) == 14);
    CHECK(largest.Share(1) == 43);
    CHECK(largest.Share(2) == 43);
}

TEST_CASE("output rate ratio: a buffer time per class")
{
    Blueprint manager = Manager(1'000'000, MilliSeconds(20), true);
    Blueprint voice(nexsim::BufferTimeClass::GetTypeId());
    voice.Set("BufferTime", ns3::Create<IntegerValue>(MilliSeconds(2).Value()));
    manager.SetParts("Classes", {voice});
    const Scene scene(manager, {1, 1});
    CHECK(scene.Share(0) == 12'500);
    CHECK(scene.Share(1) == 125'000);
}

TEST_CASE("output rate ratio: active queues share; one above its new share keeps what it has")
{
    Scene scene(Manager(312'500, MilliSeconds(100), false), {4, 1});
    for (int i = 0; i < 300; ++i)
    {
        REQUIRE(scene.buffer->Admit(0, 1000)); // alone, all is its share
    }
    CHECK(scene.Share(0) == 312'500);
    CHECK(scene.Share(1) == 0);
    CHECK(scene.buffer->Admit(1, 1000));
    CHECK(scene.Share(0) == 250'000);
    CHECK(scene.Share(1) == 62'500);
    CHECK(scene.buffer->UsedBy(0) == Bytes(300'000));
    CHECK_FALSE(scene.buffer->Admit(0, 1000));
    for (int i = 0; i < 50; ++i)
    {
        scene.buffer->Release(0, 1000);
        CHECK_FALSE(scene.buffer->Admit(0, 1000));
    }
    scene.buffer->Release(0, 1000);
    CHECK(scene.buffer->Admit(0, 1000));
    scene.buffer->Release(1, 1000); // idle again
    CHECK(scene.Share(0) == 312'500);
    CHECK(scene.buffer->Admit(0, 1000));
}

// Fails when the average takes the last period alone.
TEST_CASE("output rate ratio: measured rates move a quarter of the way per period")
{
    Scene scene(Manager(100'000, nexsim::Seconds(10), true, RateSource::Measured), {1, 1});
    CHECK(scene.Share(0) == 50'000); // as configured: 50 Mb/s each
    CHECK(scene.buffer->Admit(0, 10'000));
    double rates[2] = {50e6, 50e6};
    for (int period = 1; period <= 5; ++period)
    {
        RunUntil(scene.run, MilliSeconds(100 * period) - SimTime(1));
        for (int i = 0; i < 100; ++i) // 8 Mb/s and nothing
        {
            scene.buffer->Release(0, 1000);
            REQUIRE(scene.buffer->Admit(0, 1000));
        }
        RunUntil(scene.run, MilliSeconds(100 * period) + SimTime(1));
        rates[0] += (8e6 - rates[0]) / 4;
        rates[1] += (0 - rates[1]) / 4;
        CHECK(static_cast<double>(scene.Share(0)) ==
              doctest::Approx(100'000 * rates[0] / (rates[0] + rates[1])).epsilon(1e-4));
        CHECK(scene.Share(0) + scene.Share(1) == 100'000);
    }
}

TEST_CASE("output rate ratio: shares never exceed the pool, keep the ratio, and hold for arrivals")
{
    CHECK(rc::check([] {
        const int64_t size = *rc::gen::inRange<int64_t>(10'000, 400'000);
        const bool idleShares = *rc::gen::arbitrary<bool>();
        std::vector<int64_t> weights;
        for (int i = 0; i < 4; ++i)
        {
            weights.push_back(*rc::gen::inRange<int64_t>(1, 20));
        }
        Scene scene(Manager(size, MilliSeconds(*rc::gen::element(1, 25)), idleShares), weights);
        const auto steps =
            *rc::gen::container<std::vector<std::pair<uint32_t, int64_t>>>(rc::gen::pair(
                rc::gen::inRange(0U, 4U),
                rc::gen::oneOf(rc::gen::just<int64_t>(0), rc::gen::inRange<int64_t>(28, 9000))));
        std::deque<int64_t> model[4];
        int64_t total = 0;
        for (const auto& [queue, bytes] : steps)
        {
            const int64_t used = scene.buffer->UsedBy(queue).Value();
            if (bytes > 0)
            {
                const bool admitted = scene.buffer->Admit(queue, bytes);
                // No refusal while its own test holds, none admitted against it.
                const bool fits = used == 0 || used + bytes <= scene.Share(queue);
                RC_ASSERT(admitted == (fits && total + bytes <= size));
                if (admitted)
                {
                    model[queue].push_back(bytes);
                    total += bytes;
                }
            }
            else if (!model[queue].empty())
            {
                scene.buffer->Release(queue, model[queue].front());
                total -= model[queue].front();
                model[queue].pop_front();
            }
            RC_ASSERT(scene.buffer->Used() == Bytes(total));
            RC_ASSERT(total <= size);
            int64_t sum = 0;
            for (uint32_t i = 0; i < 4; ++i)
            {
                const bool counts = idleShares || !model[i].empty();
                sum += scene.Share(i);
                for (uint32_t j = 0; j < i; ++j)
                {
                    if (counts && (idleShares || !model[j].empty()))
                    {
                        // share_i/weight_i = share_j/weight_j, to a byte of each.
                        const int64_t difference =
                            scene.Share(i) * weights[j] - scene.Share(j) * weights[i];
                        RC_ASSERT(std::abs(difference) <= weights[i] + weights[j]);
                    }
                }
            }
            RC_ASSERT(sum <= size);
        }
    }));
}

} // namespace output_rate_ratio_test
