// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/capture/capture-stream.h"

#include <fmt/format.h>

#include <fstream>
#include <utility>

namespace nexsim
{

namespace
{

std::unique_ptr<std::istream>
Open(const std::string& path)
{
    auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!*file)
    {
        throw CaptureError(fmt::format("{}: cannot be opened for reading", path));
    }
    return file;
}

} // namespace

CaptureStream::CaptureStream(const std::string& path) : CaptureStream(Open(path), path) {}

CaptureStream::CaptureStream(std::unique_ptr<std::istream> bytes, std::string name)
    : m_bytes(std::move(bytes)), m_name(std::move(name))
{
}

size_t
CaptureStream::Read(uint8_t* to, size_t count)
{
    m_bytes->read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(count));
    const auto size = static_cast<size_t>(m_bytes->gcount());
    m_read += size;
    if (m_bytes->bad())
    {
        Fail("reading failed");
    }
    return size;
}

uint64_t
CaptureStream::Skip(uint64_t count)
{
    m_bytes->ignore(static_cast<std::streamsize>(count));
    const auto size = static_cast<uint64_t>(m_bytes->gcount());
    m_read += size;
    if (m_bytes->bad())
    {
        Fail("reading failed");
    }
    return size;
}

uint64_t
CaptureStream::Integer(const uint8_t* at, size_t size) const
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i)
    {
        value = value << 8 | at[m_bigEndian ? i : size - 1 - i];
    }
    return value;
}

void
CaptureStream::BeginPart(std::string_view kind, uint64_t number)
{
    m_kind = kind;
    m_number = number;
    m_begin = m_read;
}

void
CaptureStream::Fail(const std::string& what) const
{
    const std::string where =
        m_number == 0 ? std::string("file header") : fmt::format("{} {}", m_kind, m_number);
    throw CaptureError(fmt::format("{}: byte {}, {}: {}", m_name, m_begin, where, what));
}

} // namespace nexsim
