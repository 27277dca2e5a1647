// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PCAP_FILE_H
#define NEXSIM_PCAP_FILE_H

#include "models/traffic/captured-packet.h"

#include <cstdint>
#include <istream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace nexsim
{

/** @brief A capture cannot be read; what() names file, byte offset, record and what was expected. */
class PcapError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/** @brief What to make of a record that is older than the one before it. */
enum class TimeOrder : uint8_t
{
    Strict, //!< an error
    Clamp   //!< it gets the time of the one before it
};

/**
 * @brief Reads a classic pcap file of Ethernet frames, record by record.
 *
 * Both byte orders, microsecond and nanosecond time stamps, version 2.4, link type Ethernet without
 * FCS (draft-ietf-opsawg-pcap). Holds one frame at a time, whatever the length of the file; reads
 * any bytes without harm. After an error no further record can be read.
 */
class PcapFile
{
  public:
    /** @throws PcapError when the file cannot be opened or its header is not one described above */
    explicit PcapFile(const std::string& path, TimeOrder order = TimeOrder::Strict);

    /**
     * @brief Reads a capture from any stream of bytes.
     * @param name stands for the file in error messages
     */
    PcapFile(std::unique_ptr<std::istream> bytes, std::string name, TimeOrder order);

    /**
     * @brief The next packet.
     * @return false at the end of the file, `packet` is then unchanged
     * @throws PcapError when the record is cut off, contradicts itself or the file's header, is out
     *         of order, or holds a frame that DecodeFrame() refuses
     */
    bool Next(CapturedPacket& packet);

  private:
    struct RecordHeader
    {
        uint32_t seconds;
        uint32_t fraction; //!< of a second, in the file's resolution
        uint32_t captured;
        uint32_t original;
    };

    void ReadFileHeader();
    /** @brief False at the end of the file. */
    bool ReadRecordHeader(RecordHeader& header);
    void CheckRecordHeader(const RecordHeader& header) const;
    void ReadFrame(uint32_t length);
    SimTime TimeOf(const RecordHeader& header);
    /** @brief How many of `count` bytes the file still had. */
    size_t Read(uint8_t* to, size_t count);
    uint32_t Integer(const uint8_t* at, size_t size) const;
    /** @brief Throws PcapError about the file header or the record at hand. */
    [[noreturn]] void Fail(const std::string& what) const;

    std::unique_ptr<std::istream> m_bytes;
    std::string m_name;
    TimeOrder m_order;
    bool m_bigEndian = false;
    int64_t m_unitsPerSecond = 0; //!< resolution of the file's time stamps
    uint32_t m_snapLength = 0;
    uint64_t m_record = 0;       //!< number of the record at hand; 0: the file header
    uint64_t m_offset = 0;       //!< in bytes, of the record at hand
    uint64_t m_read = 0;         //!< bytes read so far
    RecordHeader m_first{};      //!< gives time 0
    int64_t m_previousUnits = 0; //!< time of the record before, since the first
    std::vector<uint8_t> m_frame;
};

} // namespace nexsim

#endif // NEXSIM_PCAP_FILE_H
