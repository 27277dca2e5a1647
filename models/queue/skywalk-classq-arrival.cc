// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What the class queue does with a packet that comes.

#include "models/queue/skywalk-classq-queue-disc.h"

namespace nexsim
{

bool
SkywalkClassqQueueDisc::IsL4s(const Packet& packet, uint8_t serviceClass) const
{
    if (!m_l4s || packet.ecn == Ecn::NotCapable || packet.ecn == Ecn::Capable0)
    {
        return false;
    }
    // A mark hides what the packet was: it goes where its flow's unmarked ones do.
    return packet.ecn == Ecn::Capable1 ||
           m_flows.Find({packet.flow, packet.flowHash, serviceClass, true}) != nullptr;
}

SkywalkFlowQueue&
SkywalkClassqQueueDisc::QueueFor(const Packet& packet, uint8_t serviceClass)
{
    const bool isL4s = IsL4s(packet, serviceClass);
    const SkywalkFlowId id{packet.flow, packet.flowHash, serviceClass, isL4s};
    if (SkywalkFlowQueue* known = m_flows.Find(id))
    {
        return *known;
    }
    const SimTime threshold = isL4s ? m_l4sGuard : m_target;
    const SkywalkDelayLaw test(threshold, m_interval, m_stallBytes, Now());
    return m_flows.Add(id, test, Now());
}

SkywalkClassqQueueDisc::Arriving
SkywalkClassqQueueDisc::Describe(const Packet& packet)
{
    const uint8_t serviceClass = SkywalkClassOf(packet.dscp);
    const FlowRecord& flow = Run().Flows()[packet.flow];
    // Only the sender's own host has the way to tell it.
    return {QueueFor(packet, serviceClass),
            m_classes[serviceClass],
            packet.hops == 0 ? flow.advisory : nullptr,
            flow.key.protocol == kProtocolTcp || flow.carriesQuic};
}

void
SkywalkClassqQueueDisc::DoEnqueue(PacketPtr packet)
{
    ++m_enqueued;
    const Arriving arriving = Describe(*packet);
    SkywalkClassCounts& counts = arriving.serviceClass.Counts();
    counts.l4sPackets += arriving.queue.id.isL4s ? 1 : 0;
    if (arriving.queue.delay.OnArrival(Now(), Bytes(arriving.queue.bytes)))
    {
        ++counts.dequeueStall;
    }
    packet = Admit(arriving, std::move(packet));
    if (packet && Length() > m_maxPackets)
    {
        packet = MakeRoom(arriving, std::move(packet));
    }
    if (packet)
    {
        Keep(arriving, std::move(packet));
    }
}

PacketPtr
SkywalkClassqQueueDisc::Admit(const Arriving& arriving, PacketPtr packet)
{
    SkywalkFlowQueue& queue = arriving.queue;
    if (!queue.IsStanding())
    {
        return packet;
    }
    if (arriving.advisory == nullptr)
    {
        ++arriving.serviceClass.Counts().dropEarly;
        DropHead(queue, *m_early);
        return packet;
    }
    Advise(arriving);
    if (arriving.reacts)
    {
        return packet;
    }
    ++arriving.serviceClass.Counts().dropEarly;
    DropHeld(std::move(packet), *m_flowControlled);
    return PacketPtr();
}

PacketPtr
SkywalkClassqQueueDisc::MakeRoom(const Arriving& arriving, PacketPtr packet)
{
    if (m_largest == nullptr)
    {
        ++arriving.serviceClass.Counts().dropOverflow;
        DropHeld(std::move(packet), *m_full);
        return PacketPtr();
    }
    SkywalkFlowQueue& largest = *m_largest;
    ++m_classes[largest.id.serviceClass].Counts().dropOverflow;
    DropHead(largest, *m_full);
    if (&largest == &arriving.queue && arriving.advisory != nullptr && !arriving.reacts)
    {
        ++arriving.serviceClass.Counts().overwhelming;
        largest.isOverwhelming = true;
        Advise(arriving);
    }
    return packet;
}

uint32_t
SkywalkClassqQueueDisc::GenerationOf(const Packet& packet) const
{
    const bool isPure = packet.payloadBytes == 0 && packet.payload == nullptr &&
                        Run().Flows()[packet.flow].key.protocol == kProtocolTcp;
    return m_compressAcks && isPure ? TransportOf(packet).generation : 0;
}

void
SkywalkClassqQueueDisc::Keep(const Arriving& arriving, PacketPtr packet)
{
    SkywalkFlowQueue& queue = arriving.queue;
    SkywalkClassCounts& counts = arriving.serviceClass.Counts();
    const uint32_t generation = GenerationOf(*packet);
    counts.compressible += generation != 0 ? 1 : 0;
    queue.bytes += packet->size;
    if (generation != 0 && !queue.packets.Empty() &&
        GenerationOf(queue.packets.Back()) == generation)
    {
        ++counts.compressed;
        PacketPtr old = queue.packets.ReplaceBack(std::move(packet));
        queue.bytes -= old->size;
        EndReplaced(std::move(old));
    }
    else
    {
        queue.packets.Push(std::move(packet));
    }
    queue.delay.OnKept(Now());
    NoteSize(queue);
    if (queue.place == SkywalkFlowQueue::Place::Empty)
    {
        m_flows.Revive(queue);
        arriving.serviceClass.Activate(queue);
    }
    m_rounds.OnActive(queue.id.serviceClass);
}

void
SkywalkClassqQueueDisc::Advise(const Arriving& arriving)
{
    arriving.queue.isAdvised = true;
    const FlowIndex flow = arriving.queue.id.flow;
    if (m_advised.insert(flow).second)
    {
        ++arriving.serviceClass.Counts().flowControl;
        arriving.advisory->Suspend(flow);
    }
}

} // namespace nexsim
