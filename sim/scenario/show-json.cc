// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/show-json.h"

#include "sim/scenario/nearest-name.h"

namespace nexsim
{

std::string
ShowJson(const Json& value)
{
    switch (value.type())
    {
    case Json::value_t::object:
        return "an object";
    case Json::value_t::array:
        return "an array";
    case Json::value_t::string:
        return Quoted(value.get<std::string>());
    default:
        return value.dump();
    }
}

} // namespace nexsim
