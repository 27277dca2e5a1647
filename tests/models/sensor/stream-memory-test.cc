// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/sensor/stream-memory.h"

#include <doctest/doctest.h>
