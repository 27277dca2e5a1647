// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/math.h"
#include "models/transport/cubic-congestion-control.h"
#include "models/transport/dctcp-congestion-control.h"
#include "models/transport/round-trip-estimator.h"

#include <doctest/doctest.h>

#include <cmath>

namespace congestion_control_test
{

using namespace nexsim;

namespace
{

constexpr int64_t kSegment = 1448;

CongestionWindow
WindowOf(int64_t segments, int64_t threshold)
{
    return {kSegment, segments * kSegment, threshold * kSegment};
}

} // namespace

TEST_CASE("Reno: slow start adds what is acknowledged, at most two segments at a time")
{
    const auto reno = ns3::CreateObject<NewRenoCongestionControl>();
    CongestionWindow window = WindowOf(10, 1000);
    reno->OnAcknowledged(window, {kSegment, SimTime(0), MilliSeconds(1)});
    CHECK(window.window == 11 * kSegment);
    reno->OnAcknowledged(window, {2 * kSegment, SimTime(0), MilliSeconds(1)});
    CHECK(window.window == 13 * kSegment);
    reno->OnAcknowledged(window, {5 * kSegment, SimTime(0), MilliSeconds(1)});
    CHECK(window.window == 15 * kSegment);
    CHECK(reno->ThresholdAfterLoss(window, 15 * kSegment) == 15 * kSegment / 2);
    CHECK(reno->ThresholdAfterLoss(window, kSegment) == 2 * kSegment);
}

TEST_CASE("Reno: congestion avoidance adds one segment per window of acknowledged bytes")
{
    const auto reno = ns3::CreateObject<NewRenoCongestionControl>();
    CongestionWindow window = WindowOf(20, 10);
    for (int round = 0; round < 10; ++round)
    {
        for (int64_t left = window.window; left > 0; left -= kSegment)
        {
            reno->OnAcknowledged(window, {kSegment, SimTime(0), MilliSeconds(1)});
        }
        CHECK(window.window == (21 + round) * kSegment);
    }
}

TEST_CASE("Reno counting acknowledgements grows half as fast when every second one is sent")
{
    const auto reno = ns3::CreateObject<NewRenoCongestionControl>();
    reno->SetAttribute("Counting", QuantityDefault(AckCounting::ByAcknowledgements));
    CongestionWindow window = WindowOf(100, 10);
    for (int i = 0; i < 50; ++i)
    {
        reno->OnAcknowledged(window, {2 * kSegment, SimTime(0), MilliSeconds(1)});
    }
    CHECK(window.window < 100 * kSegment + 3 * kSegment / 4);
    CHECK(window.window > 100 * kSegment + kSegment / 4);
}

// RFC 9438 section 4.2; noticed when C or the exponent is changed, or K taken from W_max alone.
TEST_CASE("CUBIC: the window lies between C (t - K)^3 + W_max now and a round trip later")
{
    for (const int64_t peak : {50, 400, 3000})
    {
        for (const int64_t milliseconds : {10, 100})
        {
            const auto cubic = ns3::CreateObject<CubicCongestionControl>();
            cubic->SetAttribute("RenoFriendly", ns3::BooleanValue(false));
            CongestionWindow window = WindowOf(peak, 1);
            window.threshold = cubic->ThresholdAfterLoss(window, window.window);
            window.window = window.threshold;
            cubic->OnRecovered(SimTime(0));
            const double start = static_cast<double>(window.window) / kSegment;
            const double k = std::cbrt((static_cast<double>(peak) - start) / 0.4);
            const SimTime trip = MilliSeconds(milliseconds);
            const auto cubicAt = [&](SimTime at) {
                const double t = static_cast<double>((at - trip).Value()) / 1e12 - k;
                return 0.4 * t * t * t + static_cast<double>(peak);
            };
            // Far beyond W_max the function rises by more than half in a round trip: not here.
            for (SimTime now = trip; now < Seconds(static_cast<int64_t>(k) + 3); now += trip)
            {
                const int64_t segments = window.window / kSegment;
                for (int64_t i = 0; i < segments; ++i)
                {
                    cubic->OnAcknowledged(window, {kSegment, now, trip});
                }
                const double reached = static_cast<double>(window.window) / kSegment;
                CHECK(reached > cubicAt(now) - 1);
                CHECK(reached < cubicAt(now + trip) + 1);
            }
        }
    }
}

TEST_CASE("CUBIC where Reno is faster grows as Reno with its factor does")
{
    const auto cubic = ns3::CreateObject<CubicCongestionControl>();
    CongestionWindow window = WindowOf(20, 1);
    window.threshold = cubic->ThresholdAfterLoss(window, window.window);
    window.window = window.threshold;
    cubic->OnRecovered(SimTime(0));
    const SimTime trip = MilliSeconds(1); // so short that the cubic function hardly moves
    double estimate = static_cast<double>(window.window) / kSegment;
    for (int round = 0; round < 8; ++round)
    {
        const int64_t segments = window.window / kSegment;
        for (int64_t i = 0; i < segments; ++i)
        {
            cubic->OnAcknowledged(window, {kSegment, trip * (round + 1), trip});
        }
        estimate += 3 * 0.3 / 1.7;
        CHECK(std::abs(static_cast<double>(window.window) / kSegment - estimate) < 0.6);
    }
}

TEST_CASE("CUBIC: fast convergence lowers W_max when the second loss comes below the first")
{
    const auto cubic = ns3::CreateObject<CubicCongestionControl>();
    CongestionWindow window = WindowOf(100, 1);
    CHECK(cubic->ThresholdAfterLoss(window, window.window) == 70 * kSegment);
    window = WindowOf(80, 1);
    window.threshold = cubic->ThresholdAfterLoss(window, window.window);
    window.window = window.threshold;
    cubic->OnRecovered(SimTime(0));
    // W_max is 80 x 1.7 / 2 = 68: at K the window is there, and hardly moves.
    const double k = std::cbrt((68.0 - 56.0) / 0.4);
    const auto plateau = SimTime(static_cast<int64_t>(k * 1e12));
    for (SimTime now = MilliSeconds(1); now < plateau; now += MilliSeconds(10))
    {
        for (int i = 0; i < 60; ++i)
        {
            cubic->OnAcknowledged(window, {kSegment, now, MilliSeconds(10)});
        }
    }
    CHECK(window.window >= 67 * kSegment);
}

// RFC 8257 section 3.3; noticed when the gain or the fraction is changed.
TEST_CASE("DCTCP: alpha follows the marked fraction by the gain, once per window")
{
    const auto dctcp = ns3::CreateObject<DctcpCongestionControl>();
    CHECK(dctcp->Alpha() == 1.0);
    uint64_t next = 100;
    double alpha = 1;
    for (int window = 0; window < 40; ++window)
    {
        dctcp->OnEcho(750, false, next - 50, next + 100);
        dctcp->OnEcho(250, true, next + 1, next + 100);
        alpha = alpha * (1 - 0.0625) + 0.25 * 0.0625;
        if (window > 0) // the first report closes the empty window before it
        {
            CHECK(dctcp->Alpha() < 1.0);
        }
        next += 100;
    }
    CHECK(std::abs(dctcp->Alpha() - 0.25) < 0.1);
    CongestionWindow window = WindowOf(100, 1);
    const auto reduced = static_cast<double>(window.window) * (1 - dctcp->Alpha() / 2);
    CHECK(dctcp->ThresholdAfterMark(window, 0) == static_cast<int64_t>(reduced));
    CHECK(dctcp->ThresholdAfterLoss(window, window.window) == window.window / 2);
}

// RFC 6298 section 2.
TEST_CASE("time-out: SRTT + 4 RTTVAR, doubled by each expiry, within its bounds")
{
    RoundTripEstimator trip(Seconds(1), MilliSeconds(10), Seconds(60));
    CHECK(trip.TimeOut() == Seconds(1));
    trip.AddSample(MilliSeconds(100));
    CHECK(trip.Smoothed() == MilliSeconds(100));
    CHECK(trip.TimeOut() == MilliSeconds(300));
    trip.AddSample(MilliSeconds(180));
    // RTTVAR = 50 + (80 - 50) / 4 = 57.5, SRTT = 100 + 80 / 8 = 110
    CHECK(trip.Smoothed() == MilliSeconds(110));
    CHECK(trip.TimeOut() == MilliSeconds(340));
    trip.BackOff();
    CHECK(trip.TimeOut() == MilliSeconds(680));
    for (int i = 0; i < 40; ++i)
    {
        trip.BackOff();
    }
    CHECK(trip.TimeOut() == Seconds(60));
    trip.EndBackOff();
    CHECK(trip.TimeOut() == MilliSeconds(340));
}

} // namespace congestion_control_test
