// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/describe-verb.h"

#include "sim/cli/plug-in.h"
#include "sim/cli/type-pages.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/type-catalogue.h"

#include <fmt/format.h>

namespace nexsim
{

CLI::App*
DescribeVerb::Declare(CLI::App& program)
{
    CLI::App* verb = program.add_subcommand("describe", "Show the types that a scenario can name");
    verb->add_option("TYPE",
                     m_type,
                     "A type, such as Fifo or nexsim::FifoQueueDisc; all if absent");
    verb->add_option("--load", m_libraries, "A shared library with further types")
        ->type_name("LIB");
    return verb;
}

ExitCode
DescribeVerb::Execute()
{
    LoadPlugIns(m_libraries);
    const TypeCatalogue catalogue;
    if (m_type.empty())
    {
        fmt::print("{}", TypeOverview(catalogue));
        return ExitCode::Done;
    }
    const std::vector<NamedType> types = FindTypes(catalogue, m_type);
    if (types.empty())
    {
        fmt::print(stderr,
                   "nexsim describe: no type is called {}{}\n",
                   Quoted(m_type),
                   SuggestName(m_type, TypeNames(catalogue)));
        return ExitCode::Usage;
    }
    for (const NamedType& type : types)
    {
        fmt::print("{}", TypePage(type));
    }
    return ExitCode::Done;
}

} // namespace nexsim
