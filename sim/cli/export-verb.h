// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXPORT_VERB_H
#define NEXSIM_EXPORT_VERB_H

#include "sim/cli/verb.h"

#include <string>

namespace nexsim
{

/** @brief "export DIR": the results of an experiment for other programs. */
class ExportVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    std::string m_folder;
    std::string m_to;
    std::string m_license;
    bool m_omnetpp = false;
    bool m_roCrate = false;
};

} // namespace nexsim

#endif // NEXSIM_EXPORT_VERB_H
