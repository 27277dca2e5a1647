// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TESTS_PCAPNG_BYTES_H
#define NEXSIM_TESTS_PCAPNG_BYTES_H

#include <cstdint>
#include <string>

namespace nexsim
{

/** @brief Builds a pcapng file in memory, block by block, well-formed or not. */
class PcapngBytes
{
  public:
    explicit PcapngBytes(bool bigEndian = false) : m_bigEndian(bigEndian) {}

    /** @brief A number of `size` bytes in the byte order of the section at hand. */
    std::string Number(uint64_t value, size_t size) const
    {
        std::string text;
        for (size_t i = 0; i < size; ++i)
        {
            const size_t shift = 8 * (m_bigEndian ? size - 1 - i : i);
            text += static_cast<char>(value >> shift & 0xff);
        }
        return text;
    }

    /** @brief Padded to a multiple of 4 bytes. */
    static std::string Padded(std::string text)
    {
        text.append((4 - text.size() % 4) % 4, '\0');
        return text;
    }

    std::string Option(unsigned code, const std::string& value) const
    {
        return Number(code, 2) + Number(value.size(), 2) + Padded(value);
    }

    PcapngBytes& Block(uint32_t type, const std::string& body)
    {
        m_bytes +=
            Number(type, 4) + Number(body.size() + 12, 4) + body + Number(body.size() + 12, 4);
        return *this;
    }

    PcapngBytes& Section(bool bigEndian, unsigned major = 1, const std::string& options = "")
    {
        m_bigEndian = bigEndian;
        return Block(0x0a0d0d0a,
                     Number(0x1a2b3c4d, 4) + Number(major, 2) + Number(0, 2) +
                         Number(UINT64_MAX, 8) + options);
    }

    PcapngBytes& Interface(unsigned linkType = 1,
                           uint32_t snap = 0,
                           const std::string& options = "")
    {
        return Block(1, Number(linkType, 2) + Number(0, 2) + Number(snap, 4) + options);
    }

    /** @brief if_tsresol. */
    std::string Resolution(unsigned value) const
    {
        return Option(9, Number(value, 1));
    }

    /** @brief if_tsoffset. */
    std::string Offset(int64_t seconds) const
    {
        return Option(14, Number(static_cast<uint64_t>(seconds), 8));
    }

    std::string Stamp(uint64_t units) const
    {
        return Number(units >> 32, 4) + Number(units & 0xffffffff, 4);
    }

    PcapngBytes& Enhanced(uint32_t interface,
                          uint64_t units,
                          const std::string& frame,
                          uint32_t original = 0)
    {
        const auto size = static_cast<uint32_t>(frame.size());
        return Block(6,
                     Number(interface, 4) + Stamp(units) + Number(size, 4) +
                         Number(original == 0 ? size : original, 4) + Padded(frame));
    }

    PcapngBytes& Obsolete(uint32_t interface, uint64_t units, const std::string& frame)
    {
        return Block(2,
                     Number(interface, 2) + Number(7, 2) + Stamp(units) + Number(frame.size(), 4) +
                         Number(frame.size(), 4) + Padded(frame));
    }

    PcapngBytes& Simple(uint32_t original, const std::string& frame)
    {
        return Block(3, Number(original, 4) + Padded(frame));
    }

    PcapngBytes& Raw(const std::string& bytes)
    {
        m_bytes += bytes;
        return *this;
    }

    const std::string& Bytes() const
    {
        return m_bytes;
    }

  private:
    bool m_bigEndian;
    std::string m_bytes;
};

} // namespace nexsim

#endif // NEXSIM_TESTS_PCAPNG_BYTES_H
