// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/queue-class.h"
#include "models/queue/queue-disc.h"
#include "sim/scenario/object-reader.h"
#include "tests/sim/scenario/loaded-run.h"

#include <doctest/doctest.h>

namespace object_reader_test
{

using namespace nexsim;
using test::AmountOf;

namespace
{

/** Reads one object; positions are of the text. */
struct Reading
{
    JsonDocument document;
    Diagnostics diagnostics;
    Blueprint blueprint;
    int completed = 0; //!< calls of AfterRead

    Reading(const std::string& text, const ObjectExpectation& expected)
        : document(*ReadJsonText(text, "text", diagnostics))
    {
        const TypeCatalogue catalogue;
        const SourceMap sources(document);
        const ObjectReader reader(
            catalogue,
            {sources, diagnostics},
            [this](Blueprint&, const Json&, const std::string&, const auto&) { ++completed; });
        blueprint = reader.Read(document.value, "", expected);
    }

    std::string Messages() const
    {
        std::string messages;
        for (const Diagnostic& one : diagnostics.Sorted())
        {
            messages += one.pointer + ": " + one.message + "\n";
        }
        return messages;
    }
};

const ObjectExpectation kDisc{"nexsim::QueueDisc", std::nullopt, Dimension::Count, {}};
const ObjectExpectation kLaw{"nexsim::RandomQuantity", std::nullopt, Dimension::Time, {}};

} // namespace

TEST_SUITE("sim/scenario objects")
{
    TEST_CASE("what an object says becomes the attributes of what its blueprint makes")
    {
        const Reading read(R"({ "type": "Fifo", "MaxPackets": "7p", "MaxBytes": "3kB" })", kDisc);
        CHECK(read.Messages().empty());
        CHECK(read.blueprint.GetTypeId().GetName() == "nexsim::FifoQueueDisc");
        CHECK(AmountOf(read.blueprint, "MaxPackets") == 7);
        CHECK(AmountOf(read.blueprint, "MaxBytes") == 3000);
        CHECK(read.completed == 1);
    }

    TEST_CASE("without a type it is the default, then the only one")
    {
        ObjectExpectation expected = kDisc;
        expected.defaultType = ns3::TypeId::LookupByName("nexsim::FifoQueueDisc");
        CHECK(Reading("{}", expected).blueprint.GetTypeId() == *expected.defaultType);
        const ObjectExpectation only{"nexsim::Nic", std::nullopt, Dimension::Count, {}};
        CHECK(Reading("{}", only).blueprint.GetTypeId().GetName() == "nexsim::Nic");
        const Reading unclear("{}", kLaw);
        CHECK(unclear.blueprint.IsEmpty());
        CHECK(unclear.Messages().find(": this object needs a \"type\", one of \"Constant\", ") ==
              0);
    }

    TEST_CASE("all faults of an object are told, and nothing completes it then")
    {
        const Reading read(R"({ "type": "Fifo", "MaxPackets": 7, "maxBytes": "3kB", "Colour": "red",
                                "MarkPackets": "0p", "MarkBytes": "unlimited" })",
                           kDisc);
        CHECK(read.completed == 0);
        const std::string messages = read.Messages();
        for (const char* part : {"/MaxPackets: expected a number of packets",
                                 "/maxBytes: unknown key \"maxBytes\"; did you mean \"MaxBytes\"?",
                                 "/Colour: nexsim::FifoQueueDisc has no attribute \"Colour\"",
                                 "/MarkPackets: 0p is too small; the least is 1p"})
        {
            CAPTURE(messages);
            CHECK(messages.find(part) != std::string::npos);
        }
        CHECK(read.diagnostics.ErrorCount() == 4);
    }

    TEST_CASE("keys that the caller reads are left to it")
    {
        ObjectExpectation expected = kDisc;
        expected.otherKeys = {"apps"};
        CHECK(Reading(R"({ "type": "Fifo", "apps": 7 })", expected).Messages().empty());
        const Reading other(R"({ "type": "Fifo", "app": 7 })", expected);
        CHECK(other.Messages() == "/app: unknown key \"app\"; did you mean \"apps\"?\n");
    }

    TEST_CASE("an inherited dimension is that of the place, and a law may hold laws")
    {
        const Reading time(R"({ "type": "Uniform", "Min": "1us", "Max": "3us" })", kLaw);
        CHECK(time.Messages().empty());
        CHECK(AmountOf(time.blueprint, "Max") == 3'000'000);
        const Reading bytes(R"({ "type": "Uniform", "Min": "1kB", "Max": "3us" })", kLaw);
        CHECK(bytes.Messages().find("/Min: expected a time") == 0);
        CHECK(bytes.diagnostics.ErrorCount() == 1);
    }

    TEST_CASE("lists are read to their end")
    {
        const ObjectExpectation port{"nexsim::SwitchPort", std::nullopt, Dimension::Count, {}};
        const Reading read(R"({ "Queues": [ { "match": { "dscp": 46 }, "Weight": 3 },
                                            { "Wait": 1 }, 5, { "match": 7 } ] })",
                           port);
        const std::string messages = read.Messages();
        CAPTURE(messages);
        CHECK(messages.find("/Queues/1/Wait: ") != std::string::npos);
        CHECK(messages.find("/Queues/2: expected an object") != std::string::npos);
        CHECK(messages.find("/Queues/3/match: expected an object such as {\"dscp\": 46}; got 7") !=
              std::string::npos);
        CHECK(read.diagnostics.ErrorCount() == 3);
        CHECK(Reading(R"({ "Queues": {} })", port).Messages() ==
              "/Queues: expected an array of objects; got an object\n");
    }

    TEST_CASE("lists of whole numbers are plain arrays, and each wrong number is told")
    {
        const ObjectExpectation nic{"nexsim::FrameDevice", std::nullopt, Dimension::Count, {}};
        const Reading read(R"({ "type": "Nic", "RxQueues": 4, "RssTable": [0, 3, 2, 1] })", nic);
        CHECK(read.Messages().empty());
        const auto device = read.blueprint.Create();
        ListValue table;
        device->GetAttribute("RssTable", table);
        std::vector<int64_t> queues;
        for (const auto& entry : table.Get())
        {
            queues.push_back(ns3::DynamicCast<IntegerValue>(entry)->Get());
        }
        CHECK(queues == std::vector<int64_t>{0, 3, 2, 1});
        CHECK(Reading(R"({ "type": "Nic", "RssTable": [0, 256, 1.5, "1", -1] })", nic).Messages() ==
              "/RssTable/1: 256 is too large; the most is 255\n"
              "/RssTable/2: expected a whole number; got 1.5\n"
              "/RssTable/3: expected a whole number; got \"1\"\n"
              "/RssTable/4: -1 is too small; the least is 0\n");
        CHECK(Reading(R"({ "type": "Nic", "RssTable": 3 })", nic).Messages() ==
              "/RssTable: expected an array of numbers; got 3\n");
    }

    TEST_CASE("a foreign type that an adapter takes stands where the adapter may")
    {
        const Reading read(R"({ "type": "ns3::CoDelQueueDisc", "Target": "7ms", "MaxSize": "40p",
                                "UseEcn": true })",
                           kDisc);
        CHECK(read.Messages().empty());
        CHECK(read.blueprint.GetTypeId().GetName() == "nexsim::Ns3QueueDisc");
        const auto adapter = read.blueprint.Create();
        BlueprintValue disc;
        REQUIRE(adapter->GetAttributeFailSafe("Disc", disc));
        CHECK(disc.Get().GetTypeId().GetName() == "ns3::CoDelQueueDisc");
        ns3::TimeValue target;
        disc.Get().Create()->GetAttribute("Target", target);
        CHECK(target.Get() == ns3::MilliSeconds(7));
    }

    TEST_CASE("a foreign type that is unknown or none of the adapter's is told, with the nearest")
    {
        CHECK(Reading(R"({ "type": "ns3::CodelQueueDisc" })", kDisc).Messages() ==
              "/type: unknown QueueDisc \"ns3::CodelQueueDisc\"; did you mean "
              "\"ns3::CoDelQueueDisc\"?\n");
        CHECK(Reading(R"({ "type": "ns3::TcpCubic" })", kDisc)
                  .Messages()
                  .find("/type: unknown QueueDisc \"ns3::TcpCubic\"") == 0);
        CHECK(Reading(R"({ "type": "ns3::CoDelQueueDisc", "MaxSize": "40" })", kDisc)
                  .Messages()
                  .find("/MaxSize: expected ") == 0);
        CHECK(Reading(R"({ "type": "ns3::CoDelQueueDisc", "Targt": "5ms" })", kDisc).Messages() ==
              "/Targt: ns3::CoDelQueueDisc has no attribute \"Targt\"; did you mean "
              "\"Target\"?\n");
    }

    TEST_CASE("a match is written in lowercase")
    {
        const ObjectExpectation expected{"nexsim::QueueClass", std::nullopt, Dimension::Count, {}};
        const Reading read(R"({ "match": { "dscp": 46 } })", expected);
        REQUIRE(read.Messages().empty());
        const auto made = read.blueprint.CreateAs<QueueClass>();
        Packet packet{};
        CHECK_FALSE(made->Matches(packet));
        packet.dscp = 46;
        CHECK(made->Matches(packet));
        CHECK(Reading(R"({ "match": { "dscp": 64 } })", expected).Messages() ==
              "/match/dscp: 64 is too large; the most is 63\n");
    }

    TEST_CASE("what is no object, and a type that is no name")
    {
        CHECK(Reading("7", kDisc).Messages() ==
              ": expected an object such as {\"type\": ...}; got 7\n");
        CHECK(Reading(R"({ "type": 7 })", kDisc).Messages() ==
              "/type: expected the name of a type; got 7\n");
        CHECK(Reading(R"({ "type": "Fifa" })", kDisc).blueprint.IsEmpty());
    }

    TEST_CASE("choices are words, numbers are whole and in range")
    {
        const ObjectExpectation node{"nexsim::Switch", std::nullopt, Dimension::Count, {}};
        const Reading word(R"({ "Forwarding": "cut-through", "HeadBytes": "100B" })", node);
        CHECK(word.Messages().empty());
        CHECK(AmountOf(word.blueprint, "Forwarding") == 1);
        CHECK(Reading(R"({ "Forwarding": "cut" })", node)
                  .Messages()
                  .find("/Forwarding: expected one of \"store-and-forward\", \"cut-through\"; got "
                        "\"cut\"") == 0);
        CHECK(Reading(R"({ "Forwarding": 1 })", node)
                  .Messages()
                  .find("/Forwarding: expected one of \"store-and-forward\", \"cut-through\"; got "
                        "1\n") == 0);
        const ObjectExpectation source{"nexsim::ConstantRateSource",
                                       std::nullopt,
                                       Dimension::Count,
                                       {}};
        CHECK(Reading(R"({ "Flows": 18446744073709551615 })", source)
                  .Messages()
                  .find("/Flows: 9223372036854775807 is too large; the most is 1000000") == 0);
        CHECK(Reading(R"({ "Flows": 1.5 })", source).Messages() ==
              "/Flows: expected a whole number; got 1.5\n");
        CHECK(Reading(R"({ "Flows": 0 })", source).Messages() ==
              "/Flows: 0 is too small; the least is 1\n");
    }
}

} // namespace object_reader_test
