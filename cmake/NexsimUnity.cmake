# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
#
# Sources of a folder compiled together, when NEXSIM_UNITY is on. Each names what it has to itself as it
# likes, and two that give the same name to different things come into different translation units.
# A test has a namespace of its own, called as its file is, so that it fits everywhere.

# The beginnings of lines that give a file a name: of a type, an alias, a function, a constant.
set(NEXSIM_TYPE "(struct|class|enum|enum class|union) +[A-Za-z0-9_]+")
set(NEXSIM_ALIAS "using +[A-Za-z0-9_:]+")
set(NEXSIM_FUNCTION "[A-Za-z0-9_]+\\(")
set(NEXSIM_CONSTANT "(static|inline|constexpr|const) [A-Za-z0-9_:<>,&* ]*[A-Za-z0-9_]")

# Sets `names` to the list of what `source` names, each followed by what it stands for there: the same
# in every file that says `using a::b`, otherwise something of this file.
function(nexsim_names source names)
    file(READ ${source} text)
    if(text MATCHES "\nnamespace [a-z0-9_:]+_test\n")
        set(${names} "" PARENT_SCOPE)
        return()
    endif()
    string(
        REGEX MATCHALL
        "\n(${NEXSIM_TYPE}|${NEXSIM_ALIAS}|${NEXSIM_FUNCTION}|${NEXSIM_CONSTANT})"
        found
        "\n${text}"
    )
    set(result "")
    foreach(item IN LISTS found)
        string(REGEX MATCH "[A-Za-z0-9_]+\\(?$" name "${item}")
        string(REPLACE "(" "" name "${name}")
        if(item MATCHES "using namespace" OR name MATCHES "^(TEST|NS)_")
            continue()
        elseif(item MATCHES "using (.*::.*)")
            list(APPEND result ${name} ${CMAKE_MATCH_1})
        else()
            list(APPEND result ${name} ${source})
        endif()
    endforeach()
    set(${names} "${result}" PARENT_SCOPE)
endfunction()

# nexsim_together(target AT_MOST 8 SOURCES a.cc b.cc): every source into the first translation unit
# that has room and in which its names stand for nothing else.
function(nexsim_together target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "AT_MOST" "SOURCES")
    if(NOT NEXSIM_UNITY)
        return()
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    foreach(source IN LISTS arg_SOURCES)
        get_filename_component(path ${source} ABSOLUTE)
        nexsim_names(${path} names)
        set(unit 0)
        while(TRUE)
            list(LENGTH members_${unit} count)
            set(fits TRUE)
            if(count EQUAL arg_AT_MOST)
                set(fits FALSE)
            endif()
            set(rest ${names})
            while(fits AND rest)
                list(POP_FRONT rest name meaning)
                if(DEFINED ${name}_in_${unit} AND NOT ${name}_in_${unit} STREQUAL meaning)
                    set(fits FALSE)
                endif()
            endwhile()
            if(fits)
                break()
            endif()
            math(EXPR unit "${unit} + 1")
        endwhile()
        list(APPEND members_${unit} ${source})
        while(names)
            list(POP_FRONT names name meaning)
            set(${name}_in_${unit} ${meaning})
        endwhile()
        set_property(SOURCE ${source} PROPERTY UNITY_GROUP ${unit})
        # A name more may need another unit.
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    endforeach()
endfunction()
