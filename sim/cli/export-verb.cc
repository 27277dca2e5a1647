// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/export-verb.h"

#include "sim/cli/usage-error.h"
#include "sim/experiment/omnetpp-export.h"
#include "sim/experiment/ro-crate.h"
#include "sim/results/atomic-file.h"

#include <fmt/format.h>

namespace nexsim
{

CLI::App*
ExportVerb::Declare(CLI::App& program)
{
    CLI::App* verb =
        program.add_subcommand("export", "Results of a finished experiment for other programs");
    verb->add_option("DIR", m_folder, "Folder of an experiment: results/NAME")->required();
    auto* omnetpp = verb->add_flag("--omnetpp",
                                   m_omnetpp,
                                   "Result files of OMNeT++ (.sca, .vec), one pair for each run");
    verb->add_option("--to", m_to, "Folder for those; DIR/omnetpp unless given")->needs(omnetpp);
    auto* roCrate =
        verb->add_flag("--ro-crate",
                       m_roCrate,
                       "ro-crate-metadata.json in DIR: a Process Run Crate for archives");
    verb->add_option("--license", m_license, "URL of the license of the results, for the crate")
        ->needs(roCrate);
    return verb;
}

ExitCode
ExportVerb::Execute()
{
    if (!m_omnetpp && !m_roCrate)
    {
        throw UsageError("say for what: --omnetpp, --ro-crate or both");
    }
    try
    {
        const FinishedExperiment experiment = ReadFinishedExperiment(m_folder);
        if (m_omnetpp)
        {
            const std::string to = m_to.empty() ? experiment.folder + "/omnetpp" : m_to;
            fmt::print("{} files in {}\n", WriteOmnetpp(experiment, to), to);
        }
        if (m_roCrate)
        {
            const std::string path = experiment.folder + "/ro-crate-metadata.json";
            WriteFileAtomically(path, RoCrate(experiment, m_license, DateOf(experiment)));
            fmt::print("{}\n", path);
        }
        fmt::print(stderr, "{}", UnfinishedText("export", experiment));
    }
    catch (const ExperimentFolderError& error)
    {
        throw UsageError(error.what());
    }
    return ExitCode::Done;
}

} // namespace nexsim
