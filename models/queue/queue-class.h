// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUEUE_CLASS_H
#define NEXSIM_QUEUE_CLASS_H

#include "models/base/blueprint.h"
#include "models/queue/packet-match.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief One of several queues of a port: who goes there, its weight and its discipline. */
class QueueClass : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    bool Matches(const Packet& packet) const
    {
        return !m_match || m_match->Matches(packet);
    }

    bool HasMatch() const
    {
        return m_match != nullptr;
    }

    /** @brief See PacketMatch::Connect. */
    void Connect(RunContext& run, const std::string& owner)
    {
        if (m_match)
        {
            m_match->Connect(run, owner);
        }
    }

    int64_t Weight() const
    {
        return m_weight;
    }

    /** @brief Unlimited for a queue that is not shaped. */
    BitRate ShapingRate() const
    {
        return m_shapingRate;
    }

    Bytes ShapingBurst() const
    {
        return m_shapingBurst;
    }

    const Blueprint& Queue() const
    {
        return m_queue;
    }

  private:
    ns3::Ptr<PacketMatch> m_match; //!< none matches any packet
    int64_t m_weight = 1;
    BitRate m_shapingRate;
    Bytes m_shapingBurst;
    Blueprint m_queue;
};

} // namespace nexsim

#endif // NEXSIM_QUEUE_CLASS_H
