// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/capture-addresses.h"

#include "models/capture/capture-file.h"

#include <set>
#include <utility>

namespace nexsim
{

namespace
{

/** @brief Nobody maps more hosts by hand, and a scan of addresses is no capture to replay. */
constexpr std::size_t kAddressLimit = 100'000;

class Collector
{
  public:
    void See(const CapturedPacket& packet)
    {
        if (packet.addressType != 0)
        {
            Add(AddressToString(packet.addressType, packet.sender), true);
            Add(AddressToString(packet.addressType, packet.receiver), false);
        }
    }

    bool IsEmpty() const
    {
        return m_addresses.empty();
    }

    bool IsFull() const
    {
        return m_addresses.size() > kAddressLimit;
    }

    std::vector<CaptureAddress> Take()
    {
        return std::move(m_addresses);
    }

  private:
    void Add(std::string text, bool sends)
    {
        if (m_known.insert(text).second)
        {
            m_addresses.push_back({std::move(text), sends});
        }
    }

    std::set<std::string> m_known;
    std::vector<CaptureAddress> m_addresses;
};

} // namespace

std::optional<std::vector<CaptureAddress>>
ReadCaptureAddresses(const Section& entry, FileFinder& files)
{
    const auto name = entry.Text("File");
    if (!name)
    {
        return std::nullopt;
    }
    const auto path = files.Find(*name);
    if (!path)
    {
        entry.Error("File", path.Error().message);
        return std::nullopt;
    }
    Collector collector;
    try
    {
        const Json* order = entry.Find("TimeOrder");
        const bool clamps = order != nullptr && *order == Json("clamp");
        CaptureFile capture(path->string(), clamps ? TimeOrder::Clamp : TimeOrder::Strict);
        for (CapturedPacket packet; !collector.IsFull() && capture.Next(packet);)
        {
            collector.See(packet);
        }
        for (const std::string& warning : capture.Warnings())
        {
            entry.Warning("File", warning);
        }
        if (collector.IsEmpty())
        {
            entry.Error("File",
                        "the capture has no packet with an IP address; it has " +
                            std::to_string(capture.Frames()) + " frames");
            return std::nullopt;
        }
    }
    catch (const CaptureError& error)
    {
        entry.Error("File", error.what());
        return std::nullopt;
    }
    if (collector.IsFull())
    {
        entry.Error("File",
                    "the capture has more than " + std::to_string(kAddressLimit) + " addresses");
        return std::nullopt;
    }
    return collector.Take();
}

std::vector<std::string>
AddressTexts(const std::vector<CaptureAddress>& addresses)
{
    std::vector<std::string> texts;
    for (const CaptureAddress& address : addresses)
    {
        texts.push_back(address.text);
    }
    return texts;
}

} // namespace nexsim
