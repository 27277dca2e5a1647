// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ABI_H
#define NEXSIM_ABI_H

// Empty here, since what is built in this tree is built with it. The installed tree has a generated
// header in its place (cmake/WriteAbi.cmake): whatever includes it refers to a symbol whose name
// stands for the contents of all installed headers, and only the libnexsim of those headers has it.

#endif // NEXSIM_ABI_H
