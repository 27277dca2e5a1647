// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COPY_ENGINE_H
#define NEXSIM_COPY_ENGINE_H

#include "models/host/core-work.h"

#include <string>
#include <vector>

namespace nexsim
{

/** @brief Who sums up the bytes of packets (RFC 1071). */
enum class ChecksumMode : uint8_t
{
    Separate, //!< the user-space stack, in a pass of its own
    Fused,    //!< the kernel, in the pass that copies (US11095758B2 claims 1 to 4)
    Hardware  //!< the NIC, where it can in this direction; else as Fused
};

/** @brief The names of the modes, in order. */
std::vector<std::string> ChecksumModeNames();

/** @brief Whether the NIC sums up (or has checked the sum of) a packet. */
enum class DeviceSum : uint8_t
{
    No,
    Yes
};

/**
 * @brief What it takes to copy packets between a channel's pool and the driver's, and to sum them up.
 *
 * Packets have no bytes here, so no sum is ever wrong: it is the passes over memory that are
 * modelled. A pass covers the whole IP packet. Figures: copy, checksum, copy_checksum, per byte.
 */
class CopyEngine
{
  public:
    /** @brief What all passes so far have moved between processor and memory, B. */
    struct Traffic
    {
        int64_t read = 0;
        int64_t written = 0;
        int64_t summedCopies = 0; //!< copies that summed up in the same pass
    };

    /**
     * @brief Called once, before anything else.
     * @throws std::invalid_argument for a figure that is missing, and for fused passes that cost
     * no more than a copy, or no less than copy and sum one after the other; unless all three cost nothing
     */
    void Prepare(ChecksumMode mode, const CostTable& costs, const std::string& user);

    ChecksumMode Mode() const
    {
        return m_mode;
    }

    /** @brief The stack's own pass over a packet, if the mode has one. @return its span */
    SimTime AddStackPass(int64_t bytes, CoreWork& work);

    /** @brief The kernel's copy of a packet from one pool to the other. @return its span */
    SimTime AddCopy(int64_t bytes, DeviceSum device, CoreWork& work);

    const Traffic& Moved() const
    {
        return m_traffic;
    }

  private:
    ChecksumMode m_mode = ChecksumMode::Fused;
    Cost m_copy;
    Cost m_checksum;
    Cost m_fused;
    Traffic m_traffic;
};

} // namespace nexsim

#endif // NEXSIM_COPY_ENGINE_H
