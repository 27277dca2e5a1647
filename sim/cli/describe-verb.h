// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DESCRIBE_VERB_H
#define NEXSIM_DESCRIBE_VERB_H

#include "sim/cli/verb.h"

#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief "describe [TYPE|metrics|costs [PROFILE]]": what can be named in a scenario, each type's
 * attributes and metrics, the cost profiles with their sources; with --markdown the reference pages
 * of the tree.
 */
class DescribeVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    ExitCode PrintPage() const;
    ExitCode PrintType() const;
    ExitCode PrintCosts() const;

    std::string m_type;
    std::string m_profile; //!< of "describe costs"
    bool m_markdown = false;
    std::vector<std::string> m_libraries;
};

} // namespace nexsim

#endif // NEXSIM_DESCRIBE_VERB_H
