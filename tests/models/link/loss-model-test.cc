// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/bernoulli-loss.h"
#include "models/link/gilbert-elliott-loss.h"
#include "models/traffic/constant-rate-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"
#include "tests/support/sample.h"

#include <doctest/doctest.h>

#include <vector>

namespace loss_model_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

Ratio
Percent(int64_t percent)
{
    return Ratio(percent * 10'000'000);
}

ns3::Ptr<BernoulliLossModel>
Bernoulli(Ratio probability)
{
    auto model = ns3::CreateObject<BernoulliLossModel>();
    model->SetAttribute("Probability", QuantityDefault(probability));
    return model;
}

struct Transitions
{
    Ratio goodToBad;
    Ratio badToGood;
};

ns3::Ptr<GilbertElliottLossModel>
GilbertElliott(Transitions transitions, Ratio lossInGood, Ratio lossInBad)
{
    auto model = ns3::CreateObject<GilbertElliottLossModel>();
    model->SetAttribute("GoodToBad", QuantityDefault(transitions.goodToBad));
    model->SetAttribute("BadToGood", QuantityDefault(transitions.badToGood));
    model->SetAttribute("LossInGood", QuantityDefault(lossInGood));
    model->SetAttribute("LossInBad", QuantityDefault(lossInBad));
    return model;
}

/** Fates of `count` packets in a run of its own with this seed. */
template <typename Model>
std::vector<bool>
Losses(const ns3::Ptr<Model>& model, uint32_t seed, size_t count)
{
    RunContext run(seed);
    model->Attach(run, "link/loss");
    std::vector<bool> losses;
    for (size_t i = 0; i < count; ++i)
    {
        losses.push_back(model->IsLost());
    }
    return losses;
}

double
Fraction(const std::vector<bool>& losses)
{
    double lost = 0;
    for (const bool one : losses)
    {
        lost += one ? 1 : 0;
    }
    return lost / static_cast<double>(losses.size());
}

/** Mean length of an unbroken series of losses. */
double
MeanBurst(const std::vector<bool>& losses)
{
    double lost = 0;
    double bursts = 0;
    for (size_t i = 1; i < losses.size(); ++i)
    {
        lost += losses[i] ? 1 : 0;
        bursts += losses[i] && !losses[i - 1] ? 1 : 0;
    }
    return lost / bursts;
}

constexpr size_t kPackets = 200'000;

} // namespace

TEST_CASE("Bernoulli loses the fraction given, in bursts of 1 / (1 - p)")
{
    MiniNetwork net;
    CHECK(OverSeeds(12, [](uint32_t seed) {
              return Fraction(Losses(Bernoulli(Percent(3)), seed, kPackets));
          }).Agrees(0.03, 1e-4));
    CHECK(OverSeeds(12, [](uint32_t seed) {
              return MeanBurst(Losses(Bernoulli(Percent(40)), seed, kPackets));
          }).Agrees(1 / 0.6, 1e-4));
    CHECK(Fraction(Losses(Bernoulli(Percent(0)), 1, 1000)) == 0);
    CHECK(Fraction(Losses(Bernoulli(Percent(100)), 1, 1000)) == 1);
}

TEST_CASE("Gilbert-Elliott loses (r g + p b) / (p + r) of all packets")
{
    MiniNetwork net;
    const Transitions transitions{Percent(2), Percent(8)};
    CHECK(OverSeeds(12, [&](uint32_t seed) {
              const auto model = GilbertElliott(transitions, Percent(1), Percent(50));
              return Fraction(Losses(model, seed, kPackets));
          }).Agrees((0.08 * 0.01 + 0.02 * 0.5) / 0.1, 1e-4));
}

TEST_CASE("Gilbert-Elliott stays bad for 1 / r packets on average")
{
    MiniNetwork net;
    const Transitions transitions{Percent(1), Percent(20)};
    CHECK(OverSeeds(12, [&](uint32_t seed) {
              const auto model = GilbertElliott(transitions, Percent(0), Percent(100));
              return MeanBurst(Losses(model, seed, kPackets));
          }).Agrees(5, 1e-4));
    CHECK(OverSeeds(12, [&](uint32_t seed) {
              const auto model = GilbertElliott(transitions, Percent(0), Percent(100));
              Losses(model, seed, kPackets);
              const MetricMap metrics(*model);
              return static_cast<double>(metrics["bad_packets"]) /
                     static_cast<double>(metrics["bad_periods"]);
          }).Agrees(5, 1e-3));
}

TEST_CASE("Gilbert-Elliott: the first packet finds the stationary distribution")
{
    MiniNetwork net;
    int bad = 0;
    for (uint32_t seed = 1; seed <= 2000; ++seed)
    {
        const auto model = GilbertElliott({Percent(3), Percent(7)}, Percent(0), Percent(100));
        bad += Losses(model, seed, 1).front() ? 1 : 0;
    }
    CHECK(bad > 600 - 62); // 3 standard deviations of a binomial law
    CHECK(bad < 600 + 62);
}

TEST_CASE("Gilbert-Elliott keeps its states when only a probability of loss changes")
{
    MiniNetwork net;
    const Transitions transitions{Percent(5), Percent(10)};
    const auto always = Losses(GilbertElliott(transitions, Percent(0), Percent(100)), 1, 10'000);
    const auto half = Losses(GilbertElliott(transitions, Percent(0), Percent(50)), 1, 10'000);
    double both = 0;
    for (size_t i = 0; i < always.size(); ++i)
    {
        CHECK((always[i] || !half[i])); // lost only in the bad state, which is the same
        both += half[i] ? 1 : 0;
    }
    CHECK(both / (Fraction(always) * 10'000) == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("Gilbert-Elliott draws states and losses from streams of their own")
{
    MiniNetwork net;
    const auto losses =
        Losses(GilbertElliott({Percent(10), Percent(30)}, Percent(5), Percent(60)), 9, 10'000);
    RunContext run(9);
    RandomStream states = run.Stream("link/loss", "state");
    RandomStream fates = run.Stream("link/loss", "loss");
    bool isBad = states.Uniform() * 0.4 < 0.1;
    for (const bool lost : losses)
    {
        CHECK(lost == (fates.Uniform() < (isBad ? 0.6 : 0.05)));
        isBad = states.Uniform() < (isBad ? 0.3 : 0.1) ? !isBad : isBad;
    }
}

TEST_CASE("a lost packet takes its time on the wire, ends by name, and the books balance")
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    Blueprint loss(BernoulliLossModel::GetTypeId());
    loss.Set("Probability", ns3::Create<IntegerValue>(Percent(30)));
    Blueprint link = LinkOf(BitRate(1'000'000'000), MicroSeconds(5));
    link.SetPart("Loss", loss);
    net.Connect(a, b, link);
    net.Route();
    RecordingEntry& entry = net.AddEntry("cbr");
    auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("PacketSize", PolicyValue(Always(1212)));
    net.AddSource(source, entry, a, b); // 1 Gbps offered of IP, a little more than the wire takes
    net.Run(MilliSeconds(20));
    const MetricMap wire(net.LinkFrom(a, b));
    // 1250 B on the wire take 10 us, and the wire is never idle.
    CHECK(wire["transmitted_packets"] == 2000);
    CHECK(wire["lost_packets"] == net.GetLedger().Dropped().packets);
    CHECK(wire["lost_packets"] > 600 - 62);
    CHECK(wire["lost_packets"] < 600 + 62);
    for (const Arrival& arrival : entry.arrivals)
    {
        CHECK((arrival.at - MicroSeconds(15)).Value() % MicroSeconds(10).Value() == 0);
    }
}

} // namespace loss_model_test
