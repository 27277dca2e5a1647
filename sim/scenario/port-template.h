// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PORT_TEMPLATE_H
#define NEXSIM_PORT_TEMPLATE_H

#include "models/base/blueprint.h"
#include "sim/scenario/object-reader.h"

#include <string>

namespace nexsim
{

/** @brief How the ports of a node are made. */
struct PortTemplate
{
    std::string attribute; //!< of the node's type: "Nic" of a host; empty for a type without any
    std::string interface; //!< TypeId name of the port's base type
    Blueprint blueprint;   //!< of the port as the node's entries leave it
};

/** @brief The attribute of a node's type that makes its ports, with its default. */
PortTemplate FindPortTemplate(ns3::TypeId type);

/** @brief Takes the template from a node's entry, if it is there. */
void ReadPortTemplate(PortTemplate& port,
                      const Json& entry,
                      const std::string& pointer,
                      const ObjectReader& objects);

} // namespace nexsim

#endif // NEXSIM_PORT_TEMPLATE_H
