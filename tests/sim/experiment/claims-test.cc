// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/claims-text.h"
#include "sim/experiment/claims.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace claims_test
{

using namespace nexsim;

namespace
{

Interval
Between(double low, double high)
{
    Interval interval;
    interval.mean = (low + high) / 2;
    interval.low = low;
    interval.high = high;
    interval.n = 2;
    interval.known = true;
    return interval;
}

/** @brief Values by variant, one per replication, the same at every sweep point. */
using Table = std::map<std::string, std::vector<double>>;

ClaimLookup
LookUp(const Table& table)
{
    return [table](const ClaimQuery& query) -> std::vector<Metric> {
        return {{query.metric,
                 table.at(query.variant).at(static_cast<std::size_t>(query.replication)),
                 "packets"}};
    };
}

ClaimPlan
Plan(const Table& table, Draws draws = Draws::Random)
{
    ClaimPlan plan;
    for (const auto& [variant, values] : table)
    {
        plan.variants.push_back(variant);
        plan.replications = static_cast<std::int64_t>(values.size());
    }
    plan.points = {{}};
    plan.draws = draws;
    return plan;
}

Claim
Bounded(std::optional<double> min, std::optional<double> max)
{
    Claim claim;
    claim.that = "it works";
    claim.metric = "sink/delivered";
    claim.bounds = {min, max};
    return claim;
}

Claim
Compared(const char* of, Comparison comparison, const char* reference, Bounds bounds)
{
    Claim claim = Bounded(bounds.min, bounds.max);
    claim.of = of;
    claim.comparison = comparison;
    claim.reference = reference;
    return claim;
}

} // namespace

TEST_CASE("held when the whole interval satisfies it, broken when none of it does")
{
    struct Row
    {
        double low;
        double high;
        std::optional<double> min;
        std::optional<double> max;
        Verdict verdict;
    };

    for (const Row& row : {
             Row{2, 3, 2, {}, Verdict::Held},
             Row{2, 3, 3, {}, Verdict::Undecided}, // its upper end alone satisfies it
             Row{2, 3, 2.5, {}, Verdict::Undecided},
             Row{2, 3, 3.1, {}, Verdict::Broken},
             Row{2, 3, {}, 3, Verdict::Held},
             Row{2, 3, {}, 2.5, Verdict::Undecided},
             Row{2, 3, {}, 2, Verdict::Undecided},
             Row{2, 3, {}, 1.9, Verdict::Broken},
             Row{2, 3, 2, 3, Verdict::Held},
             Row{2, 3, 1, 2.5, Verdict::Undecided},
             Row{2, 3, 2.5, 4, Verdict::Undecided},
             Row{2, 3, 2.4, 2.6, Verdict::Undecided},
             Row{2, 3, 0, 1, Verdict::Broken},
             Row{2, 3, 4, 5, Verdict::Broken},
             Row{2, 2, 2, 2, Verdict::Held},
             Row{2, 2, 2.1, {}, Verdict::Broken},
         })
    {
        CAPTURE(row.min.value_or(-1));
        CAPTURE(row.max.value_or(-1));
        CHECK(Judge(Between(row.low, row.high), {row.min, row.max}) == row.verdict);
    }
}

TEST_CASE("an interval that is not known decides nothing")
{
    Interval unknown = Between(5, 5);
    unknown.known = false;
    CHECK(Judge(unknown, {0.0, 10.0}) == Verdict::Undecided);
    CHECK(Judge(unknown, {6.0, {}}) == Verdict::Undecided);
}

TEST_CASE("a verdict agrees with every point of the interval")
{
    CHECK(rc::check("held: all satisfy it; broken: none does", [] {
        const auto number = rc::gen::inRange(-5, 6);
        const int low = *number;
        const int high = low + *rc::gen::inRange(0, 6);
        Bounds bounds;
        if (*rc::gen::arbitrary<bool>())
        {
            bounds.min = *number;
        }
        if (!bounds.min || *rc::gen::arbitrary<bool>())
        {
            bounds.max = bounds.min.value_or(-5) + *rc::gen::inRange(0, 8);
        }
        int satisfied = 0;
        // Halves, so that an open gap between two integers is seen.
        for (int twice = 2 * low; twice <= 2 * high; ++twice)
        {
            const double point = twice / 2.0;
            satisfied +=
                (!bounds.min || point >= *bounds.min) && (!bounds.max || point <= *bounds.max);
        }
        const int points = 2 * (high - low) + 1;
        const Verdict expected = satisfied == points ? Verdict::Held
                                 : satisfied == 0    ? Verdict::Broken
                                                     : Verdict::Undecided;
        RC_ASSERT(Judge(Between(low, high), bounds) == expected);
    }));
}

TEST_CASE("equals with within is a pair of bounds")
{
    const Bounds bounds = EqualsWithin(10, 2);
    CHECK(bounds.min == 8.0);
    CHECK(bounds.max == 12.0);
}

TEST_CASE("bounds in another unit than the metric's cannot be judged")
{
    const Table table{{"", {7.0}}};
    Claim claim = Bounded(5.0, {});
    for (const char* unit : {"packets", "1", ""})
    {
        claim.unit = unit;
        CHECK(EvaluateClaim(claim, Plan(table, Draws::None), LookUp(table)).verdict ==
              Verdict::Held);
    }
    claim.unit = "ps";
    const ClaimResult result = EvaluateClaim(claim, Plan(table, Draws::None), LookUp(table));
    CHECK(result.verdict == Verdict::Failed);
    CHECK(result.cells.at(0).error == "'sink/delivered' is in packets, but the bounds are in ps");
}

TEST_CASE("one replication of a random scenario is undecided, of a fixed one decided")
{
    const Table table{{"", {7.0}}};
    CHECK(EvaluateClaim(Bounded(5.0, {}), Plan(table, Draws::Random), LookUp(table)).verdict ==
          Verdict::Undecided);
    CHECK(EvaluateClaim(Bounded(5.0, {}), Plan(table, Draws::None), LookUp(table)).verdict ==
          Verdict::Held);
    CHECK(EvaluateClaim(Bounded(8.0, {}), Plan(table, Draws::None), LookUp(table)).verdict ==
          Verdict::Broken);
}

TEST_CASE("over and minus pair by replication")
{
    const Table table{{"base", {10, 100, 40}}, {"new", {5, 50, 20}}};
    const ClaimPlan plan = Plan(table);
    const ClaimResult over =
        EvaluateClaim(Compared("new", Comparison::Over, "base", {{}, 0.5}), plan, LookUp(table));
    CHECK(over.verdict == Verdict::Held);
    REQUIRE(over.cells.size() == 1);
    CHECK(over.cells[0].interval.mean == 0.5);
    CHECK(over.cells[0].unit == "1");

    const ClaimResult minus =
        EvaluateClaim(Compared("base", Comparison::Minus, "new", {-1000.0, 1000.0}),
                      plan,
                      LookUp(table));
    CHECK(minus.verdict == Verdict::Held);
    CHECK(minus.cells.at(0).interval.mean == doctest::Approx((5 + 50 + 20) / 3.0));
    CHECK(minus.cells.at(0).unit == "packets");
}

TEST_CASE("a zero denominator is a failure that says so")
{
    const Table table{{"base", {10, 0}}, {"new", {5, 50}}};
    const ClaimResult result = EvaluateClaim(Compared("new", Comparison::Over, "base", {{}, 1.0}),
                                             Plan(table),
                                             LookUp(table));
    CHECK(result.verdict == Verdict::Failed);
    CHECK(result.cells.at(0).error ==
          "the denominator 'sink/delivered' of variant 'base' is zero in replication 1");
}

TEST_CASE("a claim without a variant is about every one, but not the reference itself")
{
    const Table table{{"a", {1}}, {"b", {2}}, {"c", {4}}};
    const ClaimPlan plan = Plan(table, Draws::None);
    const ClaimResult alone = EvaluateClaim(Bounded(2.0, {}), plan, LookUp(table));
    REQUIRE(alone.cells.size() == 3);
    CHECK(alone.cells[0].verdict == Verdict::Broken);
    CHECK(alone.cells[1].verdict == Verdict::Held);
    CHECK(alone.verdict == Verdict::Broken);

    const ClaimResult over =
        EvaluateClaim(Compared("", Comparison::Over, "b", {{}, 2.0}), plan, LookUp(table));
    REQUIRE(over.cells.size() == 2);
    CHECK(over.cells[0].variant == "a");
    CHECK(over.cells[0].interval.mean == 0.5);
    CHECK(over.cells[1].variant == "c");
    CHECK(over.cells[1].interval.mean == 2);
    CHECK(over.verdict == Verdict::Held);

    const ClaimResult itself =
        EvaluateClaim(Compared("b", Comparison::Over, "b", {{}, 2.0}), plan, LookUp(table));
    REQUIRE(itself.cells.size() == 1);
    CHECK(itself.cells[0].interval.mean == 1);
}

TEST_CASE("at chooses sweep points, and no point is a failure")
{
    ClaimPlan plan;
    plan.variants = {""};
    for (const char* flows : {"4", "16"})
    {
        for (const char* load : {"0.1", "0.5"})
        {
            plan.points.push_back({{"flows", flows}, {"load", load}});
        }
    }
    const ClaimLookup lookup = [](const ClaimQuery& query) -> std::vector<Metric> {
        return {{query.metric, std::stod(query.point[0].second), "packets"}};
    };
    Claim claim = Bounded(10.0, {});
    CHECK(EvaluateClaim(claim, plan, lookup).cells.size() == 4);
    CHECK(EvaluateClaim(claim, plan, lookup).verdict == Verdict::Broken);
    claim.at = {{"flows", "16"}};
    CHECK(EvaluateClaim(claim, plan, lookup).cells.size() == 2);
    CHECK(EvaluateClaim(claim, plan, lookup).verdict == Verdict::Held);
    claim.at = {{"load", "0.5"}, {"flows", "4"}};
    REQUIRE(EvaluateClaim(claim, plan, lookup).cells.size() == 1);
    CHECK(ToText(EvaluateClaim(claim, plan, lookup).cells[0].point) == "flows=4, load=0.5");
    claim.at = {{"flows", "5"}};
    CHECK(EvaluateClaim(claim, plan, lookup).cells.empty());
    CHECK(EvaluateClaim(claim, plan, lookup).verdict == Verdict::Failed);
}

TEST_CASE("across makes one value of several components")
{
    struct Row
    {
        Across across;
        double expected;
    };

    const ClaimLookup lookup = [](const ClaimQuery&) -> std::vector<Metric> {
        return {{"server[0]/sink/delivered", 3.0, "packets"},
                {"server[1]/sink/delivered", std::int64_t{8}, "packets"},
                {"server[2]/sink/delivered", 1.0, "packets"},
                {"server[3]/sink/delivered", 4.0, "packets"}};
    };
    ClaimPlan plan;
    plan.variants = {""};
    plan.points = {{}};
    for (const Row& row :
         {Row{Across::Max, 8}, Row{Across::Min, 1}, Row{Across::Sum, 16}, Row{Across::Mean, 4}})
    {
        Claim claim = Bounded(row.expected, row.expected);
        claim.across = row.across;
        CHECK(EvaluateClaim(claim, plan, lookup).verdict == Verdict::Held);
    }
    const ClaimResult one = EvaluateClaim(Bounded(0.0, {}), plan, lookup);
    CHECK(one.verdict == Verdict::Failed);
    CHECK(one.cells.at(0).error ==
          "'sink/delivered' matches 4 metrics ('server[0]/sink/delivered', "
          "'server[1]/sink/delivered'...); 'across' would say how they become one");
}

TEST_CASE("a query carries everything that the claim says about one number")
{
    Claim claim = Bounded(0.0, {});
    claim.stat = "p99";
    claim.during = WindowSpec{SimTime(5), SimTime(9)};
    ClaimPlan plan;
    plan.variants = {"only"};
    plan.points = {{{"load", "0.5"}}};
    plan.replications = 2;
    std::vector<ClaimQuery> queries;
    EvaluateClaim(claim, plan, [&queries](const ClaimQuery& query) -> std::vector<Metric> {
        queries.push_back(query);
        return {{"x", 1.0, "ps"}};
    });
    REQUIRE(queries.size() == 2);
    CHECK(queries[1].variant == "only");
    CHECK(queries[1].point == plan.points[0]);
    CHECK(queries[0].replication == 0);
    CHECK(queries[1].replication == 1);
    CHECK(queries[1].metric == "sink/delivered");
    CHECK(queries[1].stat == "p99");
    CHECK(queries[1].during->to == SimTime(9));
}

TEST_CASE("what cannot be evaluated fails alone")
{
    const ClaimLookup lookup = [](const ClaimQuery& query) -> std::vector<Metric> {
        if (query.variant == "a")
        {
            throw ClaimError("run 17 crashed");
        }
        if (query.variant == "b")
        {
            return {};
        }
        if (query.variant == "c")
        {
            return {{"x", 1.0, "ps"}, {"y", 1.0, "B"}};
        }
        return {{"x", 1.0, "ps"}};
    };
    ClaimPlan plan;
    plan.variants = {"a", "b", "c", "d"};
    plan.points = {{}};
    Claim claim = Bounded(0.0, {});
    claim.stat = "p99";
    claim.across = Across::Sum;
    const ClaimResult result = EvaluateClaim(claim, plan, lookup);
    REQUIRE(result.cells.size() == 4);
    CHECK(result.cells[0].error == "run 17 crashed");
    CHECK(result.cells[1].error == "nothing matches metric 'sink/delivered/p99'");
    CHECK(result.cells[2].error == "'x' is in ps but 'y' in B");
    CHECK(result.cells[3].verdict == Verdict::Held);
    CHECK(result.verdict == Verdict::Failed);
}

TEST_CASE("a ratio measured in parts per thousand million is judged as a plain number")
{
    const Table table{{"", {1e9}}};
    const ClaimLookup lookup = [](const ClaimQuery&) -> std::vector<Metric> {
        return {{"flow/slowdown/min", 1'000'000'000.0, "ppb"}};
    };
    const ClaimResult result = EvaluateClaim(Bounded(1.0, 1.0), Plan(table, Draws::None), lookup);
    CHECK(result.verdict == Verdict::Held);
    CHECK(result.cells.at(0).unit == "1");
}

TEST_CASE("the worst cell decides")
{
    const Table table{{"a", {5, 5}}, {"b", {1, 9}}, {"c", {1, 1}}};
    ClaimPlan plan = Plan(table);
    CHECK(EvaluateClaim(Bounded(4.0, {}), plan, LookUp(table)).verdict == Verdict::Broken);
    plan.variants = {"a", "b"};
    CHECK(EvaluateClaim(Bounded(4.0, {}), plan, LookUp(table)).verdict == Verdict::Undecided);
    plan.variants = {"a"};
    CHECK(EvaluateClaim(Bounded(4.0, {}), plan, LookUp(table)).verdict == Verdict::Held);
}

TEST_CASE("what a result is about is broken into lines of 100 columns, its numbers are not")
{
    const Table fixed{{"", {7}}};
    Claim claim = Bounded(7.0, 7.0);
    claim.that = std::string(80, 'x') + " " + std::string(9, 'y');
    CHECK(ToText(EvaluateClaim(claim, Plan(fixed, Draws::None), LookUp(fixed))) ==
          "held       " + std::string(80, 'x') + "\n           " + std::string(9, 'y') +
              "\n           7 p; exactly 7 p wanted\n");
}

TEST_CASE("a result is printed with its numbers")
{
    const Table table{{"base", {10, 20}}, {"new", {1, 4}}};
    Claim claim = Compared("new", Comparison::Over, "base", {{}, 0.2});
    claim.that = "new needs at most a fifth";
    CHECK(ToText(EvaluateClaim(claim, Plan(table), LookUp(table))) ==
          "undecided  new needs at most a fifth\n"
          "           new over base: 0.15 ± 0.64 (-0.485310237 to 0.785310237, 2 replications); at "
          "most 0.2 wanted\n");
    claim.bounds = {-1.0, 1.0};
    CHECK(ToText(EvaluateClaim(claim, Plan(table), LookUp(table))) ==
          "held       new needs at most a fifth\n"
          "           new over base: 0.15 ± 0.64, 2 replications; -1 to 1 wanted\n");

    const Table fixed{{"", {7}}};
    CHECK(ToText(EvaluateClaim(Bounded(7.0, 7.0), Plan(fixed, Draws::None), LookUp(fixed))) ==
          "held       it works\n"
          "           7 p; exactly 7 p wanted\n");
    CHECK(ToText(EvaluateClaim(Bounded(9.0, {}), Plan(fixed), LookUp(fixed))) ==
          "undecided  it works\n"
          "           7 p, spread unknown after one replication; at least 9 p wanted\n");
}

TEST_CASE("of many cells, those that hold are counted")
{
    ClaimPlan plan;
    plan.variants = {"v"};
    for (int load = 1; load <= 8; ++load)
    {
        plan.points.push_back({{"load", std::to_string(load)}});
    }
    const ClaimLookup lookup = [](const ClaimQuery& query) -> std::vector<Metric> {
        return {{"x", std::stod(query.point[0].second), "packets"}};
    };
    CHECK(ToText(EvaluateClaim(Bounded({}, 7.0), plan, lookup)) ==
          "broken     it works\n"
          "           broken v at load=8: 8 p; at most 7 p wanted\n"
          "           held at 7 other points\n");
    CHECK(ToText(EvaluateClaim(Bounded({}, 8.0), plan, lookup)) == "held       it works\n"
                                                                   "           held at 8 points\n");
    plan.points.clear();
    CHECK(ToText(EvaluateClaim(Bounded({}, 8.0), plan, lookup)) ==
          "failed     it works\n"
          "           no run of this experiment has this variant and sweep point\n");
}

} // namespace claims_test
