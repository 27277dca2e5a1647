// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// The end of a channel, and how its application comes by another one.

#include "models/host/processor.h"
#include "models/nexus/channel-reclaim.h"
#include "models/nexus/nexus-datapath.h"
#include "models/nexus/skywalk-nexus.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

void
NexusDatapath::OpenLife()
{
    ChannelReclaim* reclaim = m_nexus->GetReclaim();
    if (reclaim == nullptr)
    {
        return;
    }
    m_life.emplace();
    m_life->drops = {&AddDropReason("channel-defunct"),
                     &AddDropReason("DestRingDropMode"),
                     &AddDropReason("DestNexusPortDefunct"),
                     &AddDropReason("DestNexusPortInvalid"),
                     &AddDropReason("no-listener")};
    m_life->arena = m_arenaGroup == 0 ? &m_life->ownArena : &reclaim->SharedArena(m_arenaGroup);
    if (m_memory)
    {
        m_life->regions = ChannelArena::RegionsFor({m_transmitSlots.Value() + m_allocSlots.Value(),
                                                    m_receiveSlots.Value() + m_freeSlots.Value()});
        reclaim->Memory().Add(BytesOf(m_life->regions, true) + BytesOf(m_life->regions, false));
    }
    m_life->arena->Map(*this);
    m_openTimer.Bind<&NexusDatapath::OnOpenTimer>(*this, Priority::PolicyTimer);
    reclaim->Add(*this);
}

void
NexusDatapath::PrepareStates()
{
    if (!m_life)
    {
        throw std::invalid_argument(
            Path() + ": an application is suspended or closed only where its host's nexus can do "
                     "something about it; write there \"Reclaim\": {\"type\": \"ChannelReclaim\"}");
    }
}

void
NexusDatapath::SetAppState(AppState state)
{
    ChannelLife& life = *m_life;
    ChannelReclaim& reclaim = *m_nexus->GetReclaim();
    switch (state)
    {
    case AppState::Closed:
        CloseApp();
        break;
    case AppState::Suspended:
        if (!life.isGone && !life.isSuspended)
        {
            life.isSuspended = true;
            life.wantedSince.reset();
            if (m_hasStarted) // else Start tells it
            {
                reclaim.OnSuspended(*this);
            }
        }
        break;
    case AppState::Running:
        if (!life.isGone && !life.isSuspended)
        {
            break;
        }
        life.wantedSince = Now();
        if (std::exchange(life.isGone, false))
        {
            m_openTimer.ArmAt(Now() + m_relaunch);
            break;
        }
        life.isSuspended = false;
        reclaim.OnResumed(*this);
        TryOpen();
        WakeLate();
        break;
    }
}

/** By itself; before the run, at once. */
void
NexusDatapath::CloseApp()
{
    if (m_life->isGone)
    {
        return;
    }
    EndProcess();
    if (m_hasStarted)
    {
        m_life->isEnding = true;
        m_nexus->GetReclaim()->Quit(*this);
        return;
    }
    BeginTeardown(Teardown::Quit, Now());
    FinishTeardown();
}

/** The kernel closes its channel later. */
void
NexusDatapath::EndProcess()
{
    ChannelLife& life = *m_life;
    life.isGone = true;
    life.isSuspended = false;
    life.hasEof = false;
    life.isOpenDue = false;
    life.isWaiting = false;
    life.wantedSince.reset();
    m_openTimer.Cancel();
    m_nexus->GetReclaim()->OnResumed(*this);
    m_nexus->GetReclaim()->StopWaiting(*this);
}

bool
NexusDatapath::IsDue(Teardown how) const
{
    switch (how)
    {
    case Teardown::Quit:
        return m_life->isEnding;
    case Teardown::Stalled:
        return IsOpen();
    default:
        return IsReclaimable();
    }
}

/** And its process there. */
bool
NexusDatapath::IsOpen() const
{
    return m_life->state == ChannelState::Active && !m_life->isEnding;
}

