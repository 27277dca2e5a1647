// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PCIE_LINK_H
#define NEXSIM_PCIE_LINK_H

#include "models/base/quantity.h"

namespace nexsim
{

/** @brief What a PCI Express link between a device and its host has agreed on. */
struct PcieLinkSetup
{
    int64_t generation = 3;    //!< 1 to 5
    int64_t lanes = 8;         //!< 1, 2, 4, 8 or 16
    Bytes maxPayload{256};     //!< of a write or a completion: a power of two, 128 B to 4 KiB
    Bytes maxReadRequest{512}; //!< of one read: a power of two, 128 B to 4 KiB
};

/**
 * @brief How many bytes a transfer takes on a PCI Express link, and how many pass per second.
 *
 * Source: pcie-bench/pcie-model (Neugebauer et al., SIGCOMM 2018), 64-bit addresses, no ECRC: 24 B
 * around each write and read request, 20 B around each completion, of which framing, sequence number
 * and LCRC are 8 B. Its usable rate is the line rate times 8/10 (generations 1 and 2) or 128/130,
 * less one acknowledgement and one flow-control update, 8 B each, per acknowledgement latency limit,
 * less 4 of every 1538 symbols for clock compensation. The limits are those of the PCI Express base
 * specification (tables 3-7 to 3-9 of revision 5.0), made here from the rule beneath them:
 * (payload + 28) x factor / lanes + 19, 70 or 115 symbol times, rounded down.
 */
class PcieLink
{
  public:
    static constexpr int64_t kWriteHeader = 24;      //!< B around a memory write
    static constexpr int64_t kReadHeader = 24;       //!< B of a read request
    static constexpr int64_t kCompletionHeader = 20; //!< B around a completion with data

    /** @throws std::invalid_argument when the setup is none of the above */
    explicit PcieLink(const PcieLinkSetup& setup);

    /** @brief Bits per second of transaction layer packets in each direction, rounded down. */
    BitRate Rate() const
    {
        return m_rate;
    }

    /** @brief Towards the host: bytes on the link of a write of so many, 1 and above. */
    int64_t WriteBytes(int64_t bytes) const
    {
        return bytes + kWriteHeader * Parts(bytes, m_setup.maxPayload);
    }

    /** @brief How many requests a read of so many bytes takes. */
    int64_t ReadRequests(int64_t bytes) const
    {
        return Parts(bytes, m_setup.maxReadRequest);
    }

    /** @brief From the host: bytes on the link of the answers to a read of so many. */
    int64_t CompletionBytes(int64_t bytes) const
    {
        return bytes + kCompletionHeader * Parts(bytes, m_setup.maxPayload);
    }

  private:
    static int64_t Parts(int64_t bytes, Bytes most)
    {
        return (bytes + most.Value() - 1) / most.Value();
    }

    PcieLinkSetup m_setup;
    BitRate m_rate;
};

} // namespace nexsim

#endif // NEXSIM_PCIE_LINK_H
