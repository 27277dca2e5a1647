// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURE_FILE_H
#define NEXSIM_CAPTURE_FILE_H

#include "models/capture/capture-notes.h"
#include "models/capture/capture-reader.h"
#include "models/capture/capture-stream.h"
#include "models/capture/captured-packet.h"

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief What to make of a frame that is older than the one before it. */
enum class TimeOrder : uint8_t
{
    Strict, //!< an error
    Clamp   //!< it gets the time of the one before it
};

/**
 * @brief Reads the packets of a capture file, whatever its format: classic pcap or pcapng.
 *
 * Frames that cannot be understood (see DecodeFrame) are left out and counted by name. Time is exact
 * in picoseconds and begins with the first frame; a frame without a time gets that of the one before
 * it. Reads any bytes without harm, and holds one frame at a time whatever the length of the file.
 * After an error nothing more can be read.
 */
class CaptureFile
{
  public:
    /** @throws CaptureError when the file cannot be opened or is no capture */
    explicit CaptureFile(const std::string& path, TimeOrder order = TimeOrder::Strict);

    /**
     * @brief Reads a capture from any stream of bytes.
     * @param name stands for the file in error messages
     */
    CaptureFile(std::unique_ptr<std::istream> bytes, std::string name, TimeOrder order);

    /**
     * @brief The next packet.
     * @return false at the end of the file, `packet` is then unchanged
     * @throws CaptureError when the file is cut off, contradicts itself or is out of order
     */
    bool Next(CapturedPacket& packet);

    /** @brief Frames read so far, with those left out. */
    uint64_t Frames() const
    {
        return m_frames;
    }

    /** @brief Frames left out so far. */
    uint64_t LeftOut() const
    {
        return m_leftOut;
    }

    /** @brief Time of the last frame read, also of one left out. */
    SimTime Elapsed() const
    {
        return m_elapsed;
    }

    /** @brief What was odd so far, a line for each kind: "2 of 9 frames are left out: ...". */
    std::vector<std::string> Warnings() const
    {
        return m_notes.Lines(m_frames);
    }

  private:
    void Begin();
    SimTime TimeOf(const CaptureRecord& record);
    bool Decode(const CaptureRecord& record, CapturedPacket& packet);

    CaptureStream m_stream;
    TimeOrder m_order;
    std::unique_ptr<CaptureReader> m_reader;
    CaptureNotes m_notes;
    uint64_t m_frames = 0;
    uint64_t m_leftOut = 0;
    std::optional<CaptureTime> m_begin; //!< of the first frame that has a time
    SimTime m_elapsed;
};

} // namespace nexsim

#endif // NEXSIM_CAPTURE_FILE_H
