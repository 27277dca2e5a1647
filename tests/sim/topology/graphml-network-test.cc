// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-network.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

namespace graphml_network_test
{

using namespace nexsim;

namespace
{

struct OddFile
{
    std::string title;
    std::string text;
    std::string outcome; //!< every message, and the links of what could be read
};

/** \xHH stands for the byte. */
std::string
Bytewise(const std::string& line)
{
    std::string text;
    for (size_t i = 0; i < line.size(); ++i)
    {
        if (line.compare(i, 2, "\\x") == 0)
        {
            text += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
            i += 3;
            continue;
        }
        text += line[i];
    }
    return text;
}

/**
 * A case is "## title", the file, then ">> error: ..." and ">> warning: ..." for each message,
 * and for a file without errors ">> name: rate, delay" for each link.
 */
std::vector<OddFile>
ReadOddFiles()
{
    std::vector<OddFile> files;
    std::ifstream table("tests/sim/topology/graphml/odd.txt");
    for (std::string line; std::getline(table, line);)
    {
        if (line.rfind("## ", 0) == 0)
        {
            files.push_back({line.substr(3), "", ""});
        }
        else if (!files.empty() && line.rfind(">> ", 0) == 0)
        {
            files.back().outcome += line + "\n";
        }
        else if (!files.empty())
        {
            files.back().text += Bytewise(line) + "\n";
        }
    }
    return files;
}

template <typename Amount>
std::string
Shown(const std::optional<Amount>& amount)
{
    return amount ? std::to_string(amount->Value()) : "-";
}

std::string
OutcomeOf(const std::string& text)
{
    FileReport report("g");
    const GraphMlDocument document = ReadGraphMl(text, report);
    GraphMlNetwork network;
    if (report.Errors().empty())
    {
        network = MakeGraphMlNetwork(document, report);
    }
    std::string outcome;
    for (const std::string& error : report.Errors())
    {
        outcome += ">> error: " + error + "\n";
    }
    for (const std::string& warning : report.Warnings())
    {
        outcome += ">> warning: " + warning + "\n";
    }
    if (report.Errors().empty())
    {
        for (const GraphMlLink& link : network.links)
        {
            outcome +=
                fmt::format(">> {}: {}, {}\n", link.name, Shown(link.rate), Shown(link.delay));
        }
    }
    return outcome;
}

} // namespace

TEST_CASE("odd GraphML files get exactly these messages and links")
{
    const auto files = ReadOddFiles();
    REQUIRE(files.size() >= 40);
    for (const OddFile& file : files)
    {
        CAPTURE(file.title);
        CHECK(OutcomeOf(file.text) == file.outcome);
    }
}

TEST_CASE("a file of more than 64 MiB is not read")
{
    FileReport report("g");
    ReadGraphMl(std::string(kLargestGraphMl + 1, ' '), report);
    CHECK(report.Errors() == std::vector<std::string>{"g: the file has more than 67108864 bytes"});
}

TEST_CASE("a hundred messages of a kind are enough")
{
    std::string text = "<graphml>\n<graph>\n";
    for (int i = 0; i < 1000; ++i)
    {
        text += "<node/>\n";
    }
    FileReport report("g");
    ReadGraphMl(text + "</graph></graphml>", report);
    CHECK(report.Errors().size() == 100);
    CHECK(report.Errors().back() == "g:102: a <node> without an id");
}

TEST_CASE("the hyperedge nodes of the Topology Zoo are told apart")
{
    FileReport report("g");
    const auto document =
        ReadGraphMl("<graphml><key id='h' for='node' attr.name='hyperedge'/><graph>"
                    "<node id='a'/><node id='b'><data key='h'>1</data></node>"
                    "<node id='c'><data key='h'>0</data></node></graph></graphml>",
                    report);
    const auto network = MakeGraphMlNetwork(document, report);
    REQUIRE(network.sites.size() == 3);
    CHECK(!network.sites[0].isHyperedge);
    CHECK(network.sites[1].isHyperedge);
    CHECK(!network.sites[2].isHyperedge);
}

} // namespace graphml_network_test
