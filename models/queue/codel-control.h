// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_CODEL_CONTROL_H
#define NEXSIM_CODEL_CONTROL_H

#include "models/base/packet-pool.h"
#include "models/queue/codel-law.h"

namespace nexsim
{

/**
 * @brief CoDel's decision at the head of a queue (RFC 8289 section 5), for any number of queues.
 *
 * A Queue has Pop(): its next packet or null; Backlog(): bytes that wait, without what was popped;
 * Drop(PacketPtr); Mark(Packet&): false where the packet cannot be marked.
 */
class CoDelControl
{
  public:
    struct Parameters
    {
        SimTime target;      //!< waiting time that is no reason to drop
        SimTime interval;    //!< how long packets must be late
        SimTime ceThreshold; //!< packets that have waited longer are marked
        Bytes minBytes;      //!< with so much waiting or less nothing is dropped
        bool ecn = true;     //!< mark what can be marked instead of dropping it
    };

    CoDelControl() = default;

    CoDelControl(ns3::Ptr<CoDelLaw> law, const Parameters& parameters)
        : m_law(law), m_parameters(parameters)
    {
        m_parameters.target = m_law->OnClock(parameters.target);
    }

    /** @brief The packet whose turn it is, after drops; null when none is left. */
    template <typename Queue>
    PacketPtr Dequeue(CoDelState& state, Queue& queue, SimTime now) const
    {
        PacketPtr packet = queue.Pop();
        if (!packet)
        {
            state.dropping = false;
            state.dropFrom = kNever;
            return packet;
        }
        const bool late = IsLate(state, queue, packet, now);
        if (state.dropping && !late)
        {
            state.dropping = false;
        }
        else if (state.dropping)
        {
            packet = DropMore(state, queue, std::move(packet), now);
        }
        else if (late)
        {
            packet = DropFirst(state, queue, std::move(packet), now);
        }
        if (packet && now - packet->lastMark > m_parameters.ceThreshold)
        {
            queue.Mark(*packet);
        }
        return packet;
    }

  private:
    /** Whether packets have been late for an interval, this one too. */
    template <typename Queue>
    bool IsLate(CoDelState& state, Queue& queue, const PacketPtr& packet, SimTime now) const
    {
        if (!packet || now - packet->lastMark < m_parameters.target ||
            queue.Backlog() <= m_parameters.minBytes)
        {
            state.dropFrom = kNever;
            return false;
        }
        if (state.dropFrom == kNever)
        {
            state.dropFrom = m_law->DropFrom(now, m_parameters.interval);
            return false;
        }
        return now >= state.dropFrom;
    }

    template <typename Queue>
    PacketPtr DropMore(CoDelState& state, Queue& queue, PacketPtr packet, SimTime now) const
    {
        while (state.dropping && now >= state.dropNext)
        {
            ++state.count;
            m_law->OnCount(state);
            if (m_parameters.ecn && queue.Mark(*packet))
            {
                state.dropNext = m_law->Next(state, state.dropNext, m_parameters.interval);
                return packet;
            }
            queue.Drop(std::move(packet));
            packet = queue.Pop();
            state.dropping = IsLate(state, queue, packet, now);
            if (state.dropping)
            {
                state.dropNext = m_law->Next(state, state.dropNext, m_parameters.interval);
            }
        }
        return packet;
    }

    template <typename Queue>
    PacketPtr DropFirst(CoDelState& state, Queue& queue, PacketPtr packet, SimTime now) const
    {
        if (!m_parameters.ecn || !queue.Mark(*packet))
        {
            queue.Drop(std::move(packet));
            packet = queue.Pop();
            IsLate(state, queue, packet, now);
        }
        state.dropping = true;
        // Soon after the last series, the rate that controlled the queue then is a good start.
        const auto more = static_cast<int32_t>(state.count - state.lastCount);
        const bool soon = now - state.dropNext < m_parameters.interval * 16;
        state.count = more > 1 && soon ? static_cast<uint32_t>(more) : 1;
        m_law->OnCount(state);
        state.lastCount = state.count;
        state.dropNext = m_law->Next(state, now, m_parameters.interval);
        return packet;
    }

    ns3::Ptr<CoDelLaw> m_law;
    Parameters m_parameters;
};

} // namespace nexsim

#endif // NEXSIM_CODEL_CONTROL_H
