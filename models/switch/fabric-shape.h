// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FABRIC_SHAPE_H
#define NEXSIM_FABRIC_SHAPE_H

#include "models/switch/crossbar-port.h"

#include <cstdint>
#include <vector>

namespace nexsim
{

/** @brief How the ports of a switch are grouped into input modules and output modules. */
struct FabricShape
{
    std::vector<CrossbarPort*> ports;
    uint32_t portsPerInput = 1;
    uint32_t portsPerOutput = 1;

    uint32_t PortCount() const
    {
        return static_cast<uint32_t>(ports.size());
    }

    uint32_t InputCount() const
    {
        return (PortCount() + portsPerInput - 1) / portsPerInput;
    }

    uint32_t OutputCount() const
    {
        return (PortCount() + portsPerOutput - 1) / portsPerOutput;
    }

    uint32_t InputOf(uint32_t port) const
    {
        return port / portsPerInput;
    }

    uint32_t OutputOf(uint32_t port) const
    {
        return port / portsPerOutput;
    }

    /** @brief Bits per second that the links of an output module send together. */
    BitRate OutputRate(uint32_t output) const
    {
        int64_t rate = 0;
        for (uint32_t port = output * portsPerOutput;
             port < PortCount() && OutputOf(port) == output;
             ++port)
        {
            rate += ports[port]->Link().Rate().Value();
        }
        return BitRate(rate);
    }
};

/** @brief Which ports satisfy something, as a row of bits per output module. */
class PortBits
{
  public:
    static constexpr uint32_t kWordBits = 64;

    void Resize(const FabricShape& shape)
    {
        m_perOutput = shape.portsPerOutput;
        m_words = (m_perOutput + kWordBits - 1) / kWordBits;
        m_bits.assign(size_t{m_words} * shape.OutputCount(), 0);
    }

    void Set(uint32_t port, bool value)
    {
        const uint32_t place = port % m_perOutput;
        uint64_t& word = m_bits[size_t{port / m_perOutput} * m_words + place / kWordBits];
        const uint64_t bit = uint64_t{1} << (place % kWordBits);
        word = value ? word | bit : word & ~bit;
    }

    bool Has(uint32_t port) const
    {
        const uint32_t place = port % m_perOutput;
        const uint64_t word = m_bits[size_t{port / m_perOutput} * m_words + place / kWordBits];
        return (word >> (place % kWordBits) & 1) != 0;
    }

    /** @brief Calls visit(port) for each port of an output module that is set here and in `other`. */
    template <typename Visit>
    void ForEachCommon(uint32_t output, const PortBits& other, Visit&& visit) const
    {
        for (uint32_t w = 0; w < m_words; ++w)
        {
            const size_t at = size_t{output} * m_words + w;
            for (uint64_t word = m_bits[at] & other.m_bits[at]; word != 0; word &= word - 1)
            {
                const auto place = static_cast<uint32_t>(__builtin_ctzll(word));
                visit(output * m_perOutput + w * kWordBits + place);
            }
        }
    }

  private:
    uint32_t m_perOutput = 1;
    uint32_t m_words = 1;
    std::vector<uint64_t> m_bits;
};

} // namespace nexsim

#endif // NEXSIM_FABRIC_SHAPE_H
