// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/kernel-task.h"

#include "models/base/run-context.h"
#include "models/host/charge-work.h"
#include "models/host/datapath.h"
#include "models/host/merge-list.h"
#include "models/host/poll-source.h"

namespace nexsim
{

void
KernelTask::Connect(RunContext& run, KernelInput& input, HostNetwork& network)
{
    m_run = &run;
    m_input = &input;
    m_network = &network;
}

void
KernelTask::AddSend(Datapath& datapath, PacketPtr packet)
{
    m_sends.Push(std::move(packet));
    m_senders.push_back(&datapath);
}

bool
KernelTask::Begin(CoreWork& work)
{
    bool hasWork = true;
    if (m_doing == Doing::LockedOutput)
    {
        m_network->AddLockedWork(m_packets.Front(), work);
    }
    else if (!m_sends.Empty())
    {
        BeginOutput(work);
    }
    else
    {
        hasWork = BeginReceived(work);
    }
    m_span = work.Total();
    return hasWork;
}

void
KernelTask::BeginOutput(CoreWork& work)
{
    m_packets.Push(m_sends.Pop());
    m_sender = m_senders.front();
    m_senders.pop_front();
    const int64_t waiting = m_sends.Size();
    if (waiting > 0)
    {
        m_sender->JoinOutput(m_packets.Front(), m_sends);
        for (int64_t joined = waiting - m_sends.Size(); joined > 0; --joined)
        {
            m_senders.pop_front(); // the same, since a flow has one
        }
    }
    m_sender->AddOutputCost(m_packets.Front(), work);
    m_doing = Doing::Output;
}

void
KernelTask::BeginInput(PacketPtr packet, CoreWork& work)
{
    m_input->AddInputCost(*packet, work);
    m_packets.Push(std::move(packet));
    m_doing = Doing::Input;
}

void
KernelTask::BeginTrain(PacketFifo& train, CoreWork& work)
{
    m_input->AddInputCost(train.Front(), work);
    while (!train.Empty())
    {
        // Up to here it waited for the others of its train.
        PacketPtr packet = train.Pop();
        MarkStage(*packet, Stage::BatchWait, m_run->Now());
        m_packets.Push(std::move(packet));
    }
    m_doing = Doing::Input;
}

void
KernelTask::BeginHandOver(PacketPtr packet, Backlog& target)
{
    m_packets.Push(std::move(packet));
    m_backlog = &target;
    m_doing = Doing::HandOver;
}

void
KernelTask::BeginJoin(PacketPtr packet, MergeList& trains)
{
    m_packets.Push(std::move(packet));
    m_trains = &trains;
    m_doing = Doing::Join;
}

void
KernelTask::Finish()
{
    const Doing done = m_doing;
    m_doing = Doing::Overhead;
    const std::array<WorkStage, 1> work{{{Stage::Classification, m_span}}};
    m_packets.ForEach([&](Packet& packet) {
        ChargeWork(*m_network->GetProcessor(), packet, work, SimTime(0), m_run->Now());
    });
    switch (done)
    {
    case Doing::Overhead:
        break;
    case Doing::Own:
        FinishOwn();
        break;
    case Doing::Input:
        m_input->Input(m_packets);
        break;
    case Doing::HandOver:
        m_backlog->Push(m_packets.Pop());
        break;
    case Doing::Join:
        m_trains->Add(m_packets.Pop());
        break;
    case Doing::Output:
        if (m_network->HasTransmitLock())
        {
            m_doing = Doing::LockedOutput;
            break;
        }
        [[fallthrough]];
    case Doing::LockedOutput:
        m_sender->TransmitOutput(m_packets.Pop());
        break;
    }
}

Tally
KernelTask::Held() const
{
    Tally held = m_sends.Sum();
    held += m_packets.Sum();
    return held;
}

void
KernelTask::Clear()
{
    m_packets.Clear();
    m_sends.Clear();
}

} // namespace nexsim
