// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECORDED_FRAME_H
#define NEXSIM_RECORDED_FRAME_H

#include "models/base/flow-key.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace nexsim
{

/** @brief A frame that cannot be understood; what() tells about this one, without a location. */
class FrameError : public std::runtime_error
{
  public:
    /** @param reason the same for all frames with this fault, as in "left out: <reason>" */
    FrameError(std::string reason, const std::string& what)
        : std::runtime_error(what), m_reason(std::move(reason))
    {
    }

    const std::string& Reason() const
    {
        return m_reason;
    }

  private:
    std::string m_reason;
};

/** @brief The first bytes of a frame, as far as they were recorded. */
struct RecordedFrame
{
    const uint8_t* bytes = nullptr;
    uint32_t captured = 0;   //!< how many bytes there are; not above wireLength
    uint32_t wireLength = 0; //!< how long the frame was
};

/** @brief The bytes of a frame, read only after Require() has vouched for them. */
class FrameBytes
{
  public:
    explicit FrameBytes(const RecordedFrame& frame) : m_frame(frame) {}

    /** @brief The frame reaches up to `end` and was recorded so far, or FrameError. */
    void Require(uint32_t end, const char* header) const;

    uint8_t At(uint32_t offset) const
    {
        return m_frame.bytes[offset];
    }

    uint16_t Word(uint32_t offset) const
    {
        return static_cast<uint16_t>(At(offset) << 8 | At(offset + 1));
    }

    uint32_t Word32(uint32_t offset) const
    {
        return static_cast<uint32_t>(Word(offset)) << 16 | Word(offset + 2);
    }

    AddressBytes Ipv4Address(uint32_t offset) const;
    AddressBytes Ipv6Address(uint32_t offset) const;

    uint32_t WireLength() const
    {
        return m_frame.wireLength;
    }

  private:
    RecordedFrame m_frame;
};

} // namespace nexsim

#endif // NEXSIM_RECORDED_FRAME_H
