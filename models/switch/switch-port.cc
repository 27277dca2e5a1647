// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/switch/switch-port.h"

#include "models/base/attributes.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/queue/fifo-scheduler.h"
#include "models/queue/first-match-classifier.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SwitchPort);

ns3::TypeId
SwitchPort::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SwitchPort")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/switch")
            .AddConstructor<SwitchPort>()
            .AddAttribute("Queue",
                          "Discipline of the port's only queue.",
                          BlueprintValue(Blueprint(FifoQueueDisc::GetTypeId())),
                          MakePolicyTemplateAccessor(&SwitchPort::m_queue),
                          MakePolicyTemplateChecker<QueueDisc>())
            .AddAttribute("Queues",
                          "Several queues instead of one; a packet joins the first it matches.",
                          ListValue(),
                          MakeListAccessor(&SwitchPort::m_queueClasses),
                          MakePolicyListChecker<QueueClass>())
            .AddAttribute("Classifier",
                          "Which of several Queues a packet joins.",
                          BlueprintValue(Blueprint(FirstMatchClassifier::GetTypeId())),
                          MakePolicyTemplateAccessor(&SwitchPort::m_classifier),
                          MakePolicyTemplateChecker<Classifier>())
            .AddAttribute("Scheduler",
                          "Whose turn it is among the queues.",
                          BlueprintValue(Blueprint(FifoScheduler::GetTypeId())),
                          MakePolicyTemplateAccessor(&SwitchPort::m_scheduler),
                          MakePolicyTemplateChecker<Scheduler>());
    return tid;
}

void
SwitchPort::Connect(SimplexLink& out, BufferManager* buffer)
{
    m_link = &out;
    m_buffer = buffer;
}

void
SwitchPort::DoAttach()
{
    m_queues.Build(Run(),
                   Path(),
                   {m_queue, m_queueClasses, m_scheduler, m_link->Rate(), m_classifier},
                   m_buffer,
                   Stage::SwitchQueue);
    if (m_queues.NeedsWake())
    {
        m_queues.WakeBy<&SwitchPort::OnQueueReady>(*this);
    }
    m_transmitter.Connect(*this, *m_link);
    m_transmitter.Attach(Run(), Path() + "/transmitter");
    m_tooLarge = &AddDropReason("above-mtu");
    m_linkDown = &AddDropReason("link-down");
    m_link->AddStateListener(*this);
}

void
SwitchPort::Send(PacketPtr packet)
{
    if (!m_link->IsUp())
    {
        Drop(std::move(packet), *m_linkDown);
        return;
    }
    if (packet->size > m_link->Mtu().Value())
    {
        Drop(std::move(packet), *m_tooLarge);
        return;
    }
    m_queues.Enqueue(std::move(packet));
    m_transmitter.Wake();
    m_queues.EndArrival();
}

void
SwitchPort::OnQueueReady()
{
    m_transmitter.Wake();
}

PacketPtr
SwitchPort::NextPacket(SimTime now)
{
    return m_queues.Dequeue(now);
}

bool
SwitchPort::HasPacket() const
{
    return !m_queues.Empty();
}

void
SwitchPort::PrefetchQueue() const
{
    m_queues.Prefetch();
}

void
SwitchPort::PrefetchNext() const
{
    m_queues.PrefetchNext();
}

void
SwitchPort::OnLinkState(LinkState state)
{
    if (state == LinkState::Up)
    {
        m_transmitter.Wake();
        return;
    }
    m_transmitter.OnDown();
    m_queues.DropAll(*m_linkDown);
}

} // namespace nexsim
