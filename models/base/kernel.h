// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_KERNEL_H
#define NEXSIM_KERNEL_H

#include "models/base/event-queue.h"
#include "models/base/hash.h"
#include "models/base/ns3-compat.h"
#include "models/base/timer-event.h"

#include "ns3/simulator-impl.h"

#include <cstdint>
#include <functional>
#include <list>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief How events of one instant and priority are ordered. */
enum class TiePolicy : uint8_t
{
    Fifo,  //!< as scheduled
    Seeded //!< components take turns in a seeded random order; each keeps its own order
};

/** @brief Why the last Run() returned. */
enum class RunEnd : uint8_t
{
    Drained,    //!< no event is left
    EndTime,    //!< the end of the simulation was reached
    Stopped,    //!< Simulator::Stop
    EventLimit, //!< the event budget is used up
    Condition   //!< the check after an instant said so
};

/**
 * @brief A SimulatorImpl whose order of events is exactly (time, priority, sequence).
 *
 * Sequence numbers have 64 bits. A negative delay, or one beyond the end of time, throws
 * std::invalid_argument. Events come from the simulating thread only. ns-3's Schedule, Cancel, Remove, IsExpired, Stop and ScheduleDestroy
 * mean what they mean under ns3::DefaultSimulatorImpl; SetScheduler has no effect, since the event
 * queue is built in.
 */
class DeterministicSimulatorImpl : public ns3::SimulatorImpl
{
  public:
    static ns3::TypeId GetTypeId();

    DeterministicSimulatorImpl() = default;
    ~DeterministicSimulatorImpl() override;

    /**
     * @brief Makes this the simulator of the process.
     * @throws std::logic_error when an earlier call into ns-3 has already chosen another
     */
    static void Select();

    /** @brief The kernel of this process, or null when another implementation is in use. */
    static DeterministicSimulatorImpl* Current();

    // ns-3's interface
    void Destroy() override;
    bool IsFinished() const override;
    void Stop() override;
    void Stop(const ns3::Time& delay) override;
    ns3::EventId Schedule(const ns3::Time& delay, ns3::EventImpl* event) override;
    void ScheduleWithContext(uint32_t context,
                             const ns3::Time& delay,
                             ns3::EventImpl* event) override;
    ns3::EventId ScheduleNow(ns3::EventImpl* event) override;
    ns3::EventId ScheduleDestroy(ns3::EventImpl* event) override;
    void Remove(const ns3::EventId& id) override;
    void Cancel(const ns3::EventId& id) override;
    bool IsExpired(const ns3::EventId& id) const override;
    void Run() override;
    ns3::Time Now() const override;
    ns3::Time GetDelayLeft(const ns3::EventId& id) const override;
    ns3::Time GetMaximumSimulationTime() const override;
    void SetScheduler(ns3::ObjectFactory schedulerFactory) override;
    uint32_t GetSystemId() const override;
    uint32_t GetContext() const override;
    uint64_t GetEventCount() const override;

    SimTime CurrentTime() const
    {
        return m_now;
    }

    /** @brief Events at or after `end` do not run; Run then leaves the clock at `end`. */
    void SetEnd(SimTime end)
    {
        m_end = end;
    }

    /** @brief Run returns after this many events in all. */
    void SetEventLimit(uint64_t limit)
    {
        m_eventLimit = limit;
    }

    void SetTiePolicy(TiePolicy policy, uint64_t seed)
    {
        m_seededTies = policy == TiePolicy::Seeded;
        m_tieSeed = seed;
    }

    /** @brief `check` is called every 16384 events; it may call Stop or throw. */
    void SetWatchdog(std::function<void()> check)
    {
        m_watchdog = std::move(check);
    }

    /** @brief `check` is called when all events of an instant have run; true ends the run there. */
    void SetInstantCheck(std::function<bool()> check)
    {
        m_instantCheck = std::move(check);
        m_checksInstants = m_instantCheck != nullptr;
    }

