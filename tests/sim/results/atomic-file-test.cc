// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/atomic-file.h"
#include "sim/results/io-error.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace atomic_file_test
{

using namespace nexsim;
using nexsim::test::ScratchFolder;

TEST_CASE("an atomic write replaces the file and leaves nothing beside it")
{
    const ScratchFolder folder;
    WriteFileAtomically(folder / "runs.csv", "old");
    WriteFileAtomically(folder / "runs.csv", "new");
    CHECK(ReadFile(folder / "runs.csv") == "new");
    CHECK(folder.List() == std::vector<std::string>{"runs.csv"});
}

TEST_CASE("a file that is not committed never appears")
{
    const ScratchFolder folder;
    {
        AtomicFile file(folder / "runs.csv");
        file.Write("half");
        CHECK(folder.List().size() == 1);
        CHECK(folder.List() != std::vector<std::string>{"runs.csv"});
    }
    CHECK(folder.List().empty());
}

TEST_CASE("a path without a folder is one in the current folder")
{
    const ScratchFolder folder;
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(folder.GetPath());
    WriteFileAtomically("runs.csv", "here");
    std::filesystem::current_path(before);
    CHECK(ReadFile(folder / "runs.csv") == "here");
}

TEST_CASE("a failed atomic write leaves the old file alone")
{
    const ScratchFolder folder;
    std::filesystem::create_directories(folder / "taken/inside");
    // A folder cannot be replaced by a file, so the rename itself fails here.
    CHECK_THROWS_AS(WriteFileAtomically(folder / "taken", "new"), IoError);
    CHECK(folder.List() == std::vector<std::string>{"taken"});
    CHECK(folder.List("taken") == std::vector<std::string>{"inside"});
    CHECK_THROWS_AS(WriteFileAtomically(folder / "none/file", "new"), IoError);
}

} // namespace atomic_file_test
