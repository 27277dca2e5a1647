// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCHEMA_VERB_H
#define NEXSIM_SCHEMA_VERB_H

#include "sim/cli/verb.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief `nexsim schema`: writes the JSON Schema of a scenario, for editors. */
class SchemaVerb : public Verb
{
  public:
    CLI::App* Declare(CLI::App& program) override;
    ExitCode Execute() override;

  private:
    std::vector<std::string> m_libraries;
};

} // namespace nexsim

#endif // NEXSIM_SCHEMA_VERB_H
