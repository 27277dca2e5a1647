// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/build-info.h"

#include <ns3/type-id.h>

#include <dlfcn.h>

#include <iostream>
#include <string>

/**
 * An ns-3 program of a user: loads the shared libraries it is given, then lists every type whose
 * parent is nexsim's QueueDisc.
 */
int
main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i)
    {
        if (dlopen(argv[i], RTLD_NOW) == nullptr)
        {
            std::cerr << dlerror() << '\n';
            return 1;
        }
    }
    std::cout << "nexsim " << nexsim::GetBuildInfo().version << '\n';
    for (uint16_t i = 0; i < ns3::TypeId::GetRegisteredN(); ++i)
    {
        const ns3::TypeId type = ns3::TypeId::GetRegistered(i);
        if (type.GetParent().GetName() == "nexsim::QueueDisc" && type.HasConstructor())
        {
            std::cout << type.GetName() << '\n';
        }
    }
}
