// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/grammar-tables.h"

namespace nexsim
{

namespace
{

/** @brief From 1 ppm; a load of more than 100 times the bottleneck is a mistake in the unit. */
constexpr Range kLoadRange{1'000, 100'000'000'000};

GrammarSection
Object()
{
    return {GrammarPart::Object,
            "An object of a type",
            "Stands wherever an attribute or a key asks for a node, a policy, a law of chance ... "
            "Its other keys are the attributes of the type, in CamelCase.",
            {{"type",
              Form::TypeName,
              "The type: its short name where a kind of type is asked for, or its TypeId.",
              "the standard type of the place, where there is one",
              R"("Fifo")"},
             {"match",
              Form::Match,
              "In a queue of `Queues`: which packets join it.",
              "every packet",
              R"({"dscp": 46})"}}};
}

GrammarSection
Node()
{
    return {GrammarPart::Node,
            "A node",
            "A value in `nodes`, beside `type` and attributes. An entry that makes a node has a "
            "`type`; one that changes nodes needs none.",
            {{"apps",
              Form::Apps,
              "Applications of a host by name: `web`, `web[0..3]`.",
              "the host's own",
              R"({"sink": {"Datapath": {"type": "Direct"}}})"},
             {"address",
              Form::Address,
              "IPv4 address of one host, in flow keys and captures.",
              "one that follows from the name",
              R"("10.0.0.1")"}}};
}

GrammarSection
Link()
{
    return {GrammarPart::Link,
            "A link",
            "An element of `links`, beside attributes of both directions. An entry with `between` "
            "makes links; one with only a `name` changes the link of that name.",
            {{"name",
              Form::Name,
              "What the link is called; several get numbers behind it.",
              "its ends, as in \"pc[0]-sw\"",
              R"("up")"},
             {"between",
              Form::NodePair,
              "Its two ends, each a node or a selector: one to each, or pair by pair.",
              "the entry changes the link called `name`",
              R"(["pc[*]", "sw"])"},
             {"forward",
              Form::Direction,
              "Attributes of the direction from the first end to the second only.",
              "as written for both",
              R"({"Rate": "1Gbps"})"},
             {"backward",
              Form::Direction,
              "Attributes of the direction from the second end to the first only.",
              "as written for both",
              R"({"Rate": "100Mbps"})"},
             {"at",
              Form::Ports,
              "Attributes of the ports at its ends, by node.",
              "as the node's ports are",
              R"({"sw": {"Queue": {"type": "Fifo", "MaxPackets": "64p"}}})"}}};
}

GrammarSection
Traffic()
{
    return {
        GrammarPart::Traffic,
        "An entry of traffic",
        "A value in `traffic`, beside `type` and attributes. A ReplaySource needs either `map`, "
        "or `split` with `from` and `to`; every other source needs `from`, and "
        "`to` unless the pattern is among the ends of `from`.",
        {{"from",
          Form::EndSelector,
          "Senders: hosts or applications.",
          "`map` tells it",
          R"("client[*]")"},
         {"to",
          Form::EndSelector,
          "Receivers: hosts or applications.",
          "`map` tells it",
          R"("server/web")"},
         {"pattern",
          Form::Word,
          "`one-to-one`: pair by pair, or one side is single; `each-to-each`: every sender to "
          "every receiver.",
          "one-to-one",
          R"("each-to-each")",
          {},
          Dimension::Count,
          {"one-to-one", "each-to-each", "permutation", "incast", "all-to-all"}},
         {"map",
          Form::AddressMap,
          "Of a replay: which host plays which address of the capture.",
          "`split` tells it",
          R"({"10.0.0.1": "client"})"},
         {"split",
          Form::Word,
          "Of a replay: senders and receivers take the addresses of the capture in turn.",
          "`map` tells it",
          R"("by-address")",
          {},
          Dimension::Count,
          {"by-address"}},
         {"Load",
          Form::Fraction,
          "Instead of Rate: a fraction of the bottleneck on the way, headers and overhead "
          "included.",
          "Rate holds",
          R"("50%")",
          kLoadRange}}};
}

} // namespace

std::vector<GrammarSection>
NetworkGrammar()
{
    return {Object(), Node(), Link(), Traffic()};
}

} // namespace nexsim
