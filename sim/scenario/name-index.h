// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NAME_INDEX_H
#define NEXSIM_NAME_INDEX_H

#include "sim/scenario/name-pattern.h"
#include "sim/scenario/outcome.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/**
 * @brief Names of things of one kind, each with its position, found by name or by selector.
 */
class NameIndex
{
  public:
    /** @param kind as messages call it: "node" */
    explicit NameIndex(std::string kind);

    /** @brief Takes the next position. @return false, without effect, for a name it already has */
    bool Add(const std::string& name);

    std::optional<std::size_t> Find(const std::string& name) const;

    std::size_t Size() const
    {
        return m_names.size();
    }

    const std::string& NameAt(std::size_t position) const
    {
        return m_names[position];
    }

    /** @brief Every name with the base of `pattern` where it is [*], in the order of the numbers. */
    Outcome<std::vector<std::size_t>> Match(const NamePattern& pattern) const;

    /**
     * @brief Positions in the order of the selector: `client[*], sw`.
     *
     * An error, with the nearest names, when a pattern has a name that is not there or matches
     * nothing, or when one thing is selected twice.
     */
    Outcome<std::vector<std::size_t>> Select(std::string_view selector) const;

    /** @brief `no node is called "swi"; did you mean "sw"?` */
    std::string Unknown(const std::string& name) const;

  private:
    std::string m_kind;
    std::vector<std::string> m_names;
    std::map<std::string, std::size_t, std::less<>> m_positions;
    std::map<std::string, std::map<uint32_t, std::size_t>, std::less<>> m_rows; //!< by base, number
};

} // namespace nexsim

#endif // NEXSIM_NAME_INDEX_H