    /** @brief The first sequence number to be given; before anything is scheduled. */
    void SetFirstSequence(uint64_t sequence)
    {
        m_nextSequence = sequence;
        PassReservedUids();
    }

    RunEnd HowRunEnded() const
    {
        return m_runEnd;
    }

    /** @brief For Timer: an event that calls timer.Fire at `at`. */
    void ScheduleTimer(TimerEvent& timer, SimTime at, Priority priority, uint64_t component)
    {
        const uint64_t tie = m_seededTies ? TieKey(at, component) : 0;
        if (at < m_now)
        {
            ThrowPast(at);
        }
        timer.Ref();
        Push(at, priority, tie, kNoContext, reinterpret_cast<uintptr_t>(&timer) | timer.Tags());
    }

    /**
     * @brief Identifies what caused the current event, within the current instant.
     *
     * Two events of one instant with different causes have no causal relation.
     */
    uint64_t CurrentCause() const
    {
        return m_cause;
    }

    Priority CurrentPriority() const
    {
        return m_priority;
    }

  private:
    static constexpr uint32_t kNoContext = 0xffffffff;
    static constexpr uint64_t kWatchdogMask = 16384 - 1;
    static constexpr size_t kPrefetchFrom =
        512; //!< pending events; what fewer need is in the caches

    uint64_t TieKey(SimTime at, uint64_t component) const
    {
        const auto time = static_cast<uint64_t>(at.Value());
        return HashInteger(MixWords(component ^ m_tieSeed, time | 1)) & 0xffffff;
    }

    /** @brief Never gives out a sequence number whose low 32 bits are 0 to 3: those are ns-3's. */
    void PassReservedUids()
    {
        const auto uid = static_cast<uint32_t>(m_nextSequence);
        if (__builtin_expect(uid < compat::kFirstValidUid, 0))
        {
            m_nextSequence += compat::kFirstValidUid - uid;
        }
    }

    void Push(SimTime at, Priority priority, uint64_t tie, uint32_t context, uintptr_t event)
    {
        const uint64_t sequence = m_nextSequence++;
        PassReservedUids();
        if (at == m_now)
        {
            RememberCause(sequence);
        }
        const uint64_t rank = static_cast<uint64_t>(priority) << 56 | tie << 32 | context;
        m_queue.Push({at.Value(), rank, sequence, event});
    }

    void RememberCause(uint64_t sequence);
    void EnterInstant(SimTime now);
    void Process(const EventRecord& record);
    void PrefetchUpcoming() const;
    uint64_t RememberedCause(uint64_t sequence) const;
    SimTime Due(const ns3::Time& delay, ns3::EventImpl* event) const;
    [[noreturn]] void ThrowPast(SimTime at) const;
    void DropPending();

    EventQueue m_queue;
    SimTime m_now;
    SimTime m_end = kNever;
    uint64_t m_nextSequence = 4;
    uint64_t m_eventCount = 0;
    uint64_t m_eventLimit = ~uint64_t{0};
    uint64_t m_cause = 0;          //!< 0 while no event runs
    uint64_t m_firstOfInstant = 4; //!< first sequence number given during the current instant
    uint64_t m_tieSeed = 0;
    uint32_t m_context = kNoContext;
    uint32_t m_lastForeignUid = 0;     //!< of the last foreign event of the current instant
    bool m_foreignThisInstant = false; //!< such an event has run
    bool m_seededTies = false;
    bool m_stop = false;
    Priority m_priority = Priority::Initialise;
    RunEnd m_runEnd = RunEnd::Drained;
    std::vector<std::pair<uint64_t, uint64_t>> m_causes; //!< sequence -> cause, of this instant
    std::list<ns3::EventId> m_destroyEvents;
    std::function<void()> m_watchdog;
    std::function<bool()> m_instantCheck;
    bool m_checksInstants = false;
};

} // namespace nexsim

#endif // NEXSIM_KERNEL_H
