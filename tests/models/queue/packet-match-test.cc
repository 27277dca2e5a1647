// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/first-match-classifier.h"
#include "models/queue/hash-classifier.h"
#include "models/queue/packet-match.h"
#include "tests/support/simulation.h"

#include "ns3/string.h"
#include <doctest/doctest.h>

#include <map>
#include <set>
#include <stdexcept>

namespace packet_match_test
{

namespace
{

using nexsim::AddressRange;
using nexsim::Blueprint;
using nexsim::Classifier;
using nexsim::FirstMatchClassifier;
using nexsim::FlowKey;
using nexsim::HashClassifier;
using nexsim::HashedField;
using nexsim::IntegerValue;
using nexsim::Ipv4Bytes;
using nexsim::MatchedProtocol;
using nexsim::Packet;
using nexsim::PacketMatch;
using nexsim::QuantityDefault;
using nexsim::QueueClass;
using nexsim::RunContext;

constexpr uint32_t kAlice = 10U << 24 | 1U << 16 | 7;
constexpr uint32_t kBob = 10U << 24 | 2U << 16 | 9;

class Directory : public nexsim::AddressDirectory
{
  public:
    std::optional<AddressRange> Find(const std::string& text) const override
    {
        const std::map<std::string, AddressRange> known = {
            {"alice", {kAlice, 32}},
            {"bob", {kBob, 32}},
            {"10.1.0.0/16", {10U << 24 | 1U << 16, 16}},
            {"0.0.0.0/0", {0, 0}}};
        const auto found = known.find(text);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    }
};

/** A run that knows alice and bob. */
struct Scene
{
    Scene()
    {
        run.SetAddresses(&directory);
    }

    Packet Of(const FlowKey& key, uint8_t dscp = 0)
    {
        Packet packet{};
        packet.flow = run.Flows().Intern(key);
        packet.flowHash = run.Flows()[packet.flow].hash;
        packet.dscp = dscp;
        return packet;
    }

    bool Matches(const Blueprint& match, const Packet& packet)
    {
        const auto made = match.CreateAs<PacketMatch>();
        made->Connect(run, "queue");
        return made->Matches(packet);
    }

