// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/describe-verb.h"

#include "sim/cli/data-folder.h"
#include "sim/cli/plug-in.h"
#include "sim/reference/cost-pages.h"
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
    verb->add_option(
        "TYPE",
        m_type,
        "A type, such as Fifo or nexsim::FifoQueueDisc, \"metrics\" or \"costs\"; with "
        "--markdown a page; all if absent");
    verb->add_option("PROFILE", m_profile, "With \"costs\": a cost profile; all if absent");
    verb->add_flag("--markdown", m_markdown, "Print a reference page, or the names of all pages");
    verb->add_option("--load", m_libraries, "A shared library with further types")
        ->type_name("LIB");
    return verb;
}

ExitCode
DescribeVerb::Execute()
{
    LoadPlugIns(m_libraries);
    if (m_type == "costs")
    {
        return PrintCosts();
    }
    if (!m_profile.empty())
    {
        fmt::print(stderr,
                   "nexsim describe: {} is one too many; a second name belongs to \"costs\"\n",
                   Quoted(m_profile));
        return ExitCode::Usage;
    }
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
DescribeVerb::PrintCosts() const
{
    FileFinder files({DataFolder() / "costs"});
    const std::vector<std::string> names =
        m_profile.empty() ? ShippedCostProfiles(files) : std::vector<std::string>{m_profile};
    std::vector<CostProfile> profiles;
    CostProfileReader reader;
    Diagnostics diagnostics;
    for (const std::string& name : names)
    {
        const auto path = FindCostProfile(name, files);
        if (!path)
        {
            fmt::print(stderr, "nexsim describe: {}\n", path.Error().message);
            return ExitCode::Usage;
        }
        if (const auto profile = reader.Read(*path, files, diagnostics))
        {
            profiles.push_back(*profile);
        }
    }
    if (diagnostics.HasErrors())
    {
        fmt::print(stderr, "{}", diagnostics.Print());
        return ExitCode::InvalidScenario;
    }
    const auto print = m_profile.empty()
                           ? m_markdown ? CostOverviewMarkdown(profiles) : CostOverview(profiles)
                       : m_markdown ? CostPageMarkdown(profiles.front())
                                    : CostPage(profiles.front());
    fmt::print("{}", print);
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
