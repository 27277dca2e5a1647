// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUEUE_DISC_H
#define NEXSIM_QUEUE_DISC_H

#include "models/base/component.h"
#include "models/base/tie-watch.h"
#include "models/base/timer.h"
#include "models/queue/buffer-manager.h"

#include "ns3/object.h"

namespace nexsim
{

/**
 * @brief Who waits, who is dropped or marked.
 *
 * What enters leaves exactly once: through Dequeue or through DropHeld. A subclass keeps the
 * packets; this class counts them, takes and returns their share of a shared buffer, and watches
 * for ties. packet.lastMark is when the packet arrived here: its sojourn so far is Now() - lastMark.
 */
class alignas(64) QueueDisc : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Packets take their bytes from this buffer; null for a queue with its own memory. */
    void ShareBuffer(BufferManager* buffer, const BufferUser& user = {});

    /** @brief Takes ownership: the packet waits here, or is dropped with a named reason. */
    void Enqueue(PacketPtr packet)
    {
        m_ties.Touch(Run());
        ++m_arrived;
        const int64_t bytes = packet->size;
        if (m_buffer != nullptr && !m_buffer->Admit(m_share, bytes))
        {
            Drop(std::move(packet), *m_noMemory);
            return;
        }
        Integrate();
        ++m_packets;
        m_bytes += bytes;
        DoEnqueue(std::move(packet));
        m_maximum = m_packets > m_maximum ? m_packets : m_maximum;
    }

    /** @brief The packet whose turn it is; null when none is left (an AQM may have dropped all). */
    PacketPtr Dequeue()
    {
        m_ties.Touch(Run());
        PacketPtr packet = DoDequeue();
        if (packet)
        {
            Leave(*packet);
            ++m_departed;
        }
        return packet;
    }

    /**
     * @brief Drops the packet whose turn it is, for a reason outside this queue.
     * @return false when the discipline gave none out
     */
    bool DropNext(DropReason& reason);

    /** @brief Fetches the packet whose turn it is into the caches, where that is easily told. */
    virtual void PrefetchNext() const {}

    bool Empty() const
    {
        return m_packets == 0;
    }

    /** @brief Something waits, and is not held back for now. */
    bool IsReady() const
    {
        return m_packets != 0 && !m_isHeldBack;
    }

    /**
     * @brief For a discipline that may hold packets back: the timer to arm when it gives one again.
     * @return false for a discipline that never does
     */
    virtual bool WakeBy(Timer& wake);

    /**
     * @brief Whether what does not leave as it comes is lost (MaxPackets 0): the port then calls
     * DropWaiting each time that it has taken what it can.
     */
    virtual bool LetsNoneWait() const
    {
        return false;
    }

    /** @brief Drops what waits, for want of room; of a discipline that lets none wait. */
    virtual void DropWaiting() {}

    /** @brief The interface may put off its start by so much: a wait that is no congestion. */
    virtual void AddStartDelay(SimTime delay)
    {
        static_cast<void>(delay);
    }

    /** @brief Packets here; during DoEnqueue the arriving one counts. */
    Packets Length() const
    {
        return Packets(m_packets);
    }

    /** @brief IP bytes here; during DoEnqueue those of the arriving packet count. */
    Bytes Backlog() const
    {
        return Bytes(m_bytes);
    }

    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;

  protected:
    /** @brief Keep the packet, or hand it to DropHeld. */
    virtual void DoEnqueue(PacketPtr packet) = 0;

    /** @brief Give up the next packet; may hand others to DropHeld first. */
    virtual PacketPtr DoDequeue() = 0;

    /** @brief A packet that was counted in is lost. */
    void DropHeld(PacketPtr packet, DropReason& reason)
    {
        Leave(*packet);
        Drop(std::move(packet), reason);
    }

    /** @brief A newer packet, counted in too, has taken the place of this one, which ends. */
    void EndReplaced(PacketPtr packet)
    {
        Leave(*packet);
        Run().GetLedger().Replaced(std::move(packet), Now(), PathHash());
    }

    /** @brief Congestion experienced, if the packet's sender understands it; else false. */
    bool MarkCongestion(Packet& packet)
    {
        if (packet.ecn == Ecn::NotCapable)
        {
            return false;
        }
        m_marked += packet.ecn != Ecn::Congestion ? 1 : 0;
        packet.ecn = Ecn::Congestion;
        return true;
    }

    /** @brief Whether what waits may not leave now, whoever asks. */
    void HoldBack(bool isHeldBack)
    {
        m_isHeldBack = isHeldBack;
    }

    void DoAttach() override;

  private:
    void Leave(const Packet& packet)
    {
        Integrate();
        --m_packets;
        m_bytes -= packet.size;
        if (m_buffer != nullptr)
        {
            m_buffer->Release(m_share, packet.size);
        }
    }

    void Integrate()
    {
        const SimTime now = Now();
        m_integral += static_cast<unsigned __int128>(m_packets) *
                      static_cast<uint64_t>((now - m_changed).Value());
        m_changed = now;
    }

    // What every packet touches stands together, in two lines of cache.
    int64_t m_packets = 0;
    int64_t m_bytes = 0;
    int64_t m_arrived = 0;
    int64_t m_departed = 0;
    int64_t m_maximum = 0;
    SimTime m_changed;                //!< when the length last changed
    unsigned __int128 m_integral = 0; //!< packets x picoseconds up to m_changed
    BufferManager* m_buffer = nullptr;
    TieWatch m_ties;
    uint32_t m_share = 0; //!< our number with the buffer
    bool m_isHeldBack = false;

    int64_t m_marked = 0;
    DropReason* m_noMemory = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_QUEUE_DISC_H
