// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/component.h"
#include "models/base/run-context.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace run_context_test
{

namespace
{

using nexsim::Component;
using nexsim::RunContext;
using nexsim::Tally;
using nexsim::testing::Simulation;

class Shelf : public Component
{
  public:
    Tally Held() const override
    {
        return held;
    }

    Tally held;
    std::string attachedAs;

    double Draw(std::string_view purpose) const
    {
        return Stream(purpose).Uniform();
    }

  protected:
    void DoAttach() override
    {
        attachedAs = Path();
    }
};

} // namespace

TEST_CASE("a component joins one run once, under its path")
{
    const Simulation simulation;
    RunContext run;
    Shelf shelf;
    CHECK_FALSE(shelf.IsAttached());
    shelf.Attach(run, "house/shelf");
    CHECK(shelf.IsAttached());
    CHECK(shelf.attachedAs == "house/shelf");
    CHECK(&shelf.Run() == &run);
    CHECK_THROWS_AS(shelf.Attach(run, "elsewhere"), std::logic_error);
    CHECK(shelf.Path() == "house/shelf");
    Shelf other;
    other.Attach(run, "house/other");
    CHECK(other.PathHash() != shelf.PathHash());
    CHECK(run.Components() == std::vector<Component*>{&shelf, &other});
}

TEST_CASE("a run sums what its components hold")
{
    const Simulation simulation;
    RunContext run;
    Shelf a;
    Shelf b;
    a.Attach(run, "a");
    b.Attach(run, "b");
    a.held = {2, 3000};
    b.held = {1, 7};
    CHECK(run.Held() == Tally{3, 3007});
}

TEST_CASE("a component's draws depend on its own path only, not on who else is there")
{
    const Simulation simulation;
    RunContext small(3, 1);
    RunContext large(3, 1);
    Shelf alone;
    alone.Attach(small, "a");
    Shelf first;
    first.Attach(large, "0");
    first.Draw("x");
    Shelf same;
    same.Attach(large, "a");
    CHECK(same.Draw("x") == alone.Draw("x"));
    CHECK(same.Draw("y") != alone.Draw("x"));
    CHECK(first.Draw("x") != alone.Draw("x"));
}

TEST_CASE("a component whose attachment fails is forgotten, with the parts that it attached before")
{
    struct Part : Component
    {
    };

    struct Whole : Component
    {
        Part part;

        void DoAttach() override
        {
            part.Attach(Run(), Path() + "/part");
            throw std::invalid_argument("no");
        }
    };

    const nexsim::testing::Simulation simulation;
    RunContext run;
    Part first;
    first.Attach(run, "first");
    {
        Whole whole;
        CHECK_THROWS_AS(whole.Attach(run, "whole"), std::invalid_argument);
    }
    REQUIRE(run.Components().size() == 1);
    CHECK(run.Components().front() == &first);
}

} // namespace run_context_test
