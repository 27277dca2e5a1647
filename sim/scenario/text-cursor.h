// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEXT_CURSOR_H
#define NEXSIM_TEXT_CURSOR_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/outcome.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief Turns byte offsets into lines and columns; goes over the text once for all of them.
 */
class TextPlaces
{
  public:
    explicit TextPlaces(std::string_view text) : m_text(text) {}

    /// @param offset beyond the end counts as the end
    TextPosition At(std::size_t offset);

  private:
    TextPosition Advance(TextPosition from, std::size_t begin, std::size_t end) const;

    std::string_view m_text;
    std::vector<TextPosition> m_marks{{1, 1}}; //!< of every so many bytes, as far as asked for
};

/// @return what keeps these bytes from being read as JSON text at all: nothing in them, a byte order
/// mark, a NUL, or bytes that are not UTF-8 (RFC 3629).
std::optional<TextError> CheckJsonBytes(std::string_view text);

/// @return the bytes of the UTF-8 sequence at `offset` (RFC 3629 section 4), 0 if there is none.
std::size_t Utf8Length(std::string_view text, std::size_t offset);

/// @return the first offset from `begin` on that holds no JSON white space.
std::size_t SkipJsonSpace(std::string_view text, std::size_t begin);

} // namespace nexsim

#endif // NEXSIM_TEXT_CURSOR_H
