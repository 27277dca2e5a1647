// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/constant-rate-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"
#include "tests/support/nexus-scene.h"

#include <doctest/doctest.h>

#include <vector>

namespace open_loop_source_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

struct Pair : MiniNetwork
{
    Host& a = AddHost("a");
    Host& b = AddHost("b");

    Pair()
    {
        Connect(a, b, LinkOf(BitRate(10'000'000'000), MicroSeconds(1)));
        Route();
    }
};

/** 1000 B each 100 us. */
ns3::Ptr<ConstantRateSource>
Source(int64_t flows, bool heeds)
{
    auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Rate", QuantityDefault(BitRate(80'000'000)));
    source->SetAttribute("PacketSize", PolicyValue(Always(1000)));
    source->SetAttribute("Flows", IntegerValue(flows));
    source->SetAttribute("FlowAdvisory", ns3::BooleanValue(heeds));
    return source;
}

/** When its packets were sent, in units of 100 us. */
std::vector<int64_t>
SentAt(const RecordingEntry& entry)
{
    std::vector<int64_t> at;
    for (const Arrival& arrival : entry.arrivals)
    {
        at.push_back(arrival.packet.created.Value() / MicroSeconds(100).Value());
    }
    return at;
}

} // namespace

// Fails when a denied flow is resumed by the flag and not by its event, or denied packets wait.
TEST_CASE("a heeding source sends nothing of a suspended flow, until an event finds it resumed")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("cbr");
    const auto& source = net.AddSource(Source(1, true), entry, net.a, net.b);
    FlowAdvisoryTable& table = net.a.FindApp("")->Advisories();
    const FlowIndex flow = table.At(0).flow;
    net.Run(MicroSeconds(150));
    table.Suspend(flow);
    net.Run(MicroSeconds(360)); // 200 and 300 us are denied
    table.Resume(flow);
    net.Run(MicroSeconds(420)); // its event comes at 410.05 us: 400 us is denied, too
    net.Run(MicroSeconds(650));
    CHECK(SentAt(entry) == std::vector<int64_t>{0, 1, 5, 6});
    table.Suspend(flow); // and over before it tries: it never slept
    net.Run(MicroSeconds(660));
    table.Resume(flow);
    net.Run(MicroSeconds(701));
    CHECK(SentAt(entry).back() == 6);
    net.Run(MicroSeconds(750));
    CHECK(SentAt(entry).back() == 7);
    const MetricMap metrics(source);
    CHECK(metrics["denied_packets"] == 3);
    CHECK(metrics.Quotient("denied") == std::pair<int64_t, int64_t>(3, 8));
    CHECK(metrics["suspends"] == 2);
    CHECK(metrics["resumes"] == 2);
    CHECK(MetricMap(entry)["sent_packets"] == 5);
}

TEST_CASE("of a heeding source's flows, only the suspended one pauses; the turns go on")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("cbr");
    net.AddSource(Source(2, true), entry, net.a, net.b);
    FlowAdvisoryTable& table = net.a.FindApp("")->Advisories();
    net.Run(MicroSeconds(50));
    table.Suspend(table.At(1).flow);
    net.Run(MicroSeconds(550));
    CHECK(SentAt(entry) == std::vector<int64_t>{0, 2, 4});
}

TEST_CASE("a source that does not heed has no entry, and its datagrams may say that they are QUIC")
{
    Pair net;
    RecordingEntry& entry = net.AddEntry("cbr");
    const auto deaf = Source(1, false);
    deaf->SetAttribute("L4s", ns3::BooleanValue(true));
    net.AddSource(deaf, entry, net.a, net.b);
    RecordingEntry& other = net.AddEntry("quic");
    const auto quic = Source(1, true);
    quic->SetAttribute("Protocol", IntegerValue(1));
    net.AddSource(quic, other, net.a, net.b);
    net.Run(MicroSeconds(50));
    const FlowRecord& first = net.Context().Flows()[entry.arrivals.at(0).packet.flow];
    const FlowRecord& second = net.Context().Flows()[other.arrivals.at(0).packet.flow];
    CHECK(first.advisory == nullptr);
    CHECK(!first.carriesQuic);
    CHECK(second.advisory == &net.a.FindApp("")->Advisories());
    CHECK(second.carriesQuic);
    CHECK(entry.arrivals.at(0).packet.ecn == Ecn::Capable1);
    CHECK(other.arrivals.at(0).packet.ecn == Ecn::NotCapable);
}

TEST_CASE("a datagram above FragmentSize leaves in fragments: each byte once, in units of 8")
{
    for (const int64_t size : {1500, 1501, 1508, 4000, 65'535})
    {
        for (const int64_t most : {68, 576, 1500})
        {
            MiniNetwork net;
            Host& a = net.AddHost("a");
            Host& b = net.AddHost("b", NexusHostOf(1, NexusCostTable()));
            net.Connect(a, b, LinkOf(BitRate(10'000'000'000), MicroSeconds(1)));
            net.Route();
            RecordingEntry& entry = net.AddEntry("cbr");
            auto source = Source(1, false);
            source->SetAttribute("PacketSize", PolicyValue(Always(size)));
            source->SetAttribute("FragmentSize", QuantityDefault(Bytes(most)));
            source->SetAttribute("Stop", QuantityDefault(MicroSeconds(1)));
            net.AddSource(source, entry, a, b);
            net.Run(NanoSeconds(500));
            const int64_t part = (most - 20) / 8 * 8;
            const int64_t count = size <= most ? 1 : (size - 20 + part - 1) / part;
            CHECK(MetricMap(entry)["sent_packets"] == count);
            CHECK(net.GetLedger().Born().packets == count);
            CHECK(net.GetLedger().Born().payloadBytes == size - 28);
        }
    }
}

TEST_CASE("FragmentSize needs a host that puts fragments together, and datagrams that may be cut")
{
    const auto attach = [](const char* attribute, const ns3::AttributeValue& value, bool nexus) {
        MiniNetwork net;
        Host& a = net.AddHost("a");
        Host& b = nexus ? net.AddHost("b", NexusHostOf(1, NexusCostTable())) : net.AddHost("b");
        net.Connect(a, b, LinkOf(BitRate(10'000'000'000), MicroSeconds(1)));
        net.Route();
        auto source = Source(1, false);
        source->SetAttribute("FragmentSize", QuantityDefault(Bytes(1500)));
        source->SetAttribute(attribute, value);
        net.AddSource(source, net.AddEntry("cbr"), a, b);
    };
    CHECK_NOTHROW(attach("Flows", IntegerValue(2), true));
    CHECK_THROWS_WITH(attach("Flows", IntegerValue(2), false),
                      doctest::Contains("host b does not"));
    CHECK_THROWS_WITH(attach("Protocol", IntegerValue(1), true), doctest::Contains("RFC 9000"));
    CHECK_THROWS_WITH(attach("SegmentSize", QuantityDefault(Bytes(1000)), true),
                      doctest::Contains("SegmentSize is never fragmented"));
}

} // namespace open_loop_source_test
