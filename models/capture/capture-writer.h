// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURE_WRITER_H
#define NEXSIM_CAPTURE_WRITER_H

#include "models/base/quantity.h"
#include "models/capture/capture-reader.h"
#include "models/capture/frame-builder.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief Where frames are recorded. */
struct CaptureInterface
{
    std::string name;        //!< path of a component
    std::string description; //!< for people; may be empty
    BitRate rate;
};

/** @brief Whether a frame leaves its interface or comes in, as epb_flags has it. */
enum class FrameDirection : uint8_t
{
    Inbound = 1,
    Outbound = 2
};

/** @brief A frame when and where it was seen. */
struct CapturedFrame
{
    SimTime time;
    uint32_t interface = 0; //!< index among the file's interfaces
    FrameDirection direction = FrameDirection::Outbound;
    BuiltFrame frame;
    std::string comment; //!< for people; may be empty
};

/** @brief How a capture is written. */
struct CaptureSettings
{
    uint32_t snap = kLongestFrame; //!< most bytes that are recorded of a frame, from 1
    uint8_t digits = 9;            //!< of a second: 9 or 12; classic pcap has 9 always
};

/** @brief The file formats. */
enum class CaptureFormat : uint8_t
{
    Pcapng, //!< interfaces, directions and comments
    Pcap    //!< classic: nothing of these
};

/**
 * @brief Writes one file format; the caller takes the bytes. Frames are Ethernet, their times those
 * of the simulation from 1970 on, rounded down.
 */
class CaptureWriter
{
  public:
    virtual ~CaptureWriter() = default;

    /**
     * @brief The file's beginning.
     * @param comment about the whole file, for people
     * @param out is appended to
     */
    virtual void Begin(const std::string& comment,
                       const std::vector<CaptureInterface>& interfaces,
                       const CaptureSettings& settings,
                       std::string& out) = 0;

    /** @brief A frame; not before the one before it. */
    virtual void Add(const CapturedFrame& frame, std::string& out) = 0;
};

/** @brief Appends the first bytes of a frame. @param captured at most what is known of it */
void AppendFrame(const BuiltFrame& frame, uint32_t captured, std::string& out);

std::unique_ptr<CaptureWriter> MakeCaptureWriter(CaptureFormat format);

} // namespace nexsim

#endif // NEXSIM_CAPTURE_WRITER_H