bool
NexusDatapath::IsReclaimable() const
{
    return m_life->isSuspended && IsOpen();
}

bool
NexusDatapath::IsInCall() const
{
    return m_sender.IsInCall(m_isAtWork && m_doing == Doing::Send);
}

bool
NexusDatapath::IsStalled(SimTime threshold)
{
    if (!IsOpen() || !m_life->stamps.IsStalled(Now(), threshold))
    {
        return false;
    }
    m_life->stallDelay = Now() - m_life->stamps.UnreadSince();
    return true;
}

void
NexusDatapath::Prune()
{
    if (m_memory)
    {
        m_memory->Pool().Prune();
    }
}

bool
NexusDatapath::HasLoans() const
{
    return !m_memory || m_memory->Pool().Loaned() > 0;
}

int64_t
NexusDatapath::ArenaBytes() const
{
    if (!m_memory || m_life->state == ChannelState::Closed)
    {
        return 0;
    }
    const bool isWhole = m_life->state != ChannelState::Finalized;
    return m_memory->Pool().Resident() + BytesOf(m_life->regions, true) +
           (isWhole ? BytesOf(m_life->regions, false) : 0);
}

/** In this order: marked, redirected, rings dropped; what is freed, is freed later. */
void
NexusDatapath::BeginTeardown(Teardown how, SimTime asked)
{
    ChannelLife& life = *m_life;
    const bool hadChannel = life.state == ChannelState::Active;
    life.asked = asked;
    if (hadChannel)
    {
        life.state = ChannelState::Defunct;
        life.isTornDown = false;
    }
    if (how == Teardown::Killed)
    {
        EndProcess();
    }
    if (how == Teardown::Killed || how == Teardown::Quit)
    {
        life.isEnding = false;
        life.isClosing = life.state != ChannelState::Closed;
    }
    else
    {
        ++life.defuncts;
        life.hasEof = true;
        life.arena->Redirect(*this);
    }
    if (hadChannel)
    {
        life.zeroReads += m_receiver.Abandon(*life.drops.lost) ? 1 : 0;
        m_sender.Abandon(*life.drops.lost);
    }
    if (life.hasEof)
    {
        Wake();
    }
}

void
NexusDatapath::FinishTeardown()
{
    m_life->isTornDown = true;
    if (m_life->isClosing && m_life->state == ChannelState::Finalized)
    {
        CloseChannel();
    }
    FinalizeIfDue();
    TryOpen(); // a process launched meanwhile
}

void
NexusDatapath::OnArenaInactive()
{
    FinalizeIfDue();
}

/** As soon as nobody can reach its memory: no task, and no receiver that copies into it. */
void
NexusDatapath::FinalizeIfDue()
{
    ChannelLife& life = *m_life;
    const bool isReachable = !life.isClosing && !life.arena->IsInactive();
    if (life.state != ChannelState::Defunct || !life.isTornDown || isReachable ||
        (m_memory && m_memory->Pool().Count(PacketOwner::Kernel) > 0))
    {
        return;
    }
    DetachFlows();
    life.state = ChannelState::Finalized;
    if (m_memory)
    {
        const int64_t fixed = BytesOf(life.regions, false);
        const int64_t freed = m_memory->Pool().Resident() + fixed;
        m_memory->TearDown();
        m_nexus->GetReclaim()->Memory().Remove(fixed);
        if (life.arena->IsInactive() && life.arena->ReadsZeros(*this)) // else it is closed
        {
            life.reclaimed += freed;
            m_nexus->GetReclaim()->CountReclaimed(freed, life.asked);
        }
    }
    if (life.isClosing)
    {
        CloseChannel();
    }
    TryOpen();
}

