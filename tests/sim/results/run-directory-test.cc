// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/atomic-file.h"
#include "sim/results/io-error.h"
#include "sim/results/run-directory.h"
#include "sim/results/temporary-name.h"
#include "tests/sim/results/forked.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace run_directory_test
{

using namespace nexsim;
using namespace nexsim::test;
namespace fs = std::filesystem;

using Names = std::vector<std::string>;

TEST_CASE("a committed run is whole and alone")
{
    const ScratchFolder folder;
    RunDirectory run(folder / "results/fig/runs", "abc");
    run.Write("run.json", "{}\n");
    run.Create("series.csv").Write("never closed by hand\n");
    CHECK_FALSE(fs::exists(run.GetPath()));
    run.Commit();
    CHECK(run.GetPath() == folder / "results/fig/runs/abc");
    CHECK(folder.List("results/fig/runs") == Names{"abc"});
    CHECK(folder.List("results/fig/runs/abc") == Names{"run.json", "series.csv"});
    CHECK(ReadFile(run.GetPath() + "/series.csv") == "never closed by hand\n");
}

TEST_CASE("a run that is not committed is absent")
{
    const ScratchFolder folder;
    {
        RunDirectory run(folder / "runs", "abc");
        run.Write("run.json", "{}\n");
        CHECK(folder.List("runs").size() == 1);
    }
    CHECK(folder.List("runs").empty());
}

TEST_CASE("a run of the same id is replaced as a whole")
{
    const ScratchFolder folder;
    for (const std::string name : {"first", "second"})
    {
        RunDirectory run(folder / "runs", "abc");
        run.Write(name, name);
        run.Commit();
    }
    CHECK(folder.List("runs") == Names{"abc"});
    CHECK(folder.List("runs/abc") == Names{"second"});
}

TEST_CASE("names that are paths, or taken, are refused")
{
    const ScratchFolder folder;
    for (const char* id : {"", ".", "..", "a/b"})
    {
        CHECK_THROWS_AS(RunDirectory(folder / "runs", id), std::invalid_argument);
    }
    RunDirectory run(folder / "runs", "abc");
    run.Write("run.json", "{}");
    CHECK_THROWS_AS(run.Create("run.json"), std::invalid_argument);
    CHECK_THROWS_AS(run.Create("../other"), std::invalid_argument);
    run.Commit();
    CHECK_THROWS_AS(run.Create("late"), std::invalid_argument);
}

TEST_CASE("a killed process's temporaries are removed at the next start, a living one's are not")
{
    const ScratchFolder folder;
    const int outcome = RunForked([&folder]() -> int {
        RunDirectory run(folder / "runs", "dead");
        run.Write("run.json", "{");
        ::raise(SIGKILL);
        return 0;
    });
    REQUIRE(outcome == -SIGKILL);
    REQUIRE(folder.List("runs").size() == 1);
    const std::string dead = folder.List("runs")[0];

    const RunDirectory living(folder / "runs", "living");
    // Same process id, but of another machine: it may well be alive there.
    std::string foreign = dead;
    const std::size_t machine = foreign.find(".tmp-") + 5;
    foreign[machine] = foreign[machine] == '0' ? '1' : '0';
    const Names others{".tmp-notes",
                       ".x" + dead.substr(dead.find(".tmp-")) + "x",
                       "whole",
                       foreign};
    for (const std::string& name : others)
    {
        fs::create_directory(folder / ("runs/" + name));
    }
    RemoveStaleTemporaries(folder / "runs");
    CHECK(folder.List("runs").size() == others.size() + 1);
    CHECK_FALSE(fs::exists(folder / ("runs/" + dead)));
    CHECK(fs::exists(TemporaryName(folder / "runs/living")));
}

TEST_CASE("a process that has ended counts as dead before its parent has noticed")
{
    const ScratchFolder folder;
    const pid_t child = StartForked([&folder]() -> int {
        RunDirectory run(folder / "runs", "dead");
        ::_exit(0);
    });
    siginfo_t info{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);
    REQUIRE(folder.List("runs").size() == 1);
    RemoveStaleTemporaries(folder / "runs");
    CHECK(folder.List("runs").empty());
    CHECK(WaitForked(child) == 0);
}

TEST_CASE("another user's living process keeps its temporaries")
{
    const ScratchFolder folder;
    ::chmod(folder.GetPath().c_str(), 0777);
    std::string ours = TemporaryName("run");
    ours.erase(ours.rfind('-') + 1);
    const int outcome = RunForked([&] {
        if (::geteuid() == 0 && ::setuid(65534) != 0)
        {
            return 2;
        }
        fs::create_directory(folder / (ours + "1")); // process 1 always lives
        RemoveStaleTemporaries(folder.GetPath());
        return fs::exists(folder / (ours + "1")) ? 0 : 1;
    });
    CHECK(outcome == 0);
}

TEST_CASE("cleaning a folder that does not exist yet does nothing")
{
    const ScratchFolder folder;
    RemoveStaleTemporaries(folder / "none");
    CHECK(folder.List().empty());
    WriteFileAtomically(folder / "file", "");
    CHECK_THROWS_AS(RemoveStaleTemporaries(folder / "file"), IoError);
}

TEST_CASE("a folder that cannot be made is an error that names it")
{
    const ScratchFolder folder;
    WriteFileAtomically(folder / "file", "");
    try
    {
        RunDirectory run(folder / "file/runs", "abc");
        FAIL("must fail");
    }
    catch (const IoError& error)
    {
        CHECK(error.GetErrorNumber() == ENOTDIR);
        CHECK(error.GetPath() == folder / "file/runs");
    }
}

TEST_CASE("a folder without permission to write is an error")
{
    const ScratchFolder folder;
    ::chmod(folder.GetPath().c_str(), 0555);
    const int outcome = RunForked([&folder] {
        // Permissions do not bind root, so become somebody else.
        if (::geteuid() == 0 && ::setuid(65534) != 0)
        {
            return 2;
        }
        try
        {
            RunDirectory run(folder / "runs", "abc");
        }
        catch (const IoError& error)
        {
            return error.GetErrorNumber() == EACCES ? 0 : 1;
        }
        return 3;
    });
    CHECK(outcome == 0);
    ::chmod(folder.GetPath().c_str(), 0755);
}

namespace
{

/** @brief Write a run that is too large; 0 when it fails with this error and leaves nothing. */
int
WriteTooLarge(const std::string& runs, int expected)
{
    int seen = 0;
    try
    {
        RunDirectory run(runs, "abc");
        run.Create("packets.csv").Write(std::string(1 << 20, 'x'));
        run.Write("run.json", "{}");
        run.Commit();
    }
    catch (const IoError& error)
    {
        seen = error.GetErrorNumber();
    }
    return seen == expected && fs::is_empty(runs) ? 0 : 1;
}

} // namespace

TEST_CASE("a file size limit leaves no part of a run")
{
    const ScratchFolder folder;
    const int outcome = RunForked([&folder] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{100'000, 100'000};
        return ::setrlimit(RLIMIT_FSIZE, &limit) == 0 ? WriteTooLarge(folder / "runs", EFBIG) : 2;
    });
    CHECK(outcome == 0);
}

TEST_CASE("a full disk leaves no part of a run")
{
    constexpr int kSkipped = 77;
    const ScratchFolder folder;
    const int outcome = RunForked([&folder] {
        const char* path = folder.GetPath().c_str();
        // The mount is this process's own and goes with it.
        if (::unshare(CLONE_NEWNS) != 0 ||
            ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", path, "tmpfs", 0, "size=256k") != 0)
        {
            return kSkipped;
        }
        return WriteTooLarge(folder / "runs", ENOSPC);
    });
    if (outcome == kSkipped)
    {
        MESSAGE("may not mount a small file system here; the file size limit stands in");
        return;
    }
    CHECK(outcome == 0);
}

} // namespace run_directory_test
