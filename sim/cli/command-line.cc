// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/command-line.h"

#include "sim/build-info.h"
#include "sim/cli/compare-verb.h"
#include "sim/cli/describe-verb.h"
#include "sim/cli/diff-verb.h"
#include "sim/cli/dot-verb.h"
#include "sim/cli/explain-verb.h"
#include "sim/cli/export-verb.h"
#include "sim/cli/help-format.h"
#include "sim/cli/list-verb.h"
#include "sim/cli/reproduce-verb.h"
#include "sim/cli/run-verb.h"
#include "sim/cli/schema-verb.h"
#include "sim/cli/usage-error.h"
#include "sim/cli/validate-verb.h"
#include "sim/experiment/experiment.h"
#include "sim/results/provenance.h"
#include "sim/run/build-error.h"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace nexsim
{

namespace
{

ExitCode
Execute(Verb& verb, const std::string& name)
{
    try
    {
        return verb.Execute();
    }
    catch (const UsageError& error)
    {
        fmt::print(stderr, "nexsim {}: {}\n", name, error.what());
        return ExitCode::Usage;
    }
    catch (const BuildError& error)
    {
        fmt::print(stderr, "nexsim {}: the run cannot be built: {}\n", name, error.what());
        return ExitCode::InvalidScenario;
    }
    catch (const std::exception& error)
    {
        fmt::print(stderr, "nexsim {}: {}\n", name, error.what());
        return ExitCode::Internal;
    }
}

/** @brief A full disk may show only now; what nobody can read was not done. */
ExitCode
AfterOutput(ExitCode outcome)
{
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0)
    {
        return outcome;
    }
    fmt::print(stderr, "nexsim: cannot write to standard output\n");
    return Graver(outcome, ExitCode::Internal);
}

ExitCode
ParseAndExecute(int argc, char** argv)
{
    CLI::App program("nexsim: a deterministic network simulator on ns-3", "nexsim");
    program.formatter(std::make_shared<HelpFormat>());
    program.require_subcommand(1);
    program.set_version_flag("--version", GetBuildInfo().version);
    std::vector<std::unique_ptr<Verb>> verbs;
    const std::vector<std::string> words(argv, argv + argc);
    verbs.push_back(std::make_unique<RunVerb>(ToShellLine(words)));
    verbs.push_back(std::make_unique<ValidateVerb>());
    verbs.push_back(std::make_unique<ListVerb>());
    verbs.push_back(std::make_unique<DescribeVerb>());
    verbs.push_back(std::make_unique<SchemaVerb>());
    verbs.push_back(std::make_unique<CompareVerb>());
    verbs.push_back(std::make_unique<ExportVerb>());
    verbs.push_back(std::make_unique<ExplainVerb>());
    verbs.push_back(std::make_unique<DiffVerb>());
    verbs.push_back(std::make_unique<ReproduceVerb>());
    verbs.push_back(std::make_unique<DotVerb>());
    std::vector<std::pair<CLI::App*, Verb*>> declared;
    for (const auto& verb : verbs)
    {
        declared.emplace_back(verb->Declare(program), verb.get());
    }
    if (argc <= 1)
    {
        fmt::print(stderr, "{}", program.help());
        return ExitCode::Usage;
    }
    try
    {
        program.parse(argc, argv);
    }
    catch (const CLI::ParseError& error)
    {
        return program.exit(error) == 0 ? ExitCode::Done : ExitCode::Usage;
    }
    for (const auto& [part, verb] : declared)
    {
        if (part->parsed())
        {
            return Execute(*verb, part->get_name());
        }
    }
    return ExitCode::Usage;
}

} // namespace

ExitCode
RunCommandLine(int argc, char** argv)
{
    return AfterOutput(ParseAndExecute(argc, argv));
}

} // namespace nexsim
