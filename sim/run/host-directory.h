// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_HOST_DIRECTORY_H
#define NEXSIM_HOST_DIRECTORY_H

#include "models/base/address-range.h"
#include "sim/scenario/scenario.h"

#include <map>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Finds addresses as scenarios write them: "pc[3]", "10.1.0.7", "10.1.0.0/16". */
class HostDirectory : public AddressDirectory
{
  public:
    /** @param addresses of the nodes, in their order */
    HostDirectory(const std::vector<NodeSpec>& nodes, const std::vector<uint32_t>& addresses);

    std::optional<AddressRange> Find(const std::string& text) const override;

  private:
    std::map<std::string, uint32_t> m_addressOf; //!< by the node's name
};

} // namespace nexsim

#endif // NEXSIM_HOST_DIRECTORY_H
