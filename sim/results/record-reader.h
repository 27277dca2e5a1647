// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RECORD_READER_H
#define NEXSIM_RECORD_READER_H

#include "sim/results/metrics.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief What a RecordReader throws; what() begins with the JSON pointer. */
class RecordError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * @brief Reads one value of a JSON document that a program wrote, refusing what the library's own
 * getters convert silently: a negative number into an unsigned one, a fraction into an integer.
 *
 * Knows its JSON pointer for messages. Every method throws RecordError.
 */
class RecordReader
{
  public:
    /** @param json outlives the reader */
    explicit RecordReader(const nlohmann::ordered_json& json, std::string pointer = {});

    /** @brief A member of this object. */
    RecordReader operator[](const char* key) const;

    /** @brief Whether this object has the member. */
    bool Has(const char* key) const;

    std::string Text() const;
    bool Boolean() const;
    std::int64_t Signed() const;
    std::uint64_t Unsigned() const;
    /** @brief 16 hexadecimal digits. */
    std::uint64_t Hash() const;
    MetricValue Number() const;

    /** @brief Every element of this array through a function of a RecordReader. */
    template <typename Read>
    auto Each(Read read) const
    {
        std::vector<decltype(read(*this))> results;
        for (const RecordReader& element : Elements())
        {
            results.push_back(read(element));
        }
        return results;
    }

    /** @brief Every member of this object as name and read(value), in order. */
    template <typename Read>
    auto EachMember(Read read) const
    {
        std::vector<std::pair<std::string, decltype(read(*this))>> results;
        for (const auto& [name, member] : Members())
        {
            results.emplace_back(name, read(member));
        }
        return results;
    }

    /** @brief Refuse this value. */
    [[noreturn]] void Fail(const std::string& expected) const;

  private:
    std::vector<RecordReader> Elements() const;
    std::vector<std::pair<std::string, RecordReader>> Members() const;

    const nlohmann::ordered_json* m_json;
    std::string m_pointer;
};

} // namespace nexsim

#endif // NEXSIM_RECORD_READER_H
