// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PCAP_READER_H
#define NEXSIM_PCAP_READER_H

#include "models/capture/capture-reader.h"
#include "models/capture/capture-stream.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Reads classic pcap, version 2.4 (draft-ietf-opsawg-pcap).
 *
 * Both byte orders; microseconds, nanoseconds, and the longer record headers of Kuznetzov's modified
 * libpcap. Holds one frame at a time.
 */
class PcapReader : public CaptureReader
{
  public:
    /** @brief Whether a file that begins like this is one of these. */
    static bool Knows(const CaptureMagic& magic);

    /**
     * @param stream behind the magic number; outlives this object
     * @throws CaptureError when the file header is not one described above
     */
    PcapReader(CaptureStream& stream, const CaptureMagic& magic);

    bool Next(CaptureRecord& record) override;

  private:
    struct RecordHeader
    {
        uint32_t seconds;
        uint32_t fraction; //!< of a second, in the file's resolution
        uint32_t captured;
        uint32_t original;
    };

    /** @brief False at the end of the file. */
    bool ReadHeader(RecordHeader& header);
    void CheckHeader(const RecordHeader& header) const;

    CaptureStream& m_stream;
    uint32_t m_unitsPerSecond = 0; //!< resolution of the file's time stamps
    size_t m_headerSize = 0;       //!< of a record, in bytes
    uint32_t m_snapLength = 0;
    uint32_t m_linkType = 0;
    uint64_t m_record = 0;
    std::vector<uint8_t> m_frame;
};

} // namespace nexsim

#endif // NEXSIM_PCAP_READER_H
