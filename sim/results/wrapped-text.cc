// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/wrapped-text.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace nexsim
{

namespace
{

constexpr std::size_t kWidth = 100;

} // namespace

std::size_t
Characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::string
Wrapped(const std::string& text, const std::string& first, const std::string& indent)
{
    std::string lines = first;
    std::size_t column = Characters(first);
    std::size_t begin = 0;
    while (begin < text.size())
    {
        const std::size_t space = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, space - begin);
        const std::size_t width = Characters(word);
        if (begin != 0 && column + 1 + width > kWidth)
        {
            lines += "\n" + indent;
            column = Characters(indent);
        }
        else if (begin != 0)
        {
            lines += " ";
            ++column;
        }
        lines += word;
        column += width;
        begin = space + 1;
    }
    return lines + "\n";
}

} // namespace nexsim
