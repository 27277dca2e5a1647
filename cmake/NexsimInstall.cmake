# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# The installed tree. A plug-in or an ns-3 program uses it by
#
#   find_package(nexsim REQUIRED)
#   target_link_libraries(mine PRIVATE nexsim::nexsim)
#
# and includes headers by the same paths as in this repository ("models/base/packet.h").

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(_package ${CMAKE_INSTALL_LIBDIR}/cmake/nexsim)

target_compile_features(libnexsim INTERFACE cxx_std_17)
# A plug-in's floating point must round as ours does.
target_compile_options(libnexsim INTERFACE -ffp-contract=off)
target_include_directories(
    libnexsim
    INTERFACE
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/nexsim>
)

install(TARGETS libnexsim nexsim-ns3 EXPORT nexsimTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT nexsimTargets NAMESPACE nexsim:: DESTINATION ${_package})

configure_package_config_file(
    cmake/nexsimConfig.cmake.in
    ${PROJECT_BINARY_DIR}/nexsimConfig.cmake
    INSTALL_DESTINATION ${_package}
    NO_SET_AND_CHECK_MACRO
)
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/nexsimConfigVersion.cmake
    COMPATIBILITY ExactVersion
)
install(
    FILES
        ${PROJECT_BINARY_DIR}/nexsimConfig.cmake
        ${PROJECT_BINARY_DIR}/nexsimConfigVersion.cmake
        cmake/FindNs3.cmake
    DESTINATION ${_package}
)

if(TARGET nexsim)
    file(RELATIVE_PATH _lib /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR})
    set_target_properties(nexsim PROPERTIES INSTALL_RPATH "$ORIGIN/${_lib}")
    install(TARGETS nexsim RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    unset(_lib)
endif()

foreach(_folder models sim)
    install(
        DIRECTORY ${_folder}
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/nexsim
        FILES_MATCHING
        PATTERN "*.h"
        PATTERN "models/base/abi.h" EXCLUDE
    )
endforeach()
install(
    FILES ${PROJECT_BINARY_DIR}/generated/nexsim-abi.h
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/nexsim/models/base
    RENAME abi.h
)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/nexsim)

unset(_folder)
unset(_package)
