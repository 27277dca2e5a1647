// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// Intentionally empty: the one source of the targets that own the precompiled headers.
