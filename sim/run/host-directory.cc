// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/host-directory.h"

#include "models/host/host.h"
#include "sim/scenario/ipv4-text.h"

#include <charconv>
#include <string_view>

namespace nexsim
{

namespace
{

constexpr uint32_t kWholeAddress = 32;

/** @brief The number behind the slash. */
std::optional<uint32_t>
ParsePrefix(std::string_view text)
{
    uint32_t prefix = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), prefix);
    const bool isWhole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return isWhole && prefix <= kWholeAddress ? std::optional(prefix) : std::nullopt;
}

} // namespace

HostDirectory::HostDirectory(const std::vector<NodeSpec>& nodes,
                             const std::vector<uint32_t>& addresses)
{
    for (size_t i = 0; i < nodes.size(); ++i)
    {
        const ns3::TypeId type = nodes[i].blueprint.GetTypeId();
        if (type == Host::GetTypeId() || type.IsChildOf(Host::GetTypeId()))
        {
            m_addressOf[nodes[i].name] = addresses[i];
        }
    }
}

std::optional<AddressRange>
HostDirectory::Find(const std::string& text) const
{
    const auto named = m_addressOf.find(text);
    if (named != m_addressOf.end())
    {
        return AddressRange{named->second, kWholeAddress};
    }
    const size_t slash = text.find('/');
    const auto address = ParseIpv4(std::string_view(text).substr(0, slash));
    const auto prefix = slash == std::string::npos
                            ? std::optional(kWholeAddress)
                            : ParsePrefix(std::string_view(text).substr(slash + 1));
    return address && prefix ? std::optional(AddressRange{*address, *prefix}) : std::nullopt;
}

} // namespace nexsim
