// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_JSON_POSITIONS_H
#define NEXSIM_JSON_POSITIONS_H

#include "sim/scenario/diagnostics.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace nexsim
{

/**
 * @brief Where in the text the values of a JSON document begin, by JSON Pointer.
 *
 * Only a message asks, so the text is gone through when the first one does.
 */
class JsonPositions
{
  public:
    JsonPositions() = default; //!< of no text: everything is in line 0

    /// @param text that is JSON; of equal keys in an object the first counts
    explicit JsonPositions(std::string_view text) : m_text(text) {}

    /// @return the begin of the value, or of the nearest enclosing one that the text has.
    TextPosition ValueAt(std::string_view pointer) const;

    /// @return the begin of the key that names the value; of the value where no key does.
    TextPosition KeyAt(std::string_view pointer) const;

    struct Entry
    {
        TextPosition key;
        TextPosition value;
    };

  private:
    Entry Find(std::string_view pointer) const;

    std::string m_text;
    mutable std::unordered_map<std::string, Entry> m_entries; //!< empty until somebody asks
};

} // namespace nexsim

#endif // NEXSIM_JSON_POSITIONS_H
