// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_ADDRESS_RANGE_H
#define NEXSIM_ADDRESS_RANGE_H

#include <cstdint>
#include <optional>
#include <string>

namespace nexsim
{

/** @brief IPv4 addresses with a common prefix; one address with 32 bits of it. */
struct AddressRange
{
    uint32_t address = 0; //!< host byte order
    uint32_t prefix = 32; //!< bits, 0 to 32

    bool Contains(uint32_t other) const
    {
        const uint32_t mask = prefix == 0 ? 0 : ~uint32_t{0} << (32 - prefix);
        return ((address ^ other) & mask) == 0;
    }
};

/** @brief Knows what people call addresses. */
class AddressDirectory
{
  public:
    virtual ~AddressDirectory() = default;

    /** @brief The addresses meant by `text`: a host's name, an address, or one with a prefix. */
    virtual std::optional<AddressRange> Find(const std::string& text) const = 0;
};

} // namespace nexsim

#endif // NEXSIM_ADDRESS_RANGE_H
