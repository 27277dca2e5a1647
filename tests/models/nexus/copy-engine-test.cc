// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/copy-engine.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>

namespace copy_engine_test
{

namespace
{

using namespace nexsim;

/** Femtoseconds per byte. */
CostTable
PassCosts(int64_t copy, int64_t checksum, int64_t fused)
{
    CostTable costs;
    const auto set = [&](const std::string& name, int64_t value) {
        CostFigure figure;
        figure.name = name;
        figure.unit = CostUnit::PerByte;
        figure.value = value;
        costs.Set(std::move(figure));
    };
    set("copy", copy);
    set("checksum", checksum);
    set("copy_checksum", fused);
    return costs;
}

/** All that it takes to sum up and copy a packet. */
SimTime
Passes(CopyEngine& engine, int64_t bytes, DeviceSum device = DeviceSum::Yes)
{
    CoreWork work;
    const SimTime own = engine.AddStackPass(bytes, work);
    const SimTime copy = engine.AddCopy(bytes, device, work);
    CHECK(own + copy == work.Total());
    return work.Total();
}

} // namespace

TEST_CASE("1500 B: 285 ns in separate passes, 180 ns in a fused one, 150 ns where the NIC sums up")
{
    const CostTable costs = PassCosts(100'000, 90'000, 120'000);
    CopyEngine separate;
    separate.Prepare(ChecksumMode::Separate, costs, "nexus");
    CHECK(Passes(separate, 1500) == NanoSeconds(285));
    CopyEngine fused;
    fused.Prepare(ChecksumMode::Fused, costs, "nexus");
    CHECK(Passes(fused, 1500) == NanoSeconds(180));
    CopyEngine hardware;
    hardware.Prepare(ChecksumMode::Hardware, costs, "nexus");
    CHECK(Passes(hardware, 1500) == NanoSeconds(150));
    CHECK(Passes(hardware, 1500, DeviceSum::No) == NanoSeconds(180)); // that NIC cannot
}

TEST_CASE("memory is read twice and written once in separate passes, once each in a fused one")
{
    const CostTable costs = PassCosts(100'000, 90'000, 120'000);
    for (const auto& [mode, reads] : {std::pair(ChecksumMode::Separate, 2),
                                      std::pair(ChecksumMode::Fused, 1),
                                      std::pair(ChecksumMode::Hardware, 1)})
    {
        CopyEngine engine;
        engine.Prepare(mode, costs, "nexus");
        Passes(engine, 1500);
        Passes(engine, 64);
        CHECK(engine.Moved().read == reads * 1564);
        CHECK(engine.Moved().written == 1564);
        CHECK(engine.Moved().summedCopies == (mode == ChecksumMode::Fused ? 2 : 0));
    }
}

TEST_CASE("separate passes at rates Rc and Rs give 1/(1/Rc + 1/Rs)")
{
    // Clark and Tennenhouse 1990, as recalled in the digest: 130 and 115 Mb/s make 61.0 Mb/s, and
    // the integrated pass was measured at 90.
    const auto perByte = [](double mbps) { return static_cast<int64_t>(8e9 / mbps + 0.5); };
    const CostTable costs = PassCosts(perByte(130), perByte(115), perByte(90));
    CopyEngine separate;
    separate.Prepare(ChecksumMode::Separate, costs, "nexus");
    CopyEngine fused;
    fused.Prepare(ChecksumMode::Fused, costs, "nexus");
    const double bits = 8.0 * 16'384;
    const auto mbps = [&](SimTime span) { return bits / static_cast<double>(span.Value()) * 1e6; };
    CHECK(mbps(Passes(separate, 16'384)) == doctest::Approx(1 / (1 / 130.0 + 1 / 115.0)));
    CHECK(mbps(Passes(separate, 16'384)) == doctest::Approx(61.0).epsilon(0.001));
    CHECK(mbps(Passes(fused, 16'384)) / mbps(Passes(separate, 16'384)) ==
          doctest::Approx(1.47).epsilon(0.005));
}

TEST_CASE(
    "a fused pass costs more than the copy and less than copy and sum, or the figures are wrong")
{
    // The faithfulness trap "checksum cost zero": neither free nor as dear as two passes.
    for (const int64_t fused : {0, 99'999, 100'000, 190'000, 250'000})
    {
        for (const ChecksumMode mode : {ChecksumMode::Fused, ChecksumMode::Hardware})
        {
            CopyEngine engine;
            const CostTable costs = PassCosts(100'000, 90'000, fused);
            CHECK_THROWS_WITH_AS(engine.Prepare(mode, costs, "h/nexus"),
                                 doctest::Contains("h/nexus: the cost \"copy_checksum\" must be"),
                                 std::invalid_argument);
        }
    }
    CopyEngine separate; // has no use for it
    CHECK_NOTHROW(separate.Prepare(ChecksumMode::Separate, PassCosts(100'000, 90'000, 0), "nexus"));
}

TEST_CASE("a figure that is missing is named")
{
    CopyEngine engine;
    CHECK_THROWS_WITH_AS(engine.Prepare(ChecksumMode::Fused, CostTable(), "h/nexus"),
                         doctest::Contains("\"copy\""),
                         std::invalid_argument);
}

TEST_CASE("whatever the figures and sizes, fused lies between the copy and both passes")
{
    CHECK(rc::check([] {
        const int64_t copy = *rc::gen::inRange<int64_t>(1, 1'000'000);
        const int64_t checksum = *rc::gen::inRange<int64_t>(2, 1'000'000);
        const int64_t fused = copy + *rc::gen::inRange<int64_t>(1, checksum);
        const CostTable costs = PassCosts(copy, checksum, fused);
        CopyEngine separate;
        separate.Prepare(ChecksumMode::Separate, costs, "nexus");
        CopyEngine together;
        together.Prepare(ChecksumMode::Fused, costs, "nexus");
        CopyEngine hardware;
        hardware.Prepare(ChecksumMode::Hardware, costs, "nexus");
        SimTime both;
        SimTime one;
        SimTime none;
        // Enough bytes that rounding to picoseconds decides nothing.
        for (const int64_t bytes :
             *rc::gen::nonEmpty<std::vector<int64_t>>(rc::gen::container<std::vector<int64_t>>(
                 rc::gen::inRange<int64_t>(4'000, 65'536))))
        {
            both += Passes(separate, bytes);
            one += Passes(together, bytes);
            none += Passes(hardware, bytes);
        }
        RC_ASSERT(none < one);
        RC_ASSERT(one < both);
        RC_ASSERT(separate.Moved().read == 2 * together.Moved().read);
        RC_ASSERT(separate.Moved().written == together.Moved().written);
    }));
}

} // namespace copy_engine_test
