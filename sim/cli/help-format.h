// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HELP_FORMAT_H
#define NEXSIM_HELP_FORMAT_H

#include <CLI/CLI.hpp>

#include <string>

namespace nexsim
{

/** @brief CLI11's format of help, with what is said of options and verbs broken at 100 columns. */
class HelpFormat : public CLI::Formatter
{
  public:
    std::string make_option(const CLI::Option* option, bool isPositional) const override;
    std::string make_subcommand(const CLI::App* verb) const override;

  private:
    std::string Entry(const std::string& name, const std::string& description) const;
};

} // namespace nexsim

#endif // NEXSIM_HELP_FORMAT_H
