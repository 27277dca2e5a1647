// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/ipv4-text.h"

#include <doctest/doctest.h>

namespace ipv4_text_test
{

using namespace nexsim;

TEST_SUITE("sim/scenario IPv4 addresses")
{
    TEST_CASE("four plain decimal numbers make an address")
    {
        CHECK(ParseIpv4("10.0.0.1") == 0x0a000001U);
        CHECK(ParseIpv4("255.255.255.255") == 0xffffffffU);
        CHECK(ParseIpv4("0.0.0.0") == 0U);
        CHECK(ParseIpv4("1.22.133.4") == 0x01168504U);
        for (const char* wrong : {"",
                                  "1",
                                  "1.2.3",
                                  "1.2.3.",
                                  "1.2.3.4.",
                                  "1.2.3.4.5",
                                  "1..2.3",
                                  ".1.2.3",
                                  "256.0.0.1",
                                  "1.2.3.4 ",
                                  " 1.2.3.4",
                                  "01.2.3.4",
                                  "1.2.3.+4",
                                  "-1.2.3.4",
                                  "1.2.3.4x",
                                  "a.b.c.d",
                                  "1.2.3.00"})
        {
            CAPTURE(wrong);
            CHECK(!ParseIpv4(wrong));
        }
    }

    TEST_CASE("a host is neither network zero nor multicast nor reserved")
    {
        CHECK(ParseHostAddress("1.0.0.0"));
        CHECK(ParseHostAddress("223.255.255.255"));
        CHECK(!ParseHostAddress("0.255.255.255"));
        CHECK(!ParseHostAddress("224.0.0.0"));
        CHECK(!ParseHostAddress("255.255.255.255"));
    }
}

} // namespace ipv4_text_test
