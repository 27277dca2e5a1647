// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/capture/capture-file.h"
#include "models/switch/switch.h"
#include "sim/run/capture-probe.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <sstream>

namespace capture_probe_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** a and b through a switch, 10 Gbps and 1 us in, 1 Gbps and 3 us out. */
struct Tapped : ScenarioMaker
{
    size_t a = Host("a");
    size_t sw = Switch("sw");
    size_t b = Host("b");

    explicit Tapped(Forwarding forwarding = Forwarding::StoreAndForward)
        : ScenarioMaker(MicroSeconds(100))
    {
        run.nodes[sw].blueprint.Set("Forwarding",
                                    ns3::Create<IntegerValue>(QuantityDefault(forwarding)));
        Link(a, sw);
        Link(sw, b, BitRate(1'000'000'000), MicroSeconds(3));
        Traffic("up", "ConstantRateSource", a, b, 962)
            .source.Set("Rate", ns3::Create<IntegerValue>(384'800'000)); // one each 20 us
        Traffic("down", "ConstantRateSource", b, a, 462)
            .source.Set("Rate", ns3::Create<IntegerValue>(73'920'000)); // one each 50 us
    }

    void Tap(const std::string& file,
             std::vector<TapSpec> taps,
             TapDirection direction = TapDirection::Both,
             CaptureFormat format = CaptureFormat::Pcapng)
    {
        CaptureSpec spec;
        spec.file = file;
        spec.taps = std::move(taps);
        spec.direction = direction;
        spec.format = format;
        spec.settings.digits = 12;
        run.measure.captures.push_back(spec);
    }
};

struct Files
{
    std::map<std::string, StringSink> files;
    RunRecord record;

    explicit Files(const ScenarioRun& scenario)
    {
        record.id = "0123";
        RunSinks sinks;
        sinks.capture = [this](const std::string& name) -> TextSink& { return files[name]; };
        RunScenario(scenario, record, sinks);
    }

    /** Times of the packets since the first, in ns, with their size. */
    std::vector<std::pair<int64_t, uint32_t>> Of(const std::string& name)
    {
        CaptureFile file(std::make_unique<std::istringstream>(files.at(name).GetText()),
                         name,
                         TimeOrder::Strict);
        std::vector<std::pair<int64_t, uint32_t>> packets;
        for (CapturedPacket packet; file.Next(packet);)
        {
            packets.emplace_back(packet.time.Value() / 1000, packet.networkLength);
        }
        CHECK(file.Warnings().empty());
        return packets;
    }
};

using Seen = std::vector<std::pair<int64_t, uint32_t>>;

} // namespace

TEST_CASE("a port sees what leaves when transmission starts and what comes with its last bit")
{
    Tapped made;
    made.Tap("b.pcapng", {{"b/nic", 1, TapSpec::Place::PortB}});
    made.Tap("a.pcapng", {{"a/nic", 0, TapSpec::Place::PortA}});
    Files files(made.run);
    // down: at 0 and 50 us; up: 0.8 + 1 us to the switch, 8 + 3 us to b, every 20 us.
    CHECK(files.Of("b.pcapng") == Seen{{0, 462},
                                       {12'800, 962},
                                       {32'800, 962},
                                       {50'000, 462},
                                       {52'800, 962},
                                       {72'800, 962},
                                       {92'800, 962}});
    // down: 4 + 3 us to the switch, 0.4 + 1 us to a.
    CHECK(files.Of("a.pcapng") == Seen{{0, 962},
                                       {8'400, 462},
                                       {20'000, 962},
                                       {40'000, 962},
                                       {58'400, 462},
                                       {60'000, 962},
                                       {80'000, 962}});
}

TEST_CASE("directions and several ports in one file")
{
    Tapped made;
    const TapSpec a{"a/nic", 0, TapSpec::Place::PortA};
    const TapSpec b{"b/nic", 1, TapSpec::Place::PortB};
    made.Tap("out", {a, b}, TapDirection::Out);
    made.Tap("in", {b}, TapDirection::In);
    Files files(made.run);
    CHECK(files.Of("out") == Seen{{0, 962},
                                  {0, 462},
                                  {20'000, 962},
                                  {40'000, 962},
                                  {50'000, 462},
                                  {60'000, 962},
                                  {80'000, 962}});
    CHECK(files.Of("in") ==
          Seen{{0, 962}, {20'000, 962}, {40'000, 962}, {60'000, 962}, {80'000, 962}});
    const std::string text = files.files.at("out").GetText();
    CHECK(text.find("a/nic") != std::string::npos);
    CHECK(text.find("b/nic") != std::string::npos);
    CHECK(text.find("nexsim scenario made by hand, replication 0, run 0123") != std::string::npos);
}

TEST_CASE("a link is recorded once per packet, where it is sent")
{
    Tapped made;
    made.Tap("link", {{"sw-b", 1, TapSpec::Place::Link}});
    Files files(made.run);
    CHECK(files.Of("link") == Seen{{0, 462},
                                   {1'800, 962},
                                   {21'800, 962},
                                   {41'800, 962},
                                   {50'000, 462},
                                   {61'800, 962},
                                   {81'800, 962}});
}

TEST_CASE("into a cut-through switch a packet comes when its tail does, in the order of time")
{
    Tapped made(Forwarding::CutThrough);
    made.Tap("sw", {{"sw/port[a]", 0, TapSpec::Place::PortB}});
    Files files(made.run);
    int64_t before = 0;
    size_t large = 0;
    for (const auto& [time, size] : files.Of("sw"))
    {
        CHECK(time >= before);
        before = time;
        large += size == 962 ? 1 : 0;
    }
    CHECK(large == 5);
    // up's first packet is in at 1.8 us; down's goes to a faster link and so leaves when it is in,
    // at 7 us.
    const Seen seen = files.Of("sw");
    REQUIRE(seen.size() == 7);
    CHECK(seen[0] == std::make_pair(int64_t{0}, uint32_t{962}));
    CHECK(seen[1] == std::make_pair(int64_t{5'200}, uint32_t{462}));
    CHECK(seen[2] == std::make_pair(int64_t{20'000}, uint32_t{962}));
}

TEST_CASE("what has not arrived when the run ends is not in a file, what is sent is")
{
    Tapped made;
    made.run.duration = NanoSeconds(1'500);
    made.Tap("sent", {{"a-sw", 0, TapSpec::Place::Link}});
    made.Tap("came", {{"sw/port[a]", 0, TapSpec::Place::PortB}});
    Files files(made.run);
    CHECK(files.Of("sent").size() == 1);
    CHECK(files.Of("came").empty());
}

TEST_CASE("captures and packet lists leave no trace in the fingerprint")
{
    Tapped plain;
    const RunRecord quiet = Run(plain.run);
    Tapped made;
    made.Tap("x", {{"sw-b", 1, TapSpec::Place::Link}});
    made.Tap("y.pcap",
             {{"a/nic", 0, TapSpec::Place::PortA}},
             TapDirection::Both,
             CaptureFormat::Pcap);
    made.run.measure.packets = {"up", "down"};
    Files files(made.run);
    CHECK(files.files.size() == 2);
    CHECK(SameFingerprint(quiet, files.record));
    CHECK(quiet.events == files.record.events);
}

} // namespace capture_probe_test
