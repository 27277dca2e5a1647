// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/cli/command-line.h"

#include "ns3/nstime.h"

int
main(int argc, char** argv)
{
    // Before anything else: it converts every time that ns-3's libraries hold already.
    ns3::Time::SetResolution(ns3::Time::PS);
    return nexsim::ToInt(nexsim::RunCommandLine(argc, argv));
}
