// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/schema-verb.h"

#include "sim/cli/plug-in.h"
#include "sim/reference/scenario-schema.h"

#include <fmt/format.h>

namespace nexsim
{

CLI::App*
SchemaVerb::Declare(CLI::App& program)
{
    CLI::App* verb =
        program.add_subcommand("schema", "Write the JSON Schema of a scenario, for editors");
    verb->add_option("--load", m_libraries, "A shared library with further types")
        ->type_name("LIB");
    return verb;
}

ExitCode
SchemaVerb::Execute()
{
    LoadPlugIns(m_libraries);
    fmt::print("{}\n", ScenarioSchema(TypeCatalogue()).dump(1));
    return ExitCode::Done;
}

} // namespace nexsim
