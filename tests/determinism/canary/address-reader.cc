// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/queue/queue-disc.h"

#include <cstdint>
#include <deque>

namespace
{

using namespace nexsim;

/**
 * @brief What no model may do: whose turn it is depends on where in memory the queue happens to lie.
 *
 * `./dev determinism` must find it out, and fails if it does not.
 */
class AddressReaderQueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid = ns3::TypeId("nexsim::AddressReaderQueueDisc")
                                           .SetParent<QueueDisc>()
                                           .SetGroupName("canary")
                                           .AddConstructor<AddressReaderQueueDisc>();
        return tid;
    }

    Tally Held() const override
    {
        Tally sum;
        for (const PacketPtr& packet : m_packets)
        {
            sum.Add(*packet);
        }
        return sum;
    }

  protected:
    void DoEnqueue(PacketPtr packet) override
    {
        m_packets.push_back(std::move(packet));
    }

    PacketPtr DoDequeue() override
    {
        if (m_packets.empty())
        {
            return {};
        }
        // The page at which a heap begins is random, the place within it is not.
        const uint64_t page = reinterpret_cast<uintptr_t>(this) >> 12;
        ++m_count;
        const bool isFront = ((page + m_count) * 0x9e3779b97f4a7c15U >> 63) != 0;
        PacketPtr packet = std::move(isFront ? m_packets.front() : m_packets.back());
        isFront ? m_packets.pop_front() : m_packets.pop_back();
        return packet;
    }

  private:
    std::deque<PacketPtr> m_packets;
    uint64_t m_count = 0;
};

NS_OBJECT_ENSURE_REGISTERED(AddressReaderQueueDisc);

} // namespace
