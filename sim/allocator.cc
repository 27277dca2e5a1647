// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

/// What jemalloc reads before main, under the name that it looks for: everything in huge pages. A
/// packet's way through a large network touches lines all over it, and with pages of 4 KiB each of
/// them misses in the processor's address cache too. MALLOC_CONF in the environment has precedence.
extern "C" const char* malloc_conf; // NOLINT(readability-identifier-naming)
const char* malloc_conf = "thp:always,metadata_thp:always";
