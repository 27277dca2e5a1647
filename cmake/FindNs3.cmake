# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# Finds ns-3's shared libraries, one by one. Debian's own ns-3 CMake package refers to files of
# packages that libns3-dev does not depend on, so find_package(ns3) fails on a plain machine.
#
#   find_package(Ns3 3.37 EXACT REQUIRED COMPONENTS core network)
#
# defines, per component, the imported target Ns3::<component>, and Ns3_VERSION ("3.37").
#
# Every library is named between --no-as-needed and the restored state: Debian's g++ passes
# --as-needed, and a module of which a program uses nothing but TypeIds by name has no symbol
# that is needed. It would be dropped, and its types would be unknown at run time.

find_path(Ns3_INCLUDE_DIR ns3/object.h)
mark_as_advanced(Ns3_INCLUDE_DIR)

foreach(_module IN LISTS Ns3_FIND_COMPONENTS)
    find_library(Ns3_${_module}_LIBRARY NAMES ns3-${_module} ns3.37-${_module})
    mark_as_advanced(Ns3_${_module}_LIBRARY)
    if(Ns3_${_module}_LIBRARY)
        set(Ns3_${_module}_FOUND TRUE)
        # The libraries carry the minor version in their file names only: libns3-core.so.37.
        file(REAL_PATH "${Ns3_${_module}_LIBRARY}" _real)
        if(_real MATCHES "\\.so\\.([0-9]+)$")
            set(Ns3_VERSION "3.${CMAKE_MATCH_1}")
        endif()
    endif()
endforeach()
unset(_real)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
    Ns3
    REQUIRED_VARS Ns3_INCLUDE_DIR
    VERSION_VAR Ns3_VERSION
    HANDLE_COMPONENTS
    REASON_FAILURE_MESSAGE "On Debian 12: apt-get install libns3-dev"
)

if(Ns3_FOUND)
    foreach(_module IN LISTS Ns3_FIND_COMPONENTS)
        if(Ns3_${_module}_FOUND AND NOT TARGET Ns3::${_module})
            add_library(Ns3::${_module} INTERFACE IMPORTED)
            set_target_properties(
                Ns3::${_module}
                PROPERTIES
                    INTERFACE_INCLUDE_DIRECTORIES "${Ns3_INCLUDE_DIR}"
                    # One item, so that CMake can neither reorder nor merge the flags.
                    INTERFACE_LINK_LIBRARIES
                        "-Wl,--push-state,--no-as-needed,${Ns3_${_module}_LIBRARY},--pop-state"
            )
        endif()
    endforeach()
endif()
unset(_module)
