// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_RECORD_JSON_H
#define NEXSIM_RUN_RECORD_JSON_H

#include "sim/results/run-record.h"
#include "sim/results/text-sink.h"

#include <nlohmann/json.hpp>

#include <string>

namespace nexsim
{

/** @brief The format of run.json, raised when a member changes its meaning. */
inline constexpr int kRunRecordFormat = 2;

/**
 * @brief The content of run.json. Hashes are hexadecimal text, since readers in other languages may
 * hold numbers as doubles.
 */
nlohmann::ordered_json ToJson(const RunRecord& record);

/**
 * @brief The record that ToJson() was given; every 64-bit value and every double survives exactly.
 * @throw RecordError on a missing member or one of another type or range
 */
RunRecord RunRecordFromJson(const nlohmann::ordered_json& json);

/**
 * @brief The text of run.json, ending in a line break; the metrics go out one after the other.
 * @throw IoError from the sink
 */
void WriteRunRecord(const RunRecord& record, TextSink& sink);

/** @brief What WriteRunRecord() writes. */
std::string ToText(const RunRecord& record);

/**
 * @brief Read a run.json.
 * @throw IoError; RecordError, naming the path
 */
RunRecord ReadRunRecord(const std::string& path);

/** @brief The provenance as a JSON object; an empty command line is left out. */
nlohmann::ordered_json ToJson(const Provenance& provenance);

} // namespace nexsim

#endif // NEXSIM_RUN_RECORD_JSON_H
