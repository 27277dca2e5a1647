// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_QUEUEING_SYSTEM_H
#define NEXSIM_QUEUEING_SYSTEM_H

#include "models/queue/buffer-manager.h"
#include "models/switch/fabric-shape.h"

#include "ns3/object.h"

#include <vector>

namespace nexsim
{

/** @brief The packet that an input module would send to an output module now. */
struct FabricOffer
{
    static constexpr uint32_t kNothing = 0xffffffff;

    uint32_t port = kNothing; //!< output port
    uint32_t priority = 0;    //!< class of the packet's queue; the higher goes first
    SimTime arrived;          //!< when the packet came to the switch
    bool isFine = false;      //!< from a queue of the finer of two systems

    bool IsNothing() const
    {
        return port == kNothing;
    }
};

/** @brief Whether `a` goes before `b`: by class, then age, then port; nothing goes last. */
inline bool
GoesBefore(const FabricOffer& a, const FabricOffer& b)
{
    if (a.IsNothing() || b.IsNothing())
    {
        return b.IsNothing() && !a.IsNothing();
    }
    if (a.priority != b.priority)
    {
        return a.priority > b.priority;
    }
    return a.arrived != b.arrived ? a.arrived < b.arrived : a.port < b.port;
}

/**
 * @brief How finely packets are queued at the inputs of a crossbar switch.
 *
 * All systems approximate one target, the output-queued switch with a queue per class at each
 * output port, in which a higher class goes first and packets of a class in the order of arrival.
 * They differ in who may stand before whom: a coarser system has fewer queues, and more packets wait
 * behind one that may not go.
 */
class QueueingSystem : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief All ports are there; called once, before any packet.
     * @param shape outlives the system's use
     * @param buffers memory of each input module; null for queues with their own
     */
    void Connect(const FabricShape& shape, std::vector<BufferManager*> buffers);

    /** @brief Takes ownership. @return false when the packet found no room and was dropped */
    bool Enqueue(PacketPtr packet, uint32_t input, uint32_t port);

    /** @brief False only when Offer would give nothing. */
    bool MayOffer(uint32_t input, uint32_t output) const
    {
        return m_waiting[size_t{input} * m_shape->OutputCount() + output] > 0;
    }

    /** @brief The packet that may go from an input module to an output module, if there is one. */
    virtual FabricOffer Offer(uint32_t input, uint32_t output) const = 0;

    /** @brief Takes the packet of the offer that Offer(input, ...) has just made. */
    PacketPtr Take(uint32_t input, const FabricOffer& offer);

    /** @brief The egress stage of a port has come to have room, or to have none. */
    void SetRoom(uint32_t port, bool hasRoom);

    /** @brief Packets waiting in all. */
    int64_t Length() const
    {
        return m_length;
    }

    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;

  protected:
    /** @brief Makes the queues, and their shares of each input's memory with AddShare. */
    virtual void Build() = 0;

    /** @brief Puts the packet into its queue if Admit lets it. @return whether it waits now */
    virtual bool DoEnqueue(PacketPtr packet, uint32_t input, uint32_t port, uint32_t priority) = 0;

    /** @brief As Take. @param share gets that of the queue */
    virtual PacketPtr DoTake(uint32_t input, const FabricOffer& offer, uint32_t& share) = 0;

    /** @brief After a change in Room. */
    virtual void OnRoom(uint32_t port, bool hasRoom)
    {
        static_cast<void>(port);
        static_cast<void>(hasRoom);
    }

    /** @brief Queues that the system keeps now. */
    virtual int64_t QueueCount() const = 0;

    /** @brief Queues x picoseconds in which a queue's head waited for room before other ports'. */
    virtual unsigned __int128 HeadOfLineBlocked() const
    {
        return 0;
    }

    /** @brief One more queue in the memory of each input module; queues are counted from 0. */
    void AddShare(const BufferUser& user);

    /** @brief Room for a packet in a queue with so many waiting; else drops it. */
    bool Admit(PacketPtr& packet, uint32_t input, uint32_t share, int64_t length);

    /** @brief QueueCount has changed. */
    void NoteQueueCount();

    const FabricShape& Shape() const
    {
        return *m_shape;
    }

    const PortBits& Room() const
    {
        return m_room;
    }

    uint32_t ClassCount() const
    {
        return static_cast<uint32_t>(m_classes);
    }

    void DoAttach() override;

  private:
    int64_t m_classes = 1;
    Packets m_maxPackets;
    const FabricShape* m_shape = nullptr;
    std::vector<BufferManager*> m_buffers;
    PortBits m_room;
    std::vector<int64_t> m_waiting; //!< packets by input and output module
    int64_t m_length = 0;
    int64_t m_maximum = 0;
    int64_t m_maxQueues = 0;
    int64_t m_arrived = 0;
    DropReason* m_full = nullptr;
    DropReason* m_noMemory = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_QUEUEING_SYSTEM_H
