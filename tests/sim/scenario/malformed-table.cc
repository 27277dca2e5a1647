// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/sim/scenario/malformed-table.h"

#include <fstream>

namespace nexsim
{

std::vector<MalformedCase>
ReadMalformedTable(const std::string& name)
{
    std::vector<MalformedCase> cases;
    std::ifstream file("tests/sim/scenario/malformed/" + name + ".txt");
    std::string line;
    while (std::getline(file, line))
    {
        if (line.rfind("## ", 0) == 0)
        {
            cases.push_back({name, line.substr(3), "", ""});
        }
        else if (cases.empty())
        {
            continue;
        }
        else if (line.rfind(">> ", 0) == 0)
        {
            cases.back().messages += line.substr(3) + "\n";
        }
        else
        {
            cases.back().text += line + "\n";
        }
    }
    return cases;
}

} // namespace nexsim
