// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attribute-values.h"
#include "models/nexus/defunct-reclaim-policy.h"
#include "models/nexus/keep-reclaim-policy.h"
#include "models/nexus/kill-reclaim-policy.h"

#include <doctest/doctest.h>

namespace reclaim_policy_test
{

namespace
{

using namespace nexsim;

struct Channel : ReclaimableChannel
{
    bool IsReclaimable() const override
    {
        return true;
    }
};

struct Control : ReclaimControl
{
    std::vector<ReclaimableChannel*> Suspended() const override
    {
        return suspended;
    }

    bool IsBusy() const override
    {
        return busy;
    }

    void AskDefunct(ReclaimableChannel& channel) override
    {
        defunct.push_back(&channel);
    }

    void AskKill(ReclaimableChannel& channel) override
    {
        killed.push_back(&channel);
    }

    std::vector<ReclaimableChannel*> suspended;
    std::vector<ReclaimableChannel*> defunct;
    std::vector<ReclaimableChannel*> killed;
    bool busy = false;
};

struct Scene
{
    Scene()
    {
        control.suspended = {&first, &second};
    }

    Channel first;
    Channel second;
    Control control;
};

} // namespace

TEST_CASE("Keep asks for nothing")
{
    Scene scene;
    const auto policy = ns3::CreateObject<KeepReclaimPolicy>();
    policy->OnSuspended(scene.first, scene.control);
    policy->OnShortage(scene.control);
    CHECK(scene.control.defunct.empty());
    CHECK(scene.control.killed.empty());
}

TEST_CASE("Kill takes the one that is suspended longest, one at a time, and only on shortage")
{
    Scene scene;
    const auto policy = ns3::CreateObject<KillReclaimPolicy>();
    policy->OnSuspended(scene.first, scene.control);
    CHECK(scene.control.killed.empty());
    policy->OnShortage(scene.control);
    REQUIRE(scene.control.killed.size() == 1);
    CHECK(scene.control.killed.front() == &scene.first);
    scene.control.busy = true;
    policy->OnShortage(scene.control);
    scene.control.busy = false;
    scene.control.suspended.clear();
    policy->OnShortage(scene.control);
    CHECK(scene.control.killed.size() == 1);
    CHECK(scene.control.defunct.empty());
}

TEST_CASE("Defunct asks for what is suspended, at once or for all on shortage")
{
    Scene scene;
    const auto policy = ns3::CreateObject<DefunctReclaimPolicy>();
    SUBCASE("on suspension")
    {
        policy->OnSuspended(scene.second, scene.control);
        policy->OnShortage(scene.control);
        REQUIRE(scene.control.defunct.size() == 1);
        CHECK(scene.control.defunct.front() == &scene.second);
    }
    SUBCASE("under pressure")
    {
        policy->SetAttribute("When", IntegerValue(1));
        policy->OnSuspended(scene.second, scene.control);
        CHECK(scene.control.defunct.empty());
        policy->OnShortage(scene.control);
        CHECK(scene.control.defunct == scene.control.suspended);
    }
    CHECK(scene.control.killed.empty());
}

} // namespace reclaim_policy_test
