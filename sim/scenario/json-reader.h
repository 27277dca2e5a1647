// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_JSON_READER_H
#define NEXSIM_JSON_READER_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/json-positions.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace nexsim
{

/// Keeps the order of keys as they stand in the file: nodes and links are numbered by it.
using Json = nlohmann::ordered_json;

/** @brief The member of an object, or null where there is none; lives no longer than the object. */
const Json& Member(const Json& object, const char* key);

/**
 * @brief A JSON text as it was read.
 */
struct JsonDocument
{
    std::string file; //!< as the person named it
    Json value;
    JsonPositions positions;
};

inline constexpr std::size_t kJsonTextLimit = 16 * 1024 * 1024; //!< bytes
inline constexpr std::size_t kJsonDepthLimit = 64; //!< arrays and objects in each other
inline constexpr std::size_t kJsonValueLimit = 1'000'000;

/**
 * @brief Reads JSON (RFC 8259), stricter than its grammar.
 *
 * Refused besides what is no JSON: a byte order mark, bytes that are not UTF-8, a key that an object
 * has twice, integers outside int64 and uint64, and numbers with more digits than a double keeps
 * (so that `FromDouble` gives back every number exactly). Errors go to `diagnostics`; duplicate keys
 * and bad numbers do not stop the reading, and the first of two equal keys counts.
 *
 * @param file how to name the text in diagnostics
 * @return nothing when the text is not JSON or passes a limit
 */
std::optional<JsonDocument> ReadJsonText(std::string_view text,
                                         const std::string& file,
                                         Diagnostics& diagnostics);

/// Reads a regular file of at most kJsonTextLimit bytes; otherwise as ReadJsonText.
std::optional<JsonDocument> ReadJsonFile(const std::filesystem::path& path,
                                         Diagnostics& diagnostics);

} // namespace nexsim

#endif // NEXSIM_JSON_READER_H
