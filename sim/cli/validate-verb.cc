// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/validate-verb.h"

#include <fmt/format.h>

namespace nexsim
{

CLI::App*
ValidateVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand("validate", "Check scenarios without running them");
    m_scenarios.Declare(*verb);
    return verb;
}

ExitCode
ValidateVerb::Execute()
{
    m_scenarios.LoadLibraries();
    ExitCode outcome = ExitCode::Done;
    for (const std::string& file : m_scenarios.FileNames())
    {
        const auto plan = m_scenarios.LoadAndTry(file);
        if (plan)
        {
            fmt::print("{}: valid, {} run{}\n",
                       file,
                       plan->runs.size(),
                       plan->runs.size() == 1 ? "" : "s");
        }
        else
        {
            outcome = ExitCode::InvalidScenario;
        }
    }
    return outcome;
}

} // namespace nexsim
