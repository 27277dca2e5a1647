// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_COST_TABLE_H
#define NEXSIM_COST_TABLE_H

#include "models/base/random-quantity.h"

#include "ns3/ptr.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief What the number of a cost figure counts. */
enum class CostUnit : uint8_t
{
    PerUse,  //!< femtoseconds for one use
    PerByte, //!< femtoseconds for one byte
    Count    //!< no time: a number of things, such as a budget of packets
};

/** @brief One figure of a cost profile, with where it comes from. */
struct CostFigure
{
    std::string name; //!< "syscall"; of a table its row follows: "idle_exit.C6"
    CostUnit unit = CostUnit::PerUse;
    int64_t value = 0;                    //!< in its unit, from 0
    ns3::Ptr<RandomQuantity> randomValue; //!< a law of times in picoseconds instead; null for none
    std::string evidence;                 //!< id of the evidence; EST, MODEL, GAP; "scenario"
    std::string note;
    bool isEstimate = false; //!< no verified figure was found
};

/** @brief Index of a figure in its table: the kind of work that processor time is counted under. */
using CostKind = uint16_t;

/**
 * @brief What one kind of work costs a host: a handle to a figure of its table.
 *
 * A plain value; valid as long as the table.
 */
struct Cost
{
    CostKind kind = 0;
    int64_t femtoseconds = 0;            //!< of one use or one byte
    const RandomQuantity* law = nullptr; //!< of one use, in picoseconds; null for none

    /** @brief For `times` uses or bytes, to the nearest picosecond, half up; without a law. */
    SimTime Of(int64_t times) const
    {
        if (times == 1)
        {
            return SimTime((femtoseconds + 500) / 1000);
        }
        return SimTime(femtoseconds / 1000 * times + (femtoseconds % 1000 * times + 500) / 1000);
    }
};

/** @brief The cost figures of a host, by name. Read in sim/ from profiles, or made by a program. */
class CostTable
{
  public:
    /** @brief A figure of the same name is replaced in its place. */
    void Set(CostFigure figure);

    /** @brief Null when there is none of this name. */
    const CostFigure* Find(std::string_view name) const;

    /**
     * @param user the path of the component that needs it, for the message
     * @throws std::invalid_argument naming the figure, when it is missing or counts no time
     */
    Cost Need(std::string_view name, const std::string& user) const;

    /** @brief As Need, for a figure that is a number of things. */
    int64_t NeedCount(std::string_view name, const std::string& user) const;

    /** @brief As Need, but for a cost that a host may do without: nothing when it is missing. */
    std::optional<Cost> Use(std::string_view name) const;

    /** @brief Whether someone has asked for it with Need, NeedCount or Use. */
    bool IsUsed(CostKind kind) const
    {
        return m_isUsed[kind];
    }

    /** @brief All figures; a figure's kind is its place. */
    const std::vector<CostFigure>& Figures() const
    {
        return m_figures;
    }

  private:
    const CostFigure* FindOf(std::string_view name, bool isCount) const;
    Cost HandOut(const CostFigure& figure) const;

    std::vector<CostFigure> m_figures;
    mutable std::vector<bool> m_isUsed; //!< a note about the users, not about the figures
    std::map<std::string, CostKind, std::less<>> m_byName;
};

} // namespace nexsim

#endif // NEXSIM_COST_TABLE_H
