# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# The libraries that nexsim stands on. All are permissive or GPL-2.0 compatible.

# What our models need, and what these modules need themselves.
set(NEXSIM_NS3_MODULES core network stats bridge traffic-control internet applications point-to-point)

find_package(Ns3 3.37 EXACT REQUIRED COMPONENTS ${NEXSIM_NS3_MODULES})
find_package(fmt REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(EXPAT 2.4.1 REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS graph)
find_library(NEXSIM_JEMALLOC jemalloc REQUIRED)
mark_as_advanced(NEXSIM_JEMALLOC)

add_library(nexsim-ns3 INTERFACE)
list(TRANSFORM NEXSIM_NS3_MODULES PREPEND Ns3:: OUTPUT_VARIABLE _targets)
target_link_libraries(nexsim-ns3 INTERFACE ${_targets})
unset(_targets)
