// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/reproduce-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/cli/usage-error.h"
#include "sim/repeat/repeat-command.h"
#include "sim/repeat/reproduction.h"
#include "sim/repeat/run-difference.h"
#include "sim/results/io-error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

namespace nexsim
{

namespace
{

/** @brief A new folder that goes with this object. */
class TemporaryFolder
{
  public:
    TemporaryFolder()
    {
        m_path = (std::filesystem::temp_directory_path() / "nexsim-XXXXXX").string();
        if (::mkdtemp(m_path.data()) == nullptr)
        {
            throw IoError("create folder", m_path, errno);
        }
    }

    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& Path() const
    {
        return m_path;
    }

  private:
    std::string m_path;
};

} // namespace

CLI::App*
ReproduceVerb::Declare(CLI::App& program)
{
    CLI::App* verb =
        program.add_subcommand("reproduce", "The command that repeats a run; --check repeats it");
    verb->add_option("RUN", m_run, "Folder of a run: results/NAME/runs/ID")->required();
    verb->add_flag("--check", m_check, "Repeat the run from its folder and compare all it leaves");
    verb->add_option("--out", m_out, "Keep the repeated run below this folder");
    verb->add_option("--scenario", m_scenario, "The scenario file, where it has moved");
    verb->add_option("--load", m_libraries, "A shared library that the run had loaded")
        ->type_name("LIB")
        ->allow_extra_args(false);
    return verb;
}

ExitCode
ReproduceVerb::Execute()
{
    LoadPlugIns(m_libraries);
    try
    {
        const FinishedRun run = ReadFinishedRun(m_run);
        const RepeatMeans means{m_scenario, DataFolder().string(), m_libraries};
        return m_check ? Check(run, means) : PrintCommand(run, means);
    }
    catch (const RunFolderError& error)
    {
        throw UsageError(error.what());
    }
}

ExitCode
ReproduceVerb::PrintCommand(const FinishedRun& run, const RepeatMeans& means) const
{
    const RepeatCommand command = FindRepeatCommand(run, means, m_out.empty() ? "repeated" : m_out);
    if (!command.line.empty() && command.reason.empty())
    {
        fmt::print("{}\n", command.line);
        return ExitCode::Done;
    }
    if (!command.line.empty())
    {
        fmt::print(stderr,
                   "nexsim reproduce: not by  {}\n  since {}\n",
                   command.line,
                   command.reason);
    }
    else
    {
        fmt::print(stderr, "nexsim reproduce: {}\n", command.reason);
    }
    fmt::print(stderr, "  the run's folder has all but the files that the scenario names:\n");
    std::vector<std::string> words =
        {"nexsim", "reproduce", run.folder, "--check", "--out", m_out.empty() ? "repeated" : m_out};
    for (const std::string& library : m_libraries)
    {
        words.insert(words.end(), {"--load", library});
    }
    fmt::print("{}\n", ToShellLine(words));
    return ExitCode::Done;
}

ExitCode
ReproduceVerb::Check(const FinishedRun& run, const RepeatMeans& means) const
{
    const TemporaryFolder temporary;
    const Reproduction reproduction =
        Reproduce(run, means, m_out.empty() ? temporary.Path() : m_out);
    if (reproduction.IsEqual())
    {
        fmt::print("the same: {}\n", WhichRun(run.record));
        const FingerprintRecord& fingerprint = run.record.fingerprint;
        fmt::print(
            "  fingerprint: trajectory {:016x}, wire {:016x}, drops {:016x}, scalars {:016x}\n"
            "  byte for byte: {}\n",
            fingerprint.trajectory,
            fingerprint.wire,
            fingerprint.drops,
            fingerprint.scalars,
            fmt::join(reproduction.equalFiles, ", "));
        return ExitCode::Done;
    }
    fmt::print("different: {}\n", fmt::join(reproduction.differentFiles, ", "));
    if (!reproduction.equalFiles.empty())
    {
        fmt::print("equal: {}\n", fmt::join(reproduction.equalFiles, ", "));
    }
    const RunDifference difference = CompareRuns(run, reproduction.repeated, means);
    fmt::print("\nrecorded (a) against repeated (b):\n\n{}",
               ToText(run, reproduction.repeated, difference));
    return ExitCode::ClaimFailed;
}

} // namespace nexsim
