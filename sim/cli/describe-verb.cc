// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/describe-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/reference/reference-page.h"
#include "sim/reference/type-pages.h"
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
                     "A type, such as Fifo or nexsim::FifoQueueDisc, or \"metrics\"; with "
                     "--markdown a page; all if absent");
    verb->add_flag("--markdown", m_markdown, "Print a reference page, or the names of all pages");
    verb->add_option("--load", m_libraries, "A shared library with further types")
        ->type_name("LIB");
    return verb;
}

ExitCode
DescribeVerb::Execute()
{
    LoadPlugIns(m_libraries);
    return m_markdown ? PrintPage() : PrintType();
}

ExitCode
DescribeVerb::PrintPage() const
{
    const TypeCatalogue catalogue;
    const std::vector<std::string> names = PageNames(catalogue);
    if (m_type.empty())
    {
        fmt::print("{}\n", fmt::join(names, "\n"));
        return ExitCode::Done;
    }
    const auto page = ReferencePage(m_type, catalogue, MetricCatalogue(catalogue, DataFolder()));
    if (!page)
    {
        fmt::print(stderr,
                   "nexsim describe: no page is called {}; there are {}\n",
                   Quoted(m_type),
                   fmt::join(names, ", "));
        return ExitCode::Usage;
    }
    fmt::print("{}", *page);
    return ExitCode::Done;
}

ExitCode
DescribeVerb::PrintType() const
{
    const TypeCatalogue catalogue;
    const MetricCatalogue metrics(catalogue, DataFolder());
    if (m_type.empty() || m_type == "metrics")
    {
        fmt::print("{}",
                   m_type.empty() ? TypeOverview(catalogue) : MetricsPage(catalogue, metrics));
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
        fmt::print("{}", TypePage(type, metrics));
    }
    return ExitCode::Done;
}

} // namespace nexsim
