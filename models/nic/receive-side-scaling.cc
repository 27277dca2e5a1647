// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nic/receive-side-scaling.h"

#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

namespace
{

/** @brief What of a flow is hashed: at most two IPv6 addresses and two ports. */
struct RssInput
{
    std::array<uint8_t, 36> bytes{};
    size_t length = 0;

    void AddAddress(const AddressBytes& address, size_t size)
    {
        for (size_t i = address.size() - size; i < address.size(); ++i)
        {
            bytes.at(length++) = address.at(i);
        }
    }

    void AddPort(uint16_t port)
    {
        bytes.at(length++) = static_cast<uint8_t>(port >> 8);
        bytes.at(length++) = static_cast<uint8_t>(port & 0xff);
    }
};

bool
HasPorts(const FlowKey& flow, RssPorts ports)
{
    return (flow.protocol == kProtocolTcp && ports != RssPorts::None) ||
           (flow.protocol == kProtocolUdp && ports == RssPorts::TcpAndUdp);
}

/** @brief Each bit of the input that is set adds the 32 bits of the key that begin at its place. */
uint32_t
Toeplitz(const RssKey& key, const RssInput& input)
{
    uint32_t window = 0;
    for (size_t i = 0; i < 4; ++i)
    {
        window = window << 8 | key.at(i);
    }
    uint32_t hash = 0;
    for (size_t i = 0; i < input.length; ++i)
    {
        for (int bit = 7; bit >= 0; --bit)
        {
            if ((input.bytes.at(i) >> bit & 1) != 0)
            {
                hash ^= window;
            }
            window = window << 1 | (key.at(i + 4) >> bit & 1U);
        }
    }
    return hash;
}

int
HexDigit(char c)
{
    const std::string digits = "0123456789abcdef";
    const size_t at = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    return at == std::string::npos ? -1 : static_cast<int>(at);
}

} // namespace

const char* const kMicrosoftRssKey =
    "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

RssKey
ReadRssKey(const std::string& text)
{
    RssKey key{};
    bool isValid = text.size() == 2 * key.size();
    for (size_t i = 0; isValid && i < text.size(); ++i)
    {
        const int digit = HexDigit(text[i]);
        isValid = digit >= 0;
        key.at(i / 2) = static_cast<uint8_t>(key.at(i / 2) << 4 | (digit & 0xf));
    }
    if (!isValid)
    {
        throw std::invalid_argument(
            fmt::format("RssKey is 40 bytes, written as 80 hexadecimal digits such as \"{}\"; got "
                        "\"{}\"",
                        kMicrosoftRssKey,
                        text));
    }
    return key;
}

uint32_t
RssHash(const RssKey& key, const FlowKey& flow, RssPorts ports)
{
    const bool isIpv4 = flow.etherType == kEtherTypeIpv4;
    if (!isIpv4 && flow.etherType != kEtherTypeIpv6)
    {
        return 0;
    }
    RssInput input;
    const size_t size = isIpv4 ? 4 : 16;
    input.AddAddress(flow.source, size);
    input.AddAddress(flow.destination, size);
    if (HasPorts(flow, ports))
    {
        input.AddPort(flow.sourcePort);
        input.AddPort(flow.destinationPort);
    }
    return Toeplitz(key, input);
}

void
ReceiveSideScaling::Build(const std::string& key,
                          const ListValue::Elements& table,
                          uint32_t queues,
                          RssPorts ports)
{
    m_key = ReadRssKey(key);
    m_ports = ports;
    m_table.clear();
    const uint32_t usual = queues <= 128 ? 128 : 256;
    for (uint32_t i = 0; table.empty() && i < usual; ++i)
    {
        m_table.push_back(i % queues);
    }
    for (const auto& entry : table)
    {
        const int64_t queue = ns3::DynamicCast<IntegerValue>(entry)->Get();
        if (queue >= queues)
        {
            throw std::invalid_argument(
                fmt::format("RssTable names queue {}, but RxQueues is {}: its entries are 0 to {}",
                            queue,
                            queues,
                            queues - 1));
        }
        m_table.push_back(static_cast<uint32_t>(queue));
    }
    if ((m_table.size() & (m_table.size() - 1)) != 0)
    {
        throw std::invalid_argument(
            fmt::format("RssTable has {} entries; the number must be a power of two, since bits of "
                        "the hash choose one",
                        m_table.size()));
    }
}

uint32_t
ReceiveSideScaling::Learn(FlowIndex flow, const FlowKey& key)
{
    if (flow >= m_known.size())
    {
        m_known.resize(flow + 1);
    }
    const uint32_t queue = m_table[RssHash(m_key, key, m_ports) & (m_table.size() - 1)];
    m_known[flow] = {key, queue};
    return queue;
}

} // namespace nexsim
