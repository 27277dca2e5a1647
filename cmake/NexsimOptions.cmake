# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# How our code is compiled: options of the build, compiler flags, ccache, linker.

set(NEXSIM_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined")
option(NEXSIM_FUZZ "Instrument for libFuzzer and build the fuzz targets (clang only)" OFF)
option(NEXSIM_BARE "Bench only: leave out fingerprint, ledger and stage clock to measure their cost" OFF)
option(NEXSIM_UNITY "Compile sources of a folder together: sooner done from nothing, later after a change" OFF)
option(NEXSIM_TESTS "Build the tests" ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# Our assertions stay on in every build type, so none of them defines NDEBUG.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")

set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

# Everything that our own targets share. Libraries and programs use the same -fPIC (instead of
# CMake's -fPIE for programs), since a precompiled header fits only the flags it was built with.
add_library(nexsim-options INTERFACE)
target_include_directories(nexsim-options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(
    nexsim-options
    INTERFACE
        -fPIC
        -Wall
        -Wextra
        -Wshadow
        -Wconversion
        -Werror
        # A fused multiply-add rounds once instead of twice: another result on another machine.
        -ffp-contract=off
        # Nobody replaces our functions at load time, so calls within the library may be direct.
        -fno-semantic-interposition
        -fno-plt
        # __FILE__ reads the same wherever the sources lie.
        -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=
)

if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # clang's -Wconversion includes -Wsign-conversion, g++'s does not; both mean the same here.
    target_compile_options(nexsim-options INTERFACE -Wno-sign-conversion)
    # A precompiled header without a time stamp in it is the same file every time.
    target_compile_options(nexsim-options INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
else()
    # ccache reads from the preprocessed text which precompiled header was used.
    target_compile_options(nexsim-options INTERFACE -fpch-preprocess)
endif()

if(NEXSIM_BARE)
    target_compile_definitions(nexsim-options INTERFACE NEXSIM_WITHOUT_ACCOUNTING)
endif()

if(NEXSIM_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        message(FATAL_ERROR "NEXSIM_FUZZ needs clang: configure with -DCMAKE_CXX_COMPILER=clang++")
    endif()
    if(NOT NEXSIM_SANITIZE)
        set(NEXSIM_SANITIZE "address,undefined")
    endif()
    target_compile_options(nexsim-options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(NEXSIM_SANITIZE)
    target_compile_options(
        nexsim-options
        INTERFACE -fsanitize=${NEXSIM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1
    )
    target_link_options(nexsim-options INTERFACE -fsanitize=${NEXSIM_SANITIZE})
endif()

find_program(NEXSIM_CCACHE ccache)
mark_as_advanced(NEXSIM_CCACHE)
if(NEXSIM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Paths below the source folder count as relative, so that other build folders and other
    # clones share the cache; the sloppiness is what ccache asks for with precompiled headers.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        env
        CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
        CCACHE_NOHASHDIR=true
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${NEXSIM_CCACHE}
    )
endif()

find_program(NEXSIM_MOLD mold)
mark_as_advanced(NEXSIM_MOLD)
if(NEXSIM_MOLD)
    target_link_options(nexsim-options INTERFACE -fuse-ld=mold)
endif()
