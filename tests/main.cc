// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <ns3/nstime.h>

int
main(int argc, char** argv)
{
    // Before anything else: every default of every linked library is converted at this moment,
    // and a Time made earlier would keep the coarser unit.
    ns3::Time::SetResolution(ns3::Time::PS);
    return doctest::Context(argc, argv).run();
}
