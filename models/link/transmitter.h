// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TRANSMITTER_H
#define NEXSIM_TRANSMITTER_H

#include "models/base/timer.h"
#include "models/link/simplex-link.h"

namespace nexsim
{

/** @brief Where a transmitter gets its packets. */
class PacketSource
{
  public:
    virtual ~PacketSource() = default;

    /** @brief The next packet to send, decided now, which is `now`; null when there is none. */
    virtual PacketPtr NextPacket(SimTime now) = 0;

    /** @brief False only when NextPacket would give none. */
    virtual bool HasPacket() const = 0;

    /** @brief Fetches where packets wait into the caches; a hint only. */
    virtual void PrefetchQueue() const {}

    /** @brief That is in the caches: fetches the packet whose turn it is. */
    virtual void PrefetchNext() const {}
};

/**
 * @brief Feeds a link from a source, one packet whenever the link is free.
 *
 * The instant at which the link becomes free costs an event only while something waits for it. While
 * the link is down nothing is taken from the source; the port above says when it is up again.
 */
class Transmitter : public Component
{
  public:
    /** @brief Both must outlive the transmitter; called before Attach. */
    void Connect(PacketSource& source, SimplexLink& link);

    /** @brief The link is down: what was being sent no longer keeps it busy. */
    void OnDown()
    {
        m_free.Cancel();
        m_waits = false;
    }

    /** @brief The source may have a packet; sends it if the link is free and up. */
    void Wake()
    {
        if (!m_waits)
        {
            TrySend();
        }
    }

  protected:
    void DoAttach() override;

  private:
    void OnFree();
    void TrySend();
    void WaitUntilFree();
    void PrefetchFree(TimerCall call) const;

    PacketSource* m_source = nullptr;
    SimplexLink* m_link = nullptr;
    Timer m_free;
    bool m_waits = false; //!< m_free is armed; here, since its event is a line of cache more
};

} // namespace nexsim

#endif // NEXSIM_TRANSMITTER_H
