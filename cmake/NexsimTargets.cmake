# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# The targets of the tree: one object library per folder, one shared library of them all, the
# program, one test program per folder, fuzz targets.
#
# Includes are written from the root of the repository ("models/base/packet.h"). Which folder may
# include which is checked by `./dev lint` (tests/lint/includes), file by file.
#
# Never static archives: a linker takes from an archive only objects that somebody refers to, and
# nobody refers to a model that registers its own TypeId.

# What every translation unit of the library sees. `sim` also parses JSON.
add_library(nexsim-models-usage INTERFACE)
target_link_libraries(nexsim-models-usage INTERFACE nexsim-options nexsim-ns3 fmt::fmt)

add_library(nexsim-sim-usage INTERFACE)
target_link_libraries(
    nexsim-sim-usage
    INTERFACE nexsim-models-usage nlohmann_json::nlohmann_json CLI11::CLI11 Boost::graph EXPAT::EXPAT
)

# The precompiled headers, each built once.
set(NEXSIM_PCH_MODELS
    <algorithm> <array> <cstdint> <deque> <functional> <map> <memory> <optional> <string> <string_view> <utility> <vector>
    <fmt/format.h>
    <ns3/node.h> <ns3/nstime.h> <ns3/object-factory.h> <ns3/object.h> <ns3/pointer.h>
    <ns3/simulator-impl.h> <ns3/simulator.h> <ns3/traced-callback.h> <ns3/uinteger.h>
)
set(NEXSIM_PCH_SIM <nlohmann/json.hpp>)
set(NEXSIM_PCH_TESTS <doctest/doctest.h> <rapidcheck.h>)

add_library(nexsim-pch-models OBJECT ${PROJECT_SOURCE_DIR}/cmake/pch.cc)
target_link_libraries(nexsim-pch-models PRIVATE nexsim-models-usage)
target_precompile_headers(nexsim-pch-models PRIVATE ${NEXSIM_PCH_MODELS})

add_library(nexsim-pch-sim OBJECT ${PROJECT_SOURCE_DIR}/cmake/pch.cc)
target_link_libraries(nexsim-pch-sim PRIVATE nexsim-sim-usage)
target_precompile_headers(nexsim-pch-sim PRIVATE ${NEXSIM_PCH_MODELS} ${NEXSIM_PCH_SIM})

# nexsim_folder(models-base SOURCES a.cc b.cc): the sources of one folder. The name is the folder's
# path with dashes. A folder without sources makes no target.
function(nexsim_folder name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
    if(NOT arg_SOURCES)
        return()
    endif()
    add_library(${name} OBJECT ${arg_SOURCES})
    nexsim_together(${name} AT_MOST 32 SOURCES ${arg_SOURCES})
    if(name MATCHES "^sim")
        target_link_libraries(${name} PRIVATE nexsim-sim-usage)
        target_precompile_headers(${name} REUSE_FROM nexsim-pch-sim)
    else()
        target_link_libraries(${name} PRIVATE nexsim-models-usage)
        target_precompile_headers(${name} REUSE_FROM nexsim-pch-models)
    endif()
    set_property(GLOBAL APPEND PROPERTY NEXSIM_FOLDERS ${name})
endfunction()

# libnexsim.so, from all folders. Linked as nexsim::nexsim, in the tree as by users of the package.
function(nexsim_library)
    get_property(folders GLOBAL PROPERTY NEXSIM_FOLDERS)
    list(TRANSFORM folders REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
    add_library(libnexsim SHARED ${objects})
    add_library(nexsim::nexsim ALIAS libnexsim)
    set_target_properties(
        libnexsim
        PROPERTIES
            LINKER_LANGUAGE CXX
            OUTPUT_NAME nexsim
            EXPORT_NAME nexsim
            VERSION ${PROJECT_VERSION}
            SOVERSION ${PROJECT_VERSION}
    )
    target_link_libraries(
        libnexsim
        PUBLIC nexsim-ns3 fmt::fmt nlohmann_json::nlohmann_json
        PRIVATE nexsim-sim-usage
    )
    # Calls within the library go straight to their target instead of through a table that would
    # let another library replace it.
    target_link_options(libnexsim PRIVATE -Wl,-Bsymbolic-functions)
endfunction()

# The allocator of our programs. The library has none: it is the choice of the program that links it.
# The sanitizers bring their own.
add_library(nexsim-allocator INTERFACE)
if(NOT NEXSIM_SANITIZE)
    target_sources(nexsim-allocator INTERFACE ${PROJECT_SOURCE_DIR}/sim/allocator.cc)
    # The programs themselves may call nothing of it, while the libraries under them do.
    target_link_libraries(
        nexsim-allocator
        INTERFACE -Wl,--push-state,--no-as-needed ${NEXSIM_JEMALLOC} -Wl,--pop-state
    )
endif()

# The program `nexsim`.
function(nexsim_program)
    add_executable(nexsim ${PROJECT_SOURCE_DIR}/sim/main.cc)
    target_link_libraries(nexsim PRIVATE nexsim-allocator)
    target_link_libraries(nexsim PRIVATE nexsim::nexsim nexsim-sim-usage)
    target_precompile_headers(nexsim REUSE_FROM nexsim-pch-sim)
endfunction()

# nexsim_test(models-base SOURCES a-test.cc): one program test-models-base for one folder of tests.
# It runs from the root of the repository, so that a test may name a file of the tree.
function(nexsim_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
    if(NOT arg_SOURCES)
        return()
    endif()
    add_executable(test-${name} ${arg_SOURCES} $<TARGET_OBJECTS:nexsim-test-main>)
    nexsim_together(test-${name} AT_MOST 32 SOURCES ${arg_SOURCES})
    target_link_libraries(test-${name} PRIVATE nexsim::nexsim nexsim-tests-usage)
    target_precompile_headers(test-${name} REUSE_FROM nexsim-test-main)
    add_test(NAME ${name} COMMAND test-${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    if(name STREQUAL "validation")
        set_tests_properties(${name} PROPERTIES LABELS validation)
    else()
        set_tests_properties(${name} PROPERTIES LABELS unit)
    endif()
endfunction()

# nexsim_fuzzer(scenario SOURCES scenario-fuzzer.cc): one libFuzzer program fuzz-scenario.
function(nexsim_fuzzer name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
    if(NOT NEXSIM_FUZZ)
        return()
    endif()
    add_executable(fuzz-${name} ${arg_SOURCES})
    target_link_libraries(fuzz-${name} PRIVATE nexsim::nexsim nexsim-sim-usage)
    target_link_options(fuzz-${name} PRIVATE -fsanitize=fuzzer)
    target_precompile_headers(fuzz-${name} REUSE_FROM nexsim-pch-sim)
endfunction()
