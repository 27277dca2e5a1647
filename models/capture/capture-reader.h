// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURE_READER_H
#define NEXSIM_CAPTURE_READER_H

#include <array>
#include <cstdint>
#include <optional>

namespace nexsim
{

/** @brief Picoseconds since 1970, or since whatever the file counts from; wide enough for any file. */
using CaptureTime = __int128;

/** @brief The longest frame that is not taken for a damaged length field, in bytes, as in libpcap. */
inline constexpr uint32_t kLongestFrame = 262'144;

/** @brief The bytes with which a capture file begins and by which its format is known. */
using CaptureMagic = std::array<uint8_t, 4>;

/** @brief A frame as a capture file has it. */
struct CaptureRecord
{
    const uint8_t* bytes = nullptr;  //!< valid until the next record is read
    uint32_t captured = 0;           //!< how many bytes there are; not above `original`
    uint32_t original = 0;           //!< how long the frame was
    uint32_t snapLength = 0;         //!< most bytes that should have been recorded; 0: no limit
    uint32_t linkType = 0;           //!< LINKTYPE_ number of the frame's outermost header
    std::optional<CaptureTime> time; //!< pcapng's simple packets have none
};

/** @brief Reads one file format, frame by frame. */
class CaptureReader
{
  public:
    virtual ~CaptureReader() = default;

    /**
     * @brief The next frame.
     * @return false at the end of the file
     * @throws CaptureError when the file is cut off or contradicts itself
     */
    virtual bool Next(CaptureRecord& record) = 0;
};

} // namespace nexsim

#endif // NEXSIM_CAPTURE_READER_H
