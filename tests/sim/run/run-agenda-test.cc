// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/run-agenda.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

namespace run_agenda_test
{

using namespace nexsim;

TEST_CASE("actions come first at their instant, in the order in which they were added")
{
    const testing::Simulation simulation;
    testing::Script script(simulation.Kernel());
    RunContext run;
    RunAgenda agenda;
    agenda.Add(SimTime(20), [&] { script.log.push_back("second at 20"); });
    agenda.Add(SimTime(10), [&] { script.log.push_back("first at 10"); });
    agenda.Add(SimTime(20), [&] { script.log.push_back("third at 20"); });
    agenda.Add(SimTime(30), [&] { script.log.push_back("never"); });
    script.At(10, Priority::Departure, 1, "departure");
    script.At(20, Priority::Departure, 1, "later departure");
    agenda.Attach(run, "/agenda");
    agenda.Start();
    simulation.Kernel().SetEnd(SimTime(30));
    ns3::Simulator::Run();
    CHECK(script.log == std::vector<std::string>{"first at 10",
                                                 "departure",
                                                 "second at 20",
                                                 "third at 20",
                                                 "later departure"});
}

} // namespace run_agenda_test
