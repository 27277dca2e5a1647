// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/kernel.h"

#include "ns3/global-value.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nexsim
{

NS_LOG_COMPONENT_DEFINE("DeterministicSimulatorImpl");
NS_OBJECT_ENSURE_REGISTERED(DeterministicSimulatorImpl);

ns3::TypeId
DeterministicSimulatorImpl::GetTypeId()
{
    static const ns3::TypeId tid = ns3::TypeId("nexsim::DeterministicSimulatorImpl")
                                       .SetParent<ns3::SimulatorImpl>()
                                       .SetGroupName("nexsim/base")
                                       .AddConstructor<DeterministicSimulatorImpl>();
    return tid;
}

DeterministicSimulatorImpl::~DeterministicSimulatorImpl()
{
    DropPending();
}

void
DeterministicSimulatorImpl::Select()
{
    ns3::GlobalValue::Bind("SimulatorImplementationType",
                           ns3::StringValue("nexsim::DeterministicSimulatorImpl"));
    if (Current() == nullptr)
    {
        throw std::logic_error("another simulator is already in use: call "
                               "DeterministicSimulatorImpl::Select before any other ns-3 call");
    }
}

DeterministicSimulatorImpl*
DeterministicSimulatorImpl::Current()
{
    return dynamic_cast<DeterministicSimulatorImpl*>(
        ns3::PeekPointer(ns3::Simulator::GetImplementation()));
}

void
DeterministicSimulatorImpl::RememberCause(uint64_t sequence)
{
    if (m_cause != 0)
    {
        m_causes.emplace_back(sequence, m_cause);
    }
}

SimTime
DeterministicSimulatorImpl::Due(const ns3::Time& delay, ns3::EventImpl* event) const
{
    int64_t at = 0;
    if (delay.GetTimeStep() >= 0 &&
        !__builtin_add_overflow(m_now.Value(), delay.GetTimeStep(), &at))
    {
        return SimTime(at);
    }
    event->Unref(); // it was given to us
    if (delay.GetTimeStep() < 0)
    {
        ThrowPast(m_now + FromNs3(delay));
    }
    throw std::invalid_argument(
        fmt::format("an event was scheduled {} ps after now, which is {} ps: time ends before that",
                    delay.GetTimeStep(),
                    m_now.Value()));
}

void
DeterministicSimulatorImpl::ThrowPast(SimTime at) const
{
    throw std::logic_error(fmt::format("an event was scheduled {} ps before now, which is {} ps",
                                       (m_now - at).Value(),
                                       m_now.Value()));
}

uint64_t
DeterministicSimulatorImpl::RememberedCause(uint64_t sequence) const
{
    const auto at = std::lower_bound(m_causes.begin(),
                                     m_causes.end(),
                                     std::pair<uint64_t, uint64_t>(sequence, 0));
    return at != m_causes.end() && at->first == sequence ? at->second : sequence;
}

inline void
DeterministicSimulatorImpl::EnterInstant(SimTime now)
{
    m_now = now;
    m_firstOfInstant = m_nextSequence;
    m_foreignThisInstant = false;
    m_causes.clear();
}

inline void
DeterministicSimulatorImpl::Process(const EventRecord& record)
{
    if (record.time != m_now.Value())
    {
        EnterInstant(SimTime(record.time));
    }
    const bool isOld = record.sequence < m_firstOfInstant;
    m_cause = isOld ? record.sequence : RememberedCause(record.sequence);
    m_priority = static_cast<Priority>(record.rank >> 56);
    m_context = static_cast<uint32_t>(record.rank);
    if ((record.event & TimerEvent::kIsTimer) != 0)
    {
        const ns3::Ptr<TimerEvent> timer(
            reinterpret_cast<TimerEvent*>(record.event & ~TimerEvent::kTags),
            false);
        timer->Fire(m_now);
        return;
    }
    m_foreignThisInstant = true;
    m_lastForeignUid = static_cast<uint32_t>(record.sequence);
    const ns3::Ptr<ns3::EventImpl> event(reinterpret_cast<ns3::EventImpl*>(record.event), false);
    event->Invoke();
}

/**
 * In a large network an event finds its objects outside the caches, one after the other. Which events
 * come next is known where many are near: what they need is fetched while the ones before them run.
 * Not so in a small one, where it would only cost time.
 */
inline void
DeterministicSimulatorImpl::PrefetchUpcoming() const
{
    const EventRecord* const next = m_queue.Upcoming(12);
    if (next == nullptr || m_queue.Size() < kPrefetchFrom)
    {
        return;
    }
    const auto timerOf = [](const EventRecord& record) {
        return reinterpret_cast<const TimerEvent*>(record.event & ~TimerEvent::kTags);
    };
    PrefetchLines<1>(timerOf(next[12]));
    if ((next[10].event & TimerEvent::kIsTimer) != 0)
    {
        timerOf(next[10])->PrefetchObject();
    }
    const auto call = [&](const EventRecord& record, TimerCall what) {
        if ((record.event & TimerEvent::kPrefetches) != 0)
        {
            timerOf(record)->Prefetch(what);
        }
    };
    call(next[8], TimerCall::PrefetchNear);
    call(next[4], TimerCall::PrefetchFar);
}

void
DeterministicSimulatorImpl::Run()
{
    m_stop = false;
    m_runEnd = RunEnd::Drained;
    while (!m_queue.Empty())
    {
        const int64_t next = m_queue.Top().time;
        if (m_checksInstants && next != m_now.Value() && m_instantCheck())
        {
            m_runEnd = RunEnd::Condition;
            break;
        }
        if (next >= m_end.Value())
        {
            m_runEnd = RunEnd::EndTime;
            break;
        }
        if (m_eventCount >= m_eventLimit)
        {
            m_runEnd = RunEnd::EventLimit;
            break;
        }
        const EventRecord record = m_queue.Pop();
        PrefetchUpcoming();
        ++m_eventCount;
        Process(record);
        if ((m_eventCount & kWatchdogMask) == 0 && m_watchdog)
        {
            m_watchdog();
        }
        if (m_stop)
        {
            m_runEnd = RunEnd::Stopped;
            break;
        }
    }
    if (m_checksInstants && m_runEnd == RunEnd::Drained && m_instantCheck())
    {
        m_runEnd = RunEnd::Condition;
    }
    if (m_end != kNever && (m_runEnd == RunEnd::EndTime || m_runEnd == RunEnd::Drained))
    {
        if (m_now < m_end)
        {
            EnterInstant(m_end);
        }
        m_runEnd = RunEnd::EndTime;
    }
    m_cause = 0;
    m_context = kNoContext;
}

void
DeterministicSimulatorImpl::DropPending()
{
    // One by one: what an event owns may remove other events when it is destroyed.
    while (!m_queue.Empty())
    {
        reinterpret_cast<ns3::EventImpl*>(m_queue.Pop().event & ~TimerEvent::kTags)->Unref();
    }
    m_queue.Clear();
}

void
DeterministicSimulatorImpl::Destroy()
{
    while (!m_destroyEvents.empty())
    {
        const ns3::EventId id = m_destroyEvents.front();
        m_destroyEvents.pop_front();
        id.PeekEventImpl()->Invoke(); // a cancelled one does nothing
    }
    DropPending();
}

bool
DeterministicSimulatorImpl::IsFinished() const
{
    return m_queue.Empty() || m_stop;
}

void
DeterministicSimulatorImpl::Stop()
{
    m_stop = true;
}

void
DeterministicSimulatorImpl::Stop(const ns3::Time& delay)
{
    ns3::Simulator::Schedule(delay, [this]() { Stop(); });
}

ns3::EventId
DeterministicSimulatorImpl::Schedule(const ns3::Time& delay, ns3::EventImpl* event)
{
    const SimTime at = Due(delay, event);
    const auto uid = static_cast<uint32_t>(m_nextSequence);
    Push(at, Priority::Timer, 0, m_context, reinterpret_cast<uintptr_t>(event));
    return compat::MakeEventId(ns3::Ptr<ns3::EventImpl>(event), at.Value(), m_context, uid);
}

void
DeterministicSimulatorImpl::ScheduleWithContext(uint32_t context,
                                                const ns3::Time& delay,
                                                ns3::EventImpl* event)
{
    const SimTime at = Due(delay, event);
    Push(at, Priority::Timer, 0, context, reinterpret_cast<uintptr_t>(event));
}

ns3::EventId
DeterministicSimulatorImpl::ScheduleNow(ns3::EventImpl* event)
{
    return Schedule(ns3::Time(0), event);
}

ns3::EventId
DeterministicSimulatorImpl::ScheduleDestroy(ns3::EventImpl* event)
{
    const ns3::Ptr<ns3::EventImpl> owned(event, false);
    const ns3::EventId id =
        compat::MakeEventId(owned, m_now.Value(), kNoContext, compat::kDestroyUid);
    m_destroyEvents.push_back(id);
    return id;
}

void
DeterministicSimulatorImpl::Remove(const ns3::EventId& id)
{
    if (id.GetUid() == compat::kDestroyUid)
    {
        m_destroyEvents.remove(id);
        return;
    }
    if (IsExpired(id))
    {
        return;
    }
    // The 64-bit number is the latest one given that ends in these 32 bits. An event so old that
    // this is another's stays in the queue, cancelled.
    const auto age = static_cast<uint32_t>(static_cast<uint32_t>(m_nextSequence) - id.GetUid());
    const uint64_t rank = static_cast<uint64_t>(Priority::Timer) << 56 | id.GetContext();
    ns3::EventImpl* event = id.PeekEventImpl();
    event->Cancel();
    if (m_queue.Remove(static_cast<int64_t>(id.GetTs()), rank, m_nextSequence - age))
    {
        event->Unref();
    }
}

void
DeterministicSimulatorImpl::Cancel(const ns3::EventId& id)
{
    if (!IsExpired(id))
    {
        id.PeekEventImpl()->Cancel();
    }
}

bool
DeterministicSimulatorImpl::IsExpired(const ns3::EventId& id) const
{
    const ns3::EventImpl* event = id.PeekEventImpl();
    if (event == nullptr || id.PeekEventImpl()->IsCancelled())
    {
        return true;
    }
    if (id.GetUid() == compat::kDestroyUid)
    {
        return std::find(m_destroyEvents.begin(), m_destroyEvents.end(), id) ==
               m_destroyEvents.end();
    }
    const SimTime at(static_cast<int64_t>(id.GetTs()));
    if (at != m_now)
    {
        return at < m_now;
    }
    // All foreign events have one priority, so those of this instant ran in order of their numbers.
    return m_foreignThisInstant && static_cast<int32_t>(id.GetUid() - m_lastForeignUid) <= 0;
}

ns3::Time
DeterministicSimulatorImpl::Now() const
{
    return ToNs3(m_now);
}

ns3::Time
DeterministicSimulatorImpl::GetDelayLeft(const ns3::EventId& id) const
{
    if (IsExpired(id))
    {
        return ns3::Time(0);
    }
    return ns3::Time(static_cast<int64_t>(id.GetTs())) - Now();
}

ns3::Time
DeterministicSimulatorImpl::GetMaximumSimulationTime() const
{
    return ns3::Time(kUnlimited);
}

void
DeterministicSimulatorImpl::SetScheduler(ns3::ObjectFactory /*schedulerFactory*/)
{
}

uint32_t
DeterministicSimulatorImpl::GetSystemId() const
{
    return 0;
}

uint32_t
DeterministicSimulatorImpl::GetContext() const
{
    return m_context;
}

uint64_t
DeterministicSimulatorImpl::GetEventCount() const
{
    return m_eventCount;
}

} // namespace nexsim
