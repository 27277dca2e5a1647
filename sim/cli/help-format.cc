// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/help-format.h"

#include "sim/results/wrapped-text.h"

namespace nexsim
{

std::string
HelpFormat::make_option(const CLI::Option* option, bool isPositional) const
{
    return Entry(make_option_name(option, isPositional) + make_option_opts(option),
                 make_option_desc(option));
}

std::string
HelpFormat::make_subcommand(const CLI::App* verb) const
{
    return Entry(verb->get_display_name(true), verb->get_description());
}

std::string
HelpFormat::Entry(const std::string& name, const std::string& description) const
{
    const std::string indent(get_column_width(), ' ');
    std::string first = "  " + name;
    if (first.size() >= indent.size())
    {
        return first + "\n" + Wrapped(description, indent, indent);
    }
    first.resize(indent.size(), ' ');
    return Wrapped(description, first, indent);
}

} // namespace nexsim
