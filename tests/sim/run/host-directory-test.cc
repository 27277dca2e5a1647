// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/host.h"
#include "models/switch/switch.h"
#include "sim/run/host-directory.h"

#include <doctest/doctest.h>

namespace host_directory_test
{

using namespace nexsim;

namespace
{

NodeSpec
Named(const std::string& name, const ns3::TypeId& type = Host::GetTypeId())
{
    NodeSpec node;
    node.name = name;
    node.blueprint = Blueprint(type);
    return node;
}

} // namespace

// Fails when the slash is taken for a part of the address, and when a prefix may be 33 bits.
TEST_CASE("a host directory knows hosts, addresses and prefixes, and nothing else")
{
    const HostDirectory directory({Named("a"), Named("b[1]"), Named("sw", Switch::GetTypeId())},
                                  {0x0a000001, 0x0a010203, 0x0a010204});
    CHECK(directory.Find("a")->address == 0x0a000001);
    CHECK(directory.Find("b[1]")->address == 0x0a010203);
    CHECK(directory.Find("b[1]")->prefix == 32);
    CHECK(directory.Find("10.1.0.0/16")->address == 0x0a010000);
    CHECK(directory.Find("10.1.0.0/16")->prefix == 16);
    CHECK(directory.Find("0.0.0.0/0")->prefix == 0);
    CHECK(directory.Find("10.1.2.3")->prefix == 32);
    for (const char* text :
         {"", "c", "b", "sw", "10.1.2", "10.1.2.3/", "10.1.2.3/33", "10.1.2.3/1x"})
    {
        CAPTURE(text);
        CHECK(!directory.Find(text));
    }
}

TEST_CASE("a range of addresses holds those that share its prefix")
{
    const AddressRange range{0x0a010000, 16};
    CHECK(range.Contains(0x0a01ffff));
    CHECK(!range.Contains(0x0a020000));
    CHECK(AddressRange{0, 0}.Contains(0xffffffff));
    CHECK(AddressRange{0x0a010203, 32}.Contains(0x0a010203));
    CHECK(!AddressRange{0x0a010203, 32}.Contains(0x0a010202));
}

} // namespace host_directory_test
