// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/port-demand.h"

#include <doctest/doctest.h>

namespace port_demand_test
{

namespace
{

using nexsim::BitRate;
using nexsim::DemandThresholds;
using nexsim::MicroSeconds;
using nexsim::PortDemand;
using nexsim::Ratio;
using nexsim::SimTime;

constexpr int64_t kPercent = 10'000'000;
constexpr SimTime kWindow = MicroSeconds(100);

/** A port of 1 Gb/s, 100,000 bits a window, seen window by window. */
class Watched
{
  public:
    explicit Watched(int64_t gainPercent = 100)
    {
        thresholds = {Ratio(90 * kPercent),
                      Ratio(70 * kPercent),
                      Ratio(5 * kPercent),
                      Ratio(10 * kPercent),
                      MicroSeconds(300),
                      MicroSeconds(500),
                      Ratio(gainPercent * kPercent)};
    }

    /** Ten packets of these bits in all; of the window, so much was back-pressure. */
    void Sample(int64_t bits, SimTime backPressure = SimTime(0), int drops = 0)
    {
        for (int i = 0; i < 10; ++i)
        {
            demand.CountArrival(bits / 10);
        }
        for (int i = 0; i < drops; ++i)
        {
            demand.CountDrop();
        }
        m_backPressure += backPressure.Value();
        m_now = m_now + kWindow;
        demand.Sample(m_now, kWindow, BitRate(1'000'000'000), m_backPressure, thresholds);
    }

    DemandThresholds thresholds;
    PortDemand demand;

  private:
    SimTime m_now;
    int64_t m_backPressure = 0;
};

} // namespace

TEST_CASE("port demand: hot after the hold time above the upper threshold, without a break")
{
    Watched port;
    port.Sample(91'000);
    port.Sample(91'000);
    port.Sample(91'000);
    CHECK_FALSE(port.demand.IsHot()); // for 200 us
    port.Sample(91'000);
    CHECK(port.demand.IsHot());
    port.Sample(90'000); // no longer above
    CHECK_FALSE(port.demand.IsHot());
    port.Sample(91'000);
    port.Sample(91'000);
    port.Sample(91'000);
    CHECK_FALSE(port.demand.IsHot());
    port.Sample(91'000);
    CHECK(port.demand.IsHot());
}

TEST_CASE("port demand: cool after the hold time below the lower threshold; between, neither")
{
    Watched port;
    for (int i = 0; i < 5; ++i)
    {
        port.Sample(69'000);
    }
    CHECK(port.demand.IsBelow());
    CHECK_FALSE(port.demand.IsCool()); // for 400 us
    port.Sample(69'000);
    CHECK(port.demand.IsCool());
    port.Sample(80'000);
    CHECK_FALSE(port.demand.IsCool());
    CHECK_FALSE(port.demand.IsBelow());
    CHECK_FALSE(port.demand.IsHot());
}

TEST_CASE("port demand: back-pressure or drops make a quiet port hot, and keep it from being cool")
{
    Watched pressed;
    Watched dropping;
    Watched quiet;
    for (int i = 0; i < 6; ++i)
    {
        pressed.Sample(10'000, MicroSeconds(6));
        dropping.Sample(10'000, SimTime(0), 2);
        quiet.Sample(10'000, MicroSeconds(5), 1); // at both thresholds, not above
    }
    CHECK(pressed.demand.IsHot());
    CHECK_FALSE(pressed.demand.IsCool());
    CHECK(dropping.demand.IsHot());
    CHECK_FALSE(dropping.demand.IsCool());
    CHECK_FALSE(quiet.demand.IsHot());
    CHECK(quiet.demand.IsCool());
}

TEST_CASE("port demand: the offered rate is averaged with the gain as the newest sample's weight")
{
    Watched port(25);
    port.Sample(100'000);
    CHECK(port.demand.Offered() == doctest::Approx(0.25));
    port.Sample(200'000);
    CHECK(port.demand.Offered() == doctest::Approx(0.25 * 0.75 + 2 * 0.25));
    port.Sample(0);
    CHECK(port.demand.Offered() == doctest::Approx((0.25 * 0.75 + 0.5) * 0.75));
}

} // namespace port_demand_test
