// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/path-pattern.h"

#include "sim/scenario/nearest-name.h"

namespace nexsim
{

bool
MatchesPath(std::string_view pattern, std::string_view path)
{
    constexpr size_t kNone = std::string_view::npos;
    size_t at = 0;       // in the pattern
    size_t star = kNone; // the last "*" passed
    size_t resume = 0;   // in the path: where that "*" ends for now
    size_t next = 0;     // in the path
    while (next < path.size())
    {
        if (at < pattern.size() && pattern[at] == '*')
        {
            star = at++;
            resume = next;
        }
        else if (at < pattern.size() && pattern[at] == path[next])
        {
            ++at;
            ++next;
        }
        else if (star != kNone && path[resume] != '/')
        {
            at = star + 1;
            next = ++resume;
        }
        else
        {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == '*')
    {
        ++at;
    }
    return at == pattern.size();
}

std::string
SuggestPattern(std::string_view pattern, const std::vector<std::string>& paths)
{
    const size_t slash = pattern.find('/');
    std::string within(pattern.substr(0, slash));
    // A path from host to host is one part, and each application that it names one more.
    for (int parts = 1; slash != std::string_view::npos && parts <= 3; ++parts)
    {
        within += "/*";
        const std::string wanted = within + std::string(pattern.substr(slash));
        for (const std::string& path : paths)
        {
            if (MatchesPath(wanted, path) || MatchesPath(wanted + "/*", path))
            {
                return "; did you mean " + Quoted(wanted) + "?";
            }
        }
    }
    return SuggestName(pattern, paths);
}

} // namespace nexsim
