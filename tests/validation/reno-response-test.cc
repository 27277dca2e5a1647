// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/link/loss-model.h"
#include "models/traffic/tcp-bulk-source.h"
#include "models/transport/new-reno-congestion-control.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

namespace reno_response_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** Loses every n-th packet: the losses of which the formula is derived. */
class PeriodicLoss : public LossModel
{
  public:
    explicit PeriodicLoss(int64_t every) : m_every(every) {}

    bool IsLost() override
    {
        return ++m_passed % m_every == 0;
    }

  private:
    int64_t m_every;
    int64_t m_passed = 0;
};

constexpr double kRoundTrip = 0.02; //!< s; serialisation adds 2 us

/** Segments that reach the application per round trip. */
double
SegmentsPerRoundTrip(int64_t lossEvery, int64_t ackEvery, SimTime duration)
{
    MiniNetwork net;
    Host& a = net.AddHost("a");
    Host& b = net.AddHost("b");
    net.Connect(a, b, LinkOf(BitRate(100'000'000'000), MilliSeconds(10)));
    net.Route();
    net.LinkFrom(a, b).SetAttribute("Loss",
                                    PolicyValue(ns3::CreateObject<PeriodicLoss>(lossEvery)));
    Blueprint reno(NewRenoCongestionControl::GetTypeId());
    reno.Set("Counting",
             ns3::Create<IntegerValue>(static_cast<int64_t>(AckCounting::ByAcknowledgements)));
    auto source = ns3::CreateObject<TcpBulkSource>();
    source->SetAttribute("CongestionControl", BlueprintValue(reno));
    source->SetAttribute("AckEvery", IntegerValue(ackEvery));
    source->SetAttribute("ReceiveBuffer", QuantityDefault(Bytes(1'000'000'000)));
    net.AddSource(source, net.AddEntry("tcp"), a, b);
    net.Run(duration);
    const MetricMap metrics(*source);
    CHECK(metrics["time_outs"] == 0);
    const double segments = static_cast<double>(metrics["goodput"]) / 8 / 1448;
    return segments / (static_cast<double>(duration.Value()) / 1e12) * kRoundTrip;
}

} // namespace

TEST_CASE("a Reno flow that loses every n-th packet sends sqrt(3 n / (2 b)) segments a round trip")
{
    for (const int64_t b : {1, 2})
    {
        for (const int64_t n : {1'000, 4'000, 10'000})
        {
            CAPTURE(b);
            CAPTURE(n);
            const double formula = std::sqrt(1.5 * static_cast<double>(n) / static_cast<double>(b));
            const double measured = SegmentsPerRoundTrip(n, b, Seconds(200));
            CAPTURE(measured);
            CHECK(measured == doctest::Approx(formula).epsilon(0.05));
        }
    }
}

} // namespace reno_response_test
