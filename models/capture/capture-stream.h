// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CAPTURE_STREAM_H
#define NEXSIM_CAPTURE_STREAM_H

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief A capture cannot be read; what() names file, byte offset, part and what was expected. */
class CaptureError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/** @brief The bytes of a capture file from first to last, with what error messages need. */
class CaptureStream
{
  public:
    /** @throws CaptureError when the file cannot be opened */
    explicit CaptureStream(const std::string& path);

    /** @param name stands for the file in error messages */
    CaptureStream(std::unique_ptr<std::istream> bytes, std::string name);

    /** @brief How many of `count` bytes the file still had. */
    size_t Read(uint8_t* to, size_t count);

    /** @brief Passes over bytes without keeping them; how many of `count` the file still had. */
    uint64_t Skip(uint64_t count);

    /** @brief Of numbers in the file; little-endian until told otherwise. */
    void SetBigEndian(bool bigEndian)
    {
        m_bigEndian = bigEndian;
    }

    /** @brief A number of up to 8 bytes in the file's byte order. */
    uint64_t Integer(const uint8_t* at, size_t size) const;

    /** @brief The same of 4 bytes. */
    uint32_t Integer32(const uint8_t* at) const
    {
        return static_cast<uint32_t>(Integer(at, 4));
    }

    /**
     * @brief From here on errors are about the `number`-th part of this kind, which begins here.
     * @param kind "record" or "block"; outlives the stream
     */
    void BeginPart(std::string_view kind, uint64_t number);

    /** @brief Throws CaptureError about the part at hand. */
    [[noreturn]] void Fail(const std::string& what) const;

  private:
    std::unique_ptr<std::istream> m_bytes;
    std::string m_name;
    bool m_bigEndian = false;
    uint64_t m_read = 0; //!< bytes so far
    std::string_view m_kind;
    uint64_t m_number = 0; //!< of the part at hand, counted from 1; 0: the file header
    uint64_t m_begin = 0;  //!< of the part at hand, in bytes
};

} // namespace nexsim

#endif // NEXSIM_CAPTURE_STREAM_H
