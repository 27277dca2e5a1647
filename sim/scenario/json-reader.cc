// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/json-reader.h"

#include "sim/scenario/json-document-builder.h"
#include "sim/scenario/text-cursor.h"

#include <algorithm>
#include <fstream>
#include <system_error>
#include <utility>

namespace nexsim
{

namespace
{

std::string
LimitText(std::size_t bytes)
{
    return "larger than " + std::to_string(bytes / 1024 / 1024) + " MiB, the limit for a scenario";
}

} // namespace

const Json&
Member(const Json& object, const char* key)
{
    static const Json kNone;
    const auto member = object.find(key);
    return member == object.end() ? kNone : *member;
}

std::optional<JsonDocument>
ReadJsonText(std::string_view text, const std::string& file, Diagnostics& diagnostics)
{
    if (text.size() > kJsonTextLimit)
    {
        diagnostics.Error(file, {}, "", "the text is " + LimitText(kJsonTextLimit));
        return std::nullopt;
    }
    if (const auto error = CheckJsonBytes(text))
    {
        diagnostics.Error(file, TextPlaces(text).At(error->offset), "", error->message);
        return std::nullopt;
    }
    JsonDocument document;
    document.file = file;
    JsonDocumentBuilder builder(text, document, diagnostics);
    const CountingIterator begin(text.data(), builder.Consumed());
    const CountingIterator end(text.data() + text.size(), builder.Consumed());
    if (!Json::sax_parse(begin, end, &builder))
    {
        return std::nullopt;
    }
    document.positions = JsonPositions(text);
    return document;
}

std::optional<JsonDocument>
ReadJsonFile(const std::filesystem::path& path, Diagnostics& diagnostics)
{
    const std::string file = path.string();
    const auto refuse = [&](const std::string& message) {
        diagnostics.Error(file, {}, "", message);
        return std::nullopt;
    };
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
    {
        return refuse("there is no such file");
    }
    if (!std::filesystem::is_regular_file(status))
    {
        return refuse("this is no regular file");
    }
    std::ifstream stream(path, std::ios::binary);
    std::string text;
    // One byte beyond the limit tells that the file is larger, even if it grows meanwhile.
    text.resize(std::min<std::size_t>(std::filesystem::file_size(path, error), kJsonTextLimit) + 1);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad())
    {
        return refuse("the file cannot be read");
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return ReadJsonText(text, file, diagnostics);
}

} // namespace nexsim
