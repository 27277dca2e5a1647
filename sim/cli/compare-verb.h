// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COMPARE_VERB_H
#define NEXSIM_COMPARE_VERB_H

#include "sim/cli/verb.h"
#include "sim/experiment/variant-comparison.h"

#include <string>

namespace nexsim
{

/** @brief "compare DIR": the variants of a finished experiment against one of them. */
class CompareVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    std::string m_folder;
    ComparisonRequest m_request;
    double m_marginPercent = 5;
    bool m_markdown = false;
    bool m_csv = false;
    bool m_pooled = false;
};

} // namespace nexsim

#endif // NEXSIM_COMPARE_VERB_H
