// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/run-id.h"

#include "sim/results/file-writer.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

namespace nexsim
{

namespace
{

std::string
ToHex(XXH128_hash_t hash)
{
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

} // namespace

struct RunIdHasher::State
{
    XXH3_state_t hash;
};

RunIdHasher::RunIdHasher(unsigned resultsVersion) : m_state(std::make_unique<State>())
{
    XXH3_128bits_reset(&m_state->hash);
    Add("results version", std::to_string(resultsVersion));
}

RunIdHasher::~RunIdHasher() = default;

void
RunIdHasher::AddDocument(std::string_view canonicalJson)
{
    Add("document", canonicalJson);
}

void
RunIdHasher::AddFile(std::string_view name, const std::string& path)
{
    const std::string content = ReadFile(path);
    Add("file", name);
    Add("content", content);
}

void
RunIdHasher::AddLibrary(const std::string& path)
{
    Add("library", ReadFile(path));
}

std::string
RunIdHasher::GetId() const
{
    return ToHex(XXH3_128bits_digest(&m_state->hash));
}

void
RunIdHasher::Add(std::string_view kind, std::string_view content)
{
    const std::string head = fmt::format("{} {}\n", kind, content.size());
    XXH3_128bits_update(&m_state->hash, head.data(), head.size());
    XXH3_128bits_update(&m_state->hash, content.data(), content.size());
}

std::string
HashContent(std::string_view content)
{
    return ToHex(XXH3_128bits(content.data(), content.size()));
}

} // namespace nexsim
