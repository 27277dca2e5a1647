// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/distribution-file.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

namespace nexsim::distribution_file_test
{

namespace
{

EmpiricalDistribution
Parse(const std::string& text)
{
    std::istringstream stream(text);
    return ParseDistribution(stream, "sizes.cdf");
}

const std::string kHeader = "bytes cumulative-probability\n";

} // namespace

TEST_CASE("a distribution file has comments, a header and points")
{
    const EmpiricalDistribution distribution = Parse("# where from\n"
                                                     "\n"
                                                     "  \t \n"
                                                     "bytes  cumulative-probability\r\n"
                                                     "100 0\n"
                                                     "# in between\n"
                                                     "\t300  0.50 \r\n"
                                                     "300 1"); // no line end
    CHECK(distribution.Sample(0) == 101);
    CHECK(distribution.Sample(0.25) == 201);
    CHECK(distribution.Sample(0.5) == 300);
    CHECK(distribution.Mean() == 0.5 * 200.5 + 0.5 * 300);
}

TEST_CASE("the shipped distributions have the means that their comments state")
{
    const std::string folder = "scenarios/data/flow-sizes/";
    // Drawn in whole bytes, each of the two tables lies half a byte above the mean of the reals.
    const EmpiricalDistribution search = ReadDistributionFile(folder + "web-search.cdf");
    CHECK(search.Mean() == doctest::Approx(1'711'250.5).epsilon(1e-12));
    const EmpiricalDistribution mining = ReadDistributionFile(folder + "data-mining.cdf");
    CHECK(mining.Mean() == doctest::Approx(12'658'199.1).epsilon(1e-12));

    // 53 % of web search flows are not above 80 kB, 80 % of data mining flows not above 10 kB.
    CHECK(search.Sample(0.5299999) == 80'000);
    CHECK(search.Sample(0.53) == 80'001);
    CHECK(search.Sample(0.9999999999) == 30'000'000);
    CHECK(mining.Sample(0.7999999) == 10'000);
    CHECK(mining.Sample(0.8) == 10'001);
    CHECK(mining.Sample(0.05) == 91);
}

TEST_CASE("a malformed distribution file is refused with its line")
{
    struct Case
    {
        std::string text;
        std::string message;
    };

    const std::vector<Case> cases = {
        {"", "sizes.cdf:0: expected \"bytes cumulative-probability\""},
        {"# only this\n", "sizes.cdf:1: expected \"bytes cumulative-probability\""},
        {"100 1\n",
         "sizes.cdf:1: expected \"bytes cumulative-probability\" before the first point"},
        {"packets cumulative-probability\n1 1\n",
         "sizes.cdf:1: expected \"bytes cumulative-probability\" before the first point"},
        {kHeader + "\n", "sizes.cdf:2: expected points after the header"},
        {kHeader + "100\n",
         "sizes.cdf:2: expected two numbers, bytes and cumulative probability, got 1 words"},
        {kHeader + "100 2 0.15\n",
         "sizes.cdf:2: expected two numbers, bytes and cumulative probability, got 3 words"},
        {kHeader + "100 1 # end\n",
         "sizes.cdf:2: expected two numbers, bytes and cumulative probability, got 4 words"},
        {kHeader + "1e+06 1\n", "sizes.cdf:2: expected a whole number of bytes, got \"1e+06\""},
        {kHeader + "10.5 1\n", "sizes.cdf:2: expected a whole number of bytes, got \"10.5\""},
        {kHeader + "10kB 1\n", "sizes.cdf:2: expected a whole number of bytes, got \"10kB\""},
        {kHeader + "99999999999999999999 1\n",
         "sizes.cdf:2: expected a whole number of bytes, got \"99999999999999999999\""},
        {kHeader + "100 100%\n",
         "sizes.cdf:2: expected a probability as a decimal fraction, got \"100%\""},
        {kHeader + "100 1e0\n",
         "sizes.cdf:2: expected a probability as a decimal fraction, got \"1e0\""},
        {kHeader + "100 1,0\n",
         "sizes.cdf:2: expected a probability as a decimal fraction, got \"1,0\""},
        {kHeader + "100 nan\n", "sizes.cdf:2: a probability lies between 0 and 1, got nan"},
        {kHeader + "100 0\n\n# a\n200 0.5\n150 1\n",
         "sizes.cdf:6: sizes do not fall: 150 after 200 bytes"},
        {kHeader + "100 0\n\n200 0.5\n# after\n",
         "sizes.cdf:4: the last cumulative probability is 1, got 0.5"},
        {kHeader + std::string(1001, '1') + " 1\n",
         "sizes.cdf:2: expected a line of at most 1000 characters"},
    };
    for (const Case& example : cases)
    {
        CAPTURE(example.text);
        CHECK_THROWS_WITH_AS(Parse(example.text), example.message.c_str(), DistributionFileError);
    }
}

TEST_CASE("a distribution file has at most 100,000 points")
{
    std::string text = kHeader;
    for (int bytes = 1; bytes < 100'000; ++bytes)
    {
        text += std::to_string(bytes) + " 0\n";
    }
    CHECK(Parse(text + "100000 1\n").Mean() == 100'000);
    CHECK_THROWS_WITH_AS(Parse(text + "100000 0\n100001 1\n"),
                         "sizes.cdf:100002: expected at most 100000 points",
                         DistributionFileError);
}

TEST_CASE("a distribution file that is not there or is a folder is an error with its name")
{
    CHECK_THROWS_WITH_AS(ReadDistributionFile("scenarios/data/flow-sizes/none.cdf"),
                         "scenarios/data/flow-sizes/none.cdf: cannot be opened for reading",
                         DistributionFileError);
    CHECK_THROWS_WITH_AS(ReadDistributionFile("scenarios/data/flow-sizes"),
                         "scenarios/data/flow-sizes:0: reading failed",
                         DistributionFileError);
}

} // namespace nexsim::distribution_file_test
