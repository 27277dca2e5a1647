// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PCAPNG_READER_H
#define NEXSIM_PCAPNG_READER_H

#include "models/capture/capture-reader.h"
#include "models/capture/capture-stream.h"

#include <vector>

namespace nexsim
{

/**
 * @brief Reads pcapng, version 1 (draft-ietf-opsawg-pcapng).
 *
 * Any number of sections, each in its own byte order, with any number of interfaces, each with its
 * own link type, time resolution and offset. Packets come from enhanced, simple and the obsolete
 * packet blocks; all other blocks and options are passed over. Holds one frame at a time.
 */
class PcapngReader : public CaptureReader
{
  public:
    /** @brief Whether a file that begins like this is one of these. */
    static bool Knows(const CaptureMagic& magic);

    /**
     * @param stream behind the magic number, which begins the first block; outlives this object
     * @throws CaptureError when the first section cannot be read
     */
    explicit PcapngReader(CaptureStream& stream);

    bool Next(CaptureRecord& record) override;

  private:
    struct Interface
    {
        uint16_t linkType = 0;
        uint32_t snapLength = 0;
        uint8_t resolution = 6; //!< as if_tsresol has it: powers of 10, with the top bit of 2
        int64_t offset = 0;     //!< seconds that are added to every time
    };

    /** @brief False at the end of the file. */
    bool BeginBlock();
    void BeginBody(uint32_t length);
    void EndBlock();
    void ReadSection();
    void ReadInterface();
    void ReadOption(uint64_t code, size_t size, Interface& interface);
    /** @param numberSize of the interface's number, in bytes */
    void ReadPacket(size_t numberSize, CaptureRecord& record);
    void ReadSimple(CaptureRecord& record);
    void ReadFrame(const Interface& interface, CaptureRecord& record);
    const Interface& InterfaceAt(uint64_t number) const;
    /** @brief Bytes of the block at hand, which must have and hold so many. */
    void ReadBody(uint8_t* to, size_t count, const char* what);
    void SkipBody(uint64_t count);

    CaptureStream& m_stream;
    uint64_t m_block = 0;
    uint32_t m_type = 0;                 //!< of the block at hand
    uint32_t m_length = 0;               //!< of the block at hand, as it says
    uint32_t m_left = 0;                 //!< bytes of its body that have not been read
    std::vector<Interface> m_interfaces; //!< of the section at hand
    std::vector<uint8_t> m_frame;
};

} // namespace nexsim

#endif // NEXSIM_PCAPNG_READER_H
