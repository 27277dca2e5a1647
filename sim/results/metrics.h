// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_METRICS_H
#define NEXSIM_METRICS_H

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace nexsim
{

/** @brief Counts and times are exact integers; ratios and means are doubles. */
using MetricValue = std::variant<std::int64_t, double>;

/** @brief The value as a double, for statistics. */
double ToDouble(const MetricValue& value);

/** @brief The 64 bits of an integer or of a double. */
std::uint64_t BitsOf(const MetricValue& value);

/** @brief Decimal text: integers as they are, doubles in the shortest form that reads back equal. */
std::string ToText(const MetricValue& value);

/**
 * @brief One measured number.
 */
struct Metric
{
    std::string path;  //!< component and quantity, as in "server/sink/throughput"
    MetricValue value; //!< in the base unit named beside it
    std::string unit;  //!< "ps", "B", "bps", "packets", "1" for a pure number, and so on
};

/**
 * @brief The metrics of one run, in the order in which they were added, each path once.
 *
 * Made for the many of a large network: a metric takes 16 bytes and its place in the index. What
 * stands before the last slash of its path is kept once for neighbours, the name behind it with its
 * unit once for all; a Metric with its texts is made where one is asked for.
 */
class MetricTable
{
  public:
    /**
     * @brief Append a metric.
     * @throw std::invalid_argument on a path that is empty or present, or a value that is not finite
     */
    void Add(std::string_view path, MetricValue value, std::string_view unit);

    /** @brief The metric of this path, if there is one. */
    std::optional<Metric> Find(std::string_view path) const;

    /** @brief Every path in order: what a message about an unknown path picks the nearest from. */
    std::vector<std::string> GetPaths() const;

    std::size_t GetSize() const
    {
        return m_entries.size();
    }

    /** @brief Metrics one after the other, each made when it is looked at. */
    class Iterator
    {
      public:
        Iterator(const MetricTable& table, std::size_t position)
            : m_table(&table), m_position(position)
        {
        }

        Metric operator*() const
        {
            return m_table->At(m_position);
        }

        Iterator& operator++()
        {
            ++m_position;
            return *this;
        }

        bool operator!=(const Iterator& other) const
        {
            return m_position != other.m_position;
        }

      private:
        const MetricTable* m_table;
        std::size_t m_position;
    };

    Iterator begin() const
    {
        return {*this, 0};
    }

    Iterator end() const
    {
        return {*this, GetSize()};
    }

  private:
    /** @brief What follows a parent in a path, from its slash on, with the unit. */
    using NameAndUnit = std::pair<std::string, std::string>;

    /** @brief A metric: "server/sink" of m_parents, "/throughput" and "bps" of m_names. */
    struct Entry
    {
        std::uint64_t bits;       //!< of the value
        std::uint32_t parent;     //!< index
        std::uint32_t name : 31;  //!< index
        std::uint32_t isReal : 1; //!< whether the value is a double
    };

    Metric At(std::size_t position) const;
    std::string PathOf(const Entry& entry) const;
    bool HasPath(const Entry& entry, std::string_view path) const;
    std::size_t SlotOf(std::string_view path) const;
    void MakeRoom();
    std::uint32_t KeepParent(std::string_view parent);
    std::uint32_t KeepName(std::string_view name, std::string_view unit);

    std::deque<Entry> m_entries; //!< a vector would hold them twice whenever it grows
    std::deque<std::string> m_parents;
    std::vector<NameAndUnit> m_names;
    std::map<NameAndUnit, std::uint32_t> m_nameIndex;
    std::vector<std::uint32_t> m_slots; //!< by hash of the path: place in m_entries + 1; 0 is free
};

/**
 * @brief The path under which a statistic of a distribution is kept: "server/sink/latency" and "p99"
 * give "server/sink/latency/p99". An empty statistic names the metric itself.
 */
std::string StatisticPath(std::string_view metric, std::string_view statistic);

} // namespace nexsim

#endif // NEXSIM_METRICS_H
