// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/text-cursor.h"

#include <algorithm>
#include <string>

namespace nexsim
{

namespace
{

unsigned
ByteAt(std::string_view text, std::size_t i)
{
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

} // namespace

TextPosition
TextPlaces::Advance(TextPosition from, std::size_t begin, std::size_t end) const
{
    for (std::size_t i = begin; i < end; ++i)
    {
        const unsigned byte = ByteAt(m_text, i);
        if (byte == '\n')
        {
            ++from.line;
            from.column = 1;
        }
        else if ((byte & 0xC0U) != 0x80U)
        {
            ++from.column;
        }
    }
    return from;
}

TextPosition
TextPlaces::At(std::size_t offset)
{
    constexpr std::size_t kStride = 256;
    const std::size_t end = std::min(offset, m_text.size());
    const std::size_t mark = end / kStride;
    while (m_marks.size() <= mark)
    {
        const std::size_t begin = (m_marks.size() - 1) * kStride;
        m_marks.push_back(Advance(m_marks.back(), begin, begin + kStride));
    }
    return Advance(m_marks[mark], mark * kStride, end);
}

std::optional<TextError>
CheckJsonBytes(std::string_view text)
{
    if (text.substr(0, 3) == "\xEF\xBB\xBF")
    {
        return TextError{"the text begins with a byte order mark; save it as UTF-8 without one", 0};
    }
    if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF")
    {
        return TextError{"the text is UTF-16; save it as UTF-8", 0};
    }
    for (std::size_t i = 0; i < text.size();)
    {
        if (const unsigned byte = ByteAt(text, i); byte != 0 && byte < 0x80)
        {
            ++i; // ASCII is most of what there is
            continue;
        }
        const std::size_t length = text[i] == '\0' ? 0 : Utf8Length(text, i);
        if (length == 0)
        {
            constexpr std::string_view kDigits = "0123456789abcdef";
            const unsigned byte = ByteAt(text, i);
            return TextError{
                std::string("the byte 0x") + kDigits[byte >> 4U] + kDigits[byte & 15U] +
                    (byte == 0 ? " is no text" : " is not UTF-8; save the text as UTF-8"),
                i};
        }
        i += length;
    }
    if (SkipJsonSpace(text, 0) == text.size())
    {
        return TextError{"the text is empty", 0};
    }
    return std::nullopt;
}

std::size_t
Utf8Length(std::string_view text, std::size_t i)
{
    const unsigned lead = ByteAt(text, i);
    if (lead < 0x80)
    {
        return 1;
    }
    const std::size_t length = lead < 0xC2   ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    for (std::size_t k = 1; k < length; ++k)
    {
        if ((ByteAt(text, i + k) & 0xC0U) != 0x80U)
        {
            return 0;
        }
    }
    const unsigned second = ByteAt(text, i + 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second >= 0xA0;
    const bool tooLarge = lead == 0xF4 && second >= 0x90;
    return overlong || surrogate || tooLarge ? 0 : length;
}

std::size_t
SkipJsonSpace(std::string_view text, std::size_t begin)
{
    const std::size_t end = text.find_first_not_of(" \t\n\r", std::min(begin, text.size()));
    return std::min(end, text.size());
}

} // namespace nexsim
