// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/pcie-link.h"
#include "models/nic/serial-line.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace pcie_link_test
{

namespace
{

using nexsim::BitRate;
using nexsim::Bytes;
using nexsim::PcieLink;
using nexsim::PcieLinkSetup;
using nexsim::SerialLine;
using nexsim::SimTime;

/** Payload per second in Gb/s when so many bytes on the link carry `size`. */
double
Gbps(const PcieLink& link, int64_t size, int64_t onLink)
{
    return static_cast<double>(link.Rate().Value()) / 1e9 * static_cast<double>(size) /
           static_cast<double>(onLink);
}

/** A row of pcie-bench/pcie-model's output, Gb/s: written, read, both at once. */
struct Row
{
    int64_t size;
    double written;
    double read;
    double both;
};

constexpr Row kGen3x8[] = {{64, 42.098, 44.103, 33.077},
                           {128, 48.745, 50.063, 42.098},
                           {256, 52.923, 53.690, 48.745},
                           {257, 48.775, 50.089, 45.217},
                           {1024, 52.923, 53.690, 50.748},
                           {1500, 52.815, 53.597, 50.599}};

constexpr Row kGen4x16[] = {{64, 165.382, 173.257, 129.943},
                            {128, 191.495, 196.670, 165.382},
                            {256, 207.909, 210.922, 191.495},
                            {257, 191.613, 196.774, 177.635},
                            {1024, 207.909, 210.922, 199.364},
                            {1500, 207.482, 210.556, 198.776}};

template <size_t N>
void
CheckTable(const PcieLink& link, const Row (&rows)[N])
{
    for (const Row& row : rows)
    {
        CAPTURE(row.size);
        const int64_t requests = PcieLink::kReadHeader * link.ReadRequests(row.size);
        const auto within = [](double value, double published) {
            return doctest::Approx(published).epsilon(1e-4) == value;
        };
        CHECK(within(Gbps(link, row.size, link.WriteBytes(row.size)), row.written));
        CHECK(within(Gbps(link, row.size, link.CompletionBytes(row.size)), row.read));
        CHECK(within(Gbps(link, row.size, link.WriteBytes(row.size) + requests), row.both));
    }
}

} // namespace

TEST_CASE("PCIe link: the published table by packet size, with the step from 256 to 257 B")
{
    CheckTable(PcieLink({3, 8, Bytes(256), Bytes(512)}), kGen3x8);
    CheckTable(PcieLink({4, 16, Bytes(256), Bytes(512)}), kGen4x16);
}

TEST_CASE("PCIe link: usable rates as pcie-model has them, rounded down to a bit per second")
{
    const auto rate = [](int64_t generation, int64_t lanes, int64_t maxPayload) {
        return PcieLink({generation, lanes, Bytes(maxPayload), Bytes(512)}).Rate().Value();
    };
    // Line rate x encoding x (1 - 16/limit - 4/1538), with the limits of the specification's tables.
    CHECK(rate(3, 8, 256) == 57'884'765'626);
    CHECK(rate(4, 16, 256) == 227'400'120'988);
    CHECK(rate(1, 1, 128) == 1'859'777'342);
    CHECK(rate(2, 4, 512) == 14'709'607'028);
    CHECK(rate(5, 16, 4096) == 490'008'837'825);
}

TEST_CASE("PCIe link: what is no link is refused")
{
    CHECK_THROWS_AS(PcieLink({0, 8, Bytes(256), Bytes(512)}), std::invalid_argument);
    CHECK_THROWS_AS(PcieLink({6, 8, Bytes(256), Bytes(512)}), std::invalid_argument);
    CHECK_THROWS_AS(PcieLink({3, 3, Bytes(256), Bytes(512)}), std::invalid_argument);
    CHECK_THROWS_AS(PcieLink({3, 32, Bytes(256), Bytes(512)}), std::invalid_argument);
    CHECK_THROWS_AS(PcieLink({3, 8, Bytes(64), Bytes(512)}), std::invalid_argument);
    CHECK_THROWS_AS(PcieLink({3, 8, Bytes(256), Bytes(500)}), std::invalid_argument);
}

TEST_CASE("serial line: transfers follow each other without drift, and start anew after a gap")
{
    SerialLine line(BitRate(3'000'000'000'000)); // 8/3 ps per byte
    CHECK(line.Transfer(SimTime(100), 1) == SimTime(102));
    CHECK(line.Transfer(SimTime(100), 1) == SimTime(105));
    CHECK(line.Transfer(SimTime(104), 1) == SimTime(108));
    CHECK(line.Transfer(SimTime(109), 1) == SimTime(111));
    CHECK(line.TransferredBytes() == 4);
    CHECK(line.Busy() == 10);
}

} // namespace pcie_link_test
