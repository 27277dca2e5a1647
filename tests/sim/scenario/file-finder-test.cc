// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/file-finder.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace file_finder_test
{

using namespace nexsim;

namespace fs = std::filesystem;

namespace
{

void
Write(const fs::path& path, const char* text = "x")
{
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

} // namespace

TEST_SUITE("sim/scenario files")
{
    TEST_CASE("files are looked for beside the scenario, then in the data and its folders")
    {
        const test::ScratchFolder scratch;
        const fs::path own = fs::path(scratch.GetPath()) / "own";
        const fs::path data = fs::path(scratch.GetPath()) / "data";
        Write(own / "both.cdf");
        Write(own / "deep" / "a.cdf");
        Write(data / "both.cdf");
        Write(data / "captures" / "b.pcap");
        Write(data / "sizes" / "c.cdf");
        FileFinder files(ScenarioFolders(own / "s.json", data));
        CHECK(*files.Find("both.cdf") == own / "both.cdf");
        CHECK(*files.Find("deep/a.cdf") == own / "deep/a.cdf");
        CHECK(*files.Find("b.pcap") == data / "captures" / "b.pcap");
        CHECK(*files.Find("sizes/c.cdf") == data / "sizes/c.cdf");
        CHECK(files.Find("both.cdf"));
        CHECK(!files.Find("d.cdf"));
        REQUIRE(files.Found().size() == 4);
        CHECK(files.Found()[0].name == "both.cdf");
        CHECK(files.Found()[3].path == data / "sizes/c.cdf");
    }

    TEST_CASE("no name leads out of the folders, and no link is followed")
    {
        const test::ScratchFolder scratch;
        const fs::path own = fs::path(scratch.GetPath()) / "own";
        Write(own / "a.cdf");
        Write(fs::path(scratch.GetPath()) / "secret");
        fs::create_symlink("../secret", own / "link");
        fs::create_directory_symlink("..", own / "up");
        fs::create_directories(own / "folder");
        FileFinder files(ScenarioFolders(own / "s.json", ""));
        for (const std::string& name : {std::string("../secret"),
                                        (fs::path(scratch.GetPath()) / "secret").string(),
                                        std::string("folder/../a.cdf"),
                                        std::string("link"),
                                        std::string("up/secret"),
                                        std::string("folder"),
                                        std::string(""),
                                        std::string("a.cdf\0x", 7),
                                        std::string(2000, 'a')})
        {
            CAPTURE(name);
            CHECK(!files.Find(name));
        }
        CHECK(files.Find("./a.cdf"));
        CHECK(files.Find("a.cfd").Error().message ==
              "there is no file \"a.cfd\" beside the scenario or in the shipped data; did you mean "
              "\"a.cdf\"?");
    }

    TEST_CASE("a text without a folder has no files")
    {
        CHECK(!FileFinder({}).Find("a.cdf"));
    }
}

} // namespace file_finder_test
