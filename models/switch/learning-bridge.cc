// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/learning-bridge.h"

#include <algorithm>

namespace nexsim
{

namespace
{

/** @brief 01-80-C2-00-00-00 to -0F stay on their link (IEEE 802.1Q-2018 table 8-1). */
bool
IsReserved(ns3::Mac48Address address)
{
    uint8_t bytes[6];
    address.CopyTo(bytes);
    return bytes[0] == 0x01 && bytes[1] == 0x80 && bytes[2] == 0xc2 && bytes[3] == 0 &&
           bytes[4] == 0 && bytes[5] < 0x10;
}

} // namespace

void
LearningBridge::DoAttach()
{
    m_notInTree = &AddDropReason("not-in-tree");
    m_alone = &AddDropReason("no-other-port");
    m_reserved = &AddDropReason("reserved-address");
}

void
LearningBridge::SetTree(std::vector<uint32_t> ports)
{
    m_tree = std::move(ports);
    m_table.Clear();
}

bool
LearningBridge::IsInTree(uint32_t port) const
{
    return std::binary_search(m_tree.begin(), m_tree.end(), port);
}

const std::vector<uint32_t>&
LearningBridge::PortsFor(const Frame& frame, uint32_t in)
{
    m_out.clear();
    if (!IsInTree(in))
    {
        m_refusal = m_notInTree;
        return m_out;
    }
    if (!frame.Source().IsGroup() && !m_table.Learn(frame.Source(), in, Now()))
    {
        ++m_unlearned;
    }
    if (IsReserved(frame.Destination()))
    {
        m_refusal = m_reserved;
        return m_out;
    }
    m_refusal = m_alone;
    if (const auto port = m_table.Find(frame.Destination(), Now()))
    {
        if (*port != in)
        {
            m_out.push_back(*port);
        }
        return m_out;
    }
    ++m_flooded;
    for (const uint32_t port : m_tree)
    {
        if (port != in)
        {
            m_out.push_back(port);
        }
    }
    return m_out;
}

void
LearningBridge::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Level({"learned_addresses", "1", "Ethernet addresses in the table"}, m_table.Size());
    visitor.Counter({"flooded_frames", "packets", "frames sent to every port but their own"},
                    m_flooded);
    visitor.Counter({"unlearned_frames", "packets", "frames whose sender found the table full"},
                    m_unlearned);
}

} // namespace nexsim