void
NexusDatapath::DetachFlows()
{
    FlowManager& flows = m_nexus->Flows();
    for (FlowEntry* entry : flows.Detach(*this, m_life->detached))
    {
        if (FlowReaper* reaper = m_nexus->GetReaper())
        {
            reaper->End(*entry, FlowEnd::Abort);
        }
        else
        {
            flows.Free(*entry);
        }
    }
}

void
NexusDatapath::CloseChannel()
{
    ChannelLife& life = *m_life;
    life.state = ChannelState::Closed;
    life.isClosing = false;
    m_nexus->GetReclaim()->Memory().Remove(BytesOf(life.regions, true));
    life.arena->Unmap(*this);
}

/** The stack has seen the event: it closes the channel, and begins to open another one. */
void
NexusDatapath::FinishEof()
{
    ChannelLife& life = *m_life;
    if (!std::exchange(life.hasEof, false))
    {
        return; // its process is gone
    }
    ++life.eofEvents;
    m_openTimer.ArmAt(Now() + m_reconnect);
    if (life.state == ChannelState::Finalized)
    {
        CloseChannel();
        return;
    }
    life.isClosing = true;
    FinalizeIfDue();
}

void
NexusDatapath::OnOpenTimer()
{
    m_life->isOpenDue = true;
    TryOpen();
}

void
NexusDatapath::TryOpen()
{
    ChannelLife& life = *m_life;
    if (!life.isOpenDue || life.isSuspended || m_isAtWork || life.state != ChannelState::Closed)
    {
        return;
    }
    if (m_memory)
    {
        NetworkMemory& memory = m_nexus->GetReclaim()->Memory();
        const int64_t fixed = BytesOf(life.regions, true) + BytesOf(life.regions, false);
        const int64_t wanted = fixed + m_memory->OpeningBytes();
        if (life.isWaiting ? !memory.AllowAgain(wanted) : !memory.Allow(wanted))
        {
            life.openFailures += std::exchange(life.isWaiting, true) ? 0 : 1;
            m_nexus->GetReclaim()->WaitForMemory(*this);
            return;
        }
        memory.Add(fixed);
        m_memory->Reopen();
    }
    life.arena->Map(*this);
    life.state = ChannelState::Active;
    life.isOpenDue = false;
    life.isWaiting = false;
    m_nexus->GetReclaim()->StopWaiting(*this);
    life.stamps.Restart(Now());
    ++life.opens;
    for (const FlowIndex flow : std::exchange(life.detached, {}))
    {
        m_nexus->Flows().Add(flow, m_mask, *this);
    }
    ArmPurge();
    WakeLate();
}

void
NexusDatapath::OnMemory()
{
    if (m_sender.IsBlocked())
    {
        m_sender.Unblock();
        Wake();
    }
}

/** What waits has not waited for the wake-up alone. */
void
NexusDatapath::WakeLate()
{
    m_isFresh = false;
    if (!m_life->IsFrozen())
    {
        ThreadCore()->Wake(m_thread);
    }
}

/** A thread that is suspended, or has no channel, ends the call that it is in. */
bool
NexusDatapath::BeginStopped(CoreWork& work)
{
    m_doing = Doing::Send;
    if (m_sender.IsInCall(false))
    {
        return m_sender.Begin(work, m_isFresh);
    }
    if (m_life->isSuspended || !m_life->hasEof)
    {
        return false;
    }
    m_doing = Doing::TakeEof;
    work.Add(m_event);
    return true;
}

void
NexusDatapath::FinishStopped()
{
    TryOpen();
    m_nexus->GetReclaim()->OnUnlocked();
}

/** Copies that were made when the channel was active. */
void
NexusDatapath::RefuseAll(PacketFifo& packets)
{
    while (!packets.Empty())
    {
        PacketPtr packet = packets.Pop();
        if (m_memory && m_life->state == ChannelState::Defunct)
        {
            m_memory->Refuse(*packet);
        }
        Drop(std::move(packet), m_life->DropNow());
    }
    FinalizeIfDue();
}

} // namespace nexsim
