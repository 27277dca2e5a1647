# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# Run at every build: cmake -D SOURCE_DIR=... -D OUTPUT=... -P WriteGitCommit.cmake
# Writes a header that names the commit, and touches it only when the commit has changed.

set(_commit unknown)
find_program(_git git)
if(_git)
    # Whoever built it, the owner of the files does not matter here.
    execute_process(
        COMMAND ${_git} -c safe.directory=* -C ${SOURCE_DIR} describe --always --abbrev=40 --dirty --exclude=*
        OUTPUT_VARIABLE _out
        RESULT_VARIABLE _result
        OUTPUT_STRIP_TRAILING_WHITESPACE
        ERROR_QUIET
    )
    if(_result EQUAL 0)
        set(_commit ${_out})
    endif()
endif()

file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define NEXSIM_GIT_COMMIT \"${_commit}\"\n")
