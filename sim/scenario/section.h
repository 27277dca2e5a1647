// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SECTION_H
#define NEXSIM_SECTION_H

#include "models/base/quantity.h"
#include "sim/scenario/json-reader.h"
#include "sim/scenario/read-context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

struct GrammarKey;

/** @brief The least and the most that a number may be, both included. */
struct Range
{
    int64_t least = 0;
    int64_t most = 0;
};

/**
 * @brief An object of the grammar, read key by key.
 *
 * Whatever is not as expected is reported where it stands; a read then gives nothing, as it does
 * for a key that is not there.
 */
class Section
{
  public:
    /** @brief `json` outlives the section; one that is no object is reported and reads as empty. */
    Section(const Json& json, std::string pointer, const ReadContext& context);

    /** @brief Reports every key that is none of these. */
    void CheckKeys(const std::vector<std::string>& known) const;

    /** @brief Null when the key is not there. */
    const Json* Find(std::string_view key) const;

    bool Has(std::string_view key) const
    {
        return Find(key) != nullptr;
    }

    /** @brief Reports a key that is not there. @param example as it should be written */
    bool Require(std::string_view key, std::string_view example) const;

    std::optional<std::string> Text(std::string_view key) const;

    /** @brief One of these texts. */
    std::optional<std::string> Word(std::string_view key,
                                    const std::vector<std::string>& words) const;

    /** @brief As the grammar's table says; the key is one of the section's. */
    std::optional<std::string> Word(const GrammarKey& key) const;
    std::optional<int64_t> Integer(const GrammarKey& key) const;
    std::optional<int64_t> Amount(const GrammarKey& key) const;

    std::optional<int64_t> Integer(std::string_view key, Range range) const;

    /** @brief An amount in the base unit of its dimension. */
    std::optional<int64_t> Amount(std::string_view key, Dimension dimension, Range range) const;

    /** @brief A list of texts; nothing when one of them is none. */
    std::optional<std::vector<std::string>> Texts(std::string_view key) const;

    /** @brief About the value of a key; the object itself where that is not there. */
    void Error(std::string_view key, std::string message) const;

    /** @brief Something that a person should know about a key's value, though it can be used. */
    void Warning(std::string_view key, std::string message) const;

    std::string PointerTo(std::string_view key) const;

    const std::string& Pointer() const
    {
        return m_pointer;
    }

    const Json& Value() const
    {
        return *m_json;
    }

  private:
    const Json* m_json;
    std::string m_pointer;
    ReadContext m_context;
};

/**
 * @brief A ratio: a number such as 0.8, or a text with % or ppm, in parts per billion.
 * @return nothing after an error was reported
 */
std::optional<int64_t> ReadRatio(const Json& json,
                                 const std::string& pointer,
                                 Range range,
                                 const ReadContext& context);

/** @brief An amount in the base unit of its dimension; nothing after an error was reported. */
std::optional<int64_t> ReadAmount(const Json& json,
                                  const std::string& pointer,
                                  Dimension dimension,
                                  Range range,
                                  const ReadContext& context);

} // namespace nexsim

#endif // NEXSIM_SECTION_H