    nexsim::testing::Simulation simulation;
    RunContext run;
    Directory directory;
};

FlowKey
Key(uint32_t source, uint32_t destination, uint16_t sourcePort = 4000, uint16_t port = 80)
{
    FlowKey key;
    key.protocol = nexsim::kProtocolTcp;
    key.source = Ipv4Bytes(source);
    key.destination = Ipv4Bytes(destination);
    key.sourcePort = sourcePort;
    key.destinationPort = port;
    return key;
}

Blueprint
Match(const char* attribute, const char* text)
{
    Blueprint match(PacketMatch::GetTypeId());
    match.Set(attribute, ns3::Create<ns3::StringValue>(text));
    return match;
}

Blueprint
Match(const char* attribute, int64_t number)
{
    Blueprint match(PacketMatch::GetTypeId());
    match.Set(attribute, ns3::Create<IntegerValue>(number));
    return match;
}

Classifier::Classes
Classes(const std::vector<Blueprint>& matches)
{
    Classifier::Classes classes;
    for (const Blueprint& match : matches)
    {
        Blueprint made(QueueClass::GetTypeId());
        if (!match.IsEmpty())
        {
            made.SetPart("Match", match);
        }
        classes.push_back(made.CreateAs<QueueClass>());
    }
    return classes;
}

} // namespace

// Fails when source and destination are taken for one another, and when a prefix is not masked.
TEST_CASE("a match looks at source and destination, by host, address or prefix")
{
    Scene scene;
    const Packet there = scene.Of(Key(kAlice, kBob));
    const Packet back = scene.Of(Key(kBob, kAlice));
    CHECK(scene.Matches(Match("Source", "alice"), there));
    CHECK(!scene.Matches(Match("Source", "alice"), back));
    CHECK(scene.Matches(Match("Destination", "alice"), back));
    CHECK(!scene.Matches(Match("Destination", "alice"), there));
    CHECK(scene.Matches(Match("Source", "10.1.0.0/16"), there));
    CHECK(!scene.Matches(Match("Source", "10.1.0.0/16"), back));
    CHECK(scene.Matches(Match("Source", "0.0.0.0/0"), back));
}

// Fails when a subscriber is looked for among the senders only.
TEST_CASE("a subscriber is who sends or who receives")
{
    Scene scene;
    CHECK(scene.Matches(Match("Subscriber", "bob"), scene.Of(Key(kAlice, kBob))));
    CHECK(scene.Matches(Match("Subscriber", "bob"), scene.Of(Key(kBob, kAlice))));
    CHECK(!scene.Matches(Match("Subscriber", "bob"), scene.Of(Key(kAlice, kAlice + 1))));
}

// Fails when a port or the protocol is left out of the comparison.
TEST_CASE("a match looks at ports and protocol, and all of it must be true")
{
    Scene scene;
    const Packet tcp = scene.Of(Key(kAlice, kBob, 4000, 80));
    CHECK(scene.Matches(Match("SourcePort", 4000), tcp));
    CHECK(!scene.Matches(Match("SourcePort", 80), tcp));
    CHECK(scene.Matches(Match("DestinationPort", 80), tcp));
    CHECK(!scene.Matches(Match("DestinationPort", 4000), tcp));
    CHECK(scene.Matches(Match("Protocol", static_cast<int64_t>(MatchedProtocol::Tcp)), tcp));
    CHECK(!scene.Matches(Match("Protocol", static_cast<int64_t>(MatchedProtocol::Udp)), tcp));
    Blueprint both = Match("DestinationPort", 80);
    both.Set("Dscp", ns3::Create<IntegerValue>(46));
    CHECK(!scene.Matches(both, tcp));
    CHECK(scene.Matches(both, scene.Of(Key(kAlice, kBob, 4000, 80), 46)));
}

TEST_CASE("what is no IPv4 is in no range of addresses")
{
    Scene scene;
    FlowKey arp;
    arp.etherType = nexsim::kEtherTypeArp;
    CHECK(!scene.Matches(Match("Source", "0.0.0.0/0"), scene.Of(arp)));
    CHECK(scene.Matches(Blueprint(PacketMatch::GetTypeId()), scene.Of(arp)));
}

TEST_CASE("an unknown host is an error that names it and the queue")
{
    Scene scene;
    const auto match = Match("Subscriber", "carol").CreateAs<PacketMatch>();
    CHECK_THROWS_WITH_AS(
        match->Connect(scene.run, "sw/port[b]/queue[0]"),
        "sw/port[b]/queue[0]: \"carol\" is no host, address or prefix such as \"10.1.0.0/16\"",
        std::invalid_argument);
}

// Fails when what matches nothing joins the first queue.
TEST_CASE("a packet joins the first queue that it matches, else the last")
{
    Scene scene;
    const auto classes =
        Classes({Match("Source", "alice"), Match("DestinationPort", 80), Match("Dscp", 46)});
    for (const auto& one : classes)
    {
        one->Connect(scene.run, "queue");
    }
    FirstMatchClassifier classifier;
    classifier.Connect(scene.run, classes);
    CHECK(classifier.Classify(scene.Of(Key(kAlice, kBob))) == 0);
    CHECK(classifier.Classify(scene.Of(Key(kBob, kAlice))) == 1);
    CHECK(classifier.Classify(scene.Of(Key(kBob, kAlice, 4000, 22), 46)) == 2);
    CHECK(classifier.Classify(scene.Of(Key(kBob, kAlice, 4000, 22))) == 2);
}

// Fails when another field is hashed, and when only half of the queues are used.
TEST_CASE("a hash keeps flows, senders or receivers together and uses every queue")
{
    Scene scene;
    const auto classes = Classes(std::vector<Blueprint>(5));
    for (const HashedField by : {HashedField::Flow, HashedField::Source, HashedField::Destination})
    {
        CAPTURE(static_cast<int>(by));
        Blueprint blueprint(HashClassifier::GetTypeId());
        blueprint.Set("By", ns3::Create<IntegerValue>(QuantityDefault(by)));
        const auto classifier = blueprint.CreateAs<HashClassifier>();
        classifier->Connect(scene.run, classes);
        std::set<size_t> used;
        std::map<uint32_t, std::set<size_t>> ofSource;
        std::map<uint32_t, std::set<size_t>> ofDestination;
        for (uint32_t i = 0; i < 400; ++i)
        {
            const Packet packet =
                scene.Of(Key(kAlice + i % 20, kBob + i / 20, static_cast<uint16_t>(1000 + i)));
            const size_t queue = classifier->Classify(packet);
            CHECK(queue == classifier->Classify(packet));
            used.insert(queue);
            ofSource[i % 20].insert(queue);
            ofDestination[i / 20].insert(queue);
        }
        CHECK(used.size() == 5);
        CHECK((ofSource[3].size() == 1) == (by == HashedField::Source));
        CHECK((ofDestination[3].size() == 1) == (by == HashedField::Destination));
    }
}

TEST_CASE("a hash and a match are not given together")
{
    Scene scene;
    HashClassifier classifier;
    CHECK_THROWS_WITH_AS(
        classifier.Connect(scene.run, Classes({Blueprint(), Match("Dscp", 46)})),
        "a HashClassifier takes no notice of the \"match\" of queue[1]; leave it out, or the "
        "classifier",
        std::invalid_argument);
}

} // namespace packet_match_test
