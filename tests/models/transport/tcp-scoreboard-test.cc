// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/tcp-scoreboard.h"

#include <doctest/doctest.h>

using namespace nexsim;

TEST_CASE("an empty scoreboard has nothing in flight")
{
    TcpScoreboard board;
    CHECK(board.Pipe() == 0);
}
