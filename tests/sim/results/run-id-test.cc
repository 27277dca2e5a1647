// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/atomic-file.h"
#include "sim/results/io-error.h"
#include "sim/results/run-id.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace run_id_test
{

using namespace nexsim;
using nexsim::test::ScratchFolder;

TEST_CASE("an id is 32 hexadecimal digits and repeats")
{
    const auto id = [] {
        RunIdHasher hasher(1);
        hasher.AddDocument("{\"nexsim\":1}");
        return hasher.GetId();
    };
    CHECK(id().size() == 32);
    CHECK(id().find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(id() == id());
    // One-shot XXH3-128 of "results version 1\n1document 12\n{...}": ids must outlive a build.
    CHECK(id() == "39d1e5ca40c1527ffb13ff741555c268");
}

TEST_CASE("every ingredient and its order change the id")
{
    const ScratchFolder folder;
    WriteFileAtomically(folder / "a", "alpha");
    WriteFileAtomically(folder / "b", "beta");
    using Fill = std::function<void(RunIdHasher&)>;
    const std::vector<Fill> fills{
        [](RunIdHasher&) {},
        [](RunIdHasher& h) { h.AddDocument("{}"); },
        [](RunIdHasher& h) { h.AddDocument("{} "); },
        [](RunIdHasher& h) { h.AddDocument(""); },
        [](RunIdHasher& h) { h.AddDocument("{}"), h.AddDocument("{}"); },
        [&](RunIdHasher& h) { h.AddFile("a", folder / "a"); },
        [&](RunIdHasher& h) { h.AddFile("a", folder / "b"); },
        [&](RunIdHasher& h) { h.AddFile("b", folder / "a"); },
        [&](RunIdHasher& h) { h.AddLibrary(folder / "a"); },
        [&](RunIdHasher& h) { h.AddFile("a", folder / "a"), h.AddFile("b", folder / "b"); },
        [&](RunIdHasher& h) { h.AddFile("b", folder / "b"), h.AddFile("a", folder / "a"); },
        // The frames of other ingredients, as content of one.
        [](RunIdHasher& h) { h.AddDocument("a\ncontent 5\nalpha"); },
        [](RunIdHasher& h) { h.AddDocument("{}document 2\n{}"); },
    };
    std::set<std::string> ids;
    for (const unsigned version : {1U, 2U})
    {
        for (const Fill& fill : fills)
        {
            RunIdHasher hasher(version);
            fill(hasher);
            ids.insert(hasher.GetId());
        }
    }
    CHECK(ids.size() == 2 * fills.size());
}

TEST_CASE("folders do not count, contents do")
{
    const ScratchFolder here;
    const ScratchFolder there;
    const auto id = [](const ScratchFolder& folder, const char* content) {
        WriteFileAtomically(folder / "trace.pcap", content);
        RunIdHasher hasher(1);
        hasher.AddFile("trace.pcap", folder / "trace.pcap");
        hasher.AddLibrary(folder / "trace.pcap");
        return hasher.GetId();
    };
    CHECK(id(here, "x") == id(there, "x"));
    CHECK(id(here, "x") != id(there, "y"));
    RunIdHasher hasher(1);
    CHECK_THROWS_AS(hasher.AddFile("none", here / "none"), IoError);
}

} // namespace run_id_test
