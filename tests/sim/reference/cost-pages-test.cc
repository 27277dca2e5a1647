// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/cost-pages.h"

#include <doctest/doctest.h>

#include <string>

namespace cost_pages_test
{

using namespace nexsim;

namespace
{

CostProfile
Small()
{
    CostProfile profile;
    profile.name = "small";
    profile.about = "A machine.";
    profile.tagMeanings = {{"P", "primary"}, {"EST", "estimate"}, {"R", "recalled"}};
    profile.evidence["a.b"] = {"a.b", "44", "ns", "Xeon", "2018", "a paper", "P", ""};
    profile.evidence["EST"] = {"EST", "", "", "", "", "nobody", "EST", "to be swept"};
    CostFigure syscall;
    syscall.name = "syscall";
    syscall.value = 44'000'000;
    syscall.evidence = "a.b";
    CostFigure copy;
    copy.name = "copy";
    copy.unit = CostUnit::PerByte;
    copy.value = 63'000;
    copy.evidence = "EST";
    copy.note = "hot";
    profile.figures = {syscall, copy};
    return profile;
}

bool
Has(const std::string& page, const std::string& part)
{
    return page.find(part) != std::string::npos;
}

} // namespace

TEST_SUITE("sim/reference costs")
{
    TEST_CASE("a profile's page has each figure with its evidence, and marks estimates")
    {
        const std::string page = CostPageMarkdown(Small());
        CHECK(Has(page, "# small\n\nA machine.\n"));
        CHECK(Has(page, "| `syscall` | 44ns | a.b | P | a paper | Xeon | 2018 |  |"));
        CHECK(Has(page, "| `copy` | 63ps/B * | EST | EST | nobody |  |  | hot; to be swept |"));
        CHECK(Has(page, "- EST: estimate\n- P: primary\n"));
        CHECK_FALSE(Has(page, "recalled")); // no figure is
        const std::string text = CostPage(Small());
        CHECK(Has(text, "small: A machine.\n"));
        CHECK(Has(text, "63ps/B *"));
        CHECK(Has(text, "An asterisk marks an estimate"));
    }

    TEST_CASE("the overview counts figures and estimates, and lists what models ask for besides")
    {
        const std::string page = CostOverviewMarkdown({Small()});
        CHECK(Has(page, "| `small` | 2 | 1 | A machine. |"));
        CHECK(Has(page, "| `lock_hand_over` | a time such as \"100ns\", or a law of it |"));
        CHECK(Has(CostOverview({Small()}), "small"));
    }
}

} // namespace cost_pages_test
