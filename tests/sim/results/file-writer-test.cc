// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/file-writer.h"
#include "sim/results/io-error.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace file_writer_test
{

using namespace nexsim;
using nexsim::test::ScratchFolder;

TEST_CASE("a closed file holds every byte, binary too")
{
    const ScratchFolder folder;
    std::string content(200'000, '\0');
    for (std::size_t i = 0; i < content.size(); ++i)
    {
        content[i] = static_cast<char>(i * 7);
    }
    FileWriter writer(folder / "data");
    for (std::size_t at = 0, size = 1; at < content.size(); at += size, size = size * 3 % 1000 + 1)
    {
        writer.Write(std::string_view(content).substr(at, size));
    }
    writer.Close();
    writer.Close();
    CHECK(ReadFile(folder / "data") == content);
}

TEST_CASE("a full disk is an error that names path and cause")
{
    FileWriter writer("/dev/full");
    writer.Write("x");
    try
    {
        writer.Close();
        FAIL("closing must fail");
    }
    catch (const IoError& error)
    {
        CHECK(error.GetErrorNumber() == ENOSPC);
        CHECK(error.GetPath() == "/dev/full");
        CHECK(std::string(error.what()) == "cannot write '/dev/full': No space left on device");
    }
    CHECK_THROWS_AS(writer.Write(std::string(1'000'000, 'x')), IoError);
}

TEST_CASE("what cannot be opened is an error that names it")
{
    const ScratchFolder folder;
    CHECK_THROWS_WITH_AS(
        FileWriter(folder / "no/file"),
        ("cannot create '" + folder / "no/file" + "': No such file or directory").c_str(),
        IoError);
    CHECK_THROWS_AS(ReadFile(folder / "none"), IoError);
    CHECK_THROWS_AS(ReadFile(folder.GetPath()), IoError);
    CHECK_THROWS_AS(SyncFolder(folder / "none"), IoError);
}

} // namespace file_writer_test
