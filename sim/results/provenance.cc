// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/provenance.h"

#include "sim/build-info.h"
#include "sim/results/results-version.h"

#include <string_view>
#include <tuple>

namespace nexsim
{

namespace
{

auto
Tie(const Provenance& p)
{
    return std::tie(p.version, p.git, p.compiler, p.build, p.ns3, p.resultsVersion, p.commandLine);
}

} // namespace

bool
Provenance::operator==(const Provenance& other) const
{
    return Tie(*this) == Tie(other);
}

Provenance
GetProvenance()
{
    const BuildInfo& info = GetBuildInfo();
    Provenance provenance;
    provenance.version = info.version;
    provenance.git = info.gitCommit;
    provenance.compiler = info.compiler;
    provenance.build = info.buildType;
    if (*info.sanitizers != '\0')
    {
        provenance.build += std::string(" with sanitizers ") + info.sanitizers;
    }
    provenance.ns3 = info.ns3Version;
    provenance.resultsVersion = kResultsVersion;
    return provenance;
}

std::string
ToShellLine(const std::vector<std::string>& words)
{
    constexpr std::string_view kSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789_-+=./,:@%";
    std::string line;
    for (const std::string& word : words)
    {
        line += line.empty() ? "" : " ";
        if (!word.empty() && word.find_first_not_of(kSafe) == std::string::npos)
        {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word)
        {
            line += c == '\'' ? std::string("'\\''") : std::string(1, c);
        }
        line += '\'';
    }
    return line;
}

} // namespace nexsim
