// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_INTERRUPT_MODERATION_H
#define NEXSIM_INTERRUPT_MODERATION_H

#include "models/base/component.h"

#include "ns3/object.h"

namespace nexsim
{

/** @brief Where the work of a receive interrupt is done. */
enum class HandlerContext : uint8_t
{
    Interrupt,   //!< by the interrupt handler and what follows it at once (a softirq)
    KernelThread //!< by a thread that the interrupt, or a clock, wakes
};

/** @brief The interrupt of a receive queue as its moderation policy sees it. */
class InterruptLine
{
  public:
    virtual ~InterruptLine() = default;

    /**
     * @brief Interrupts the client, now; masked from then on until the client enables it.
     * @throws std::logic_error when it is masked
     */
    virtual void Raise() = 0;

    /** @brief As Raise, without an interrupt: the client's thread looks by itself. */
    virtual void Poll() = 0;
};

/** @brief What the client did between an interrupt, or poll, and enabling the interrupt again. */
struct HandlerRun
{
    SimTime raised;          //!< when it was called
    int64_t packets = 0;     //!< taken by it
    int64_t bytes = 0;       //!< IP bytes of these
    Packets waiting{0};      //!< packets that it left, or that came meanwhile
    SimTime oldest = kNever; //!< since when the oldest of these is complete; kNever for none
    SimTime newest = kNever; //!< since when the newest is
};

/**
 * @brief When to interrupt, for one receive queue.
 *
 * It raises the interrupt only while that is enabled: in OnPacket, in OnEnabled, or later by a timer
 * that must be cancelled or run out by the time of the next OnEnabled. An interrupt is never lost: as
 * long as packets wait and the interrupt is enabled, a call of Raise or Poll is to come. This class
 * itself interrupts at once.
 */
class InterruptModeration : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, before Attach. */
    void Connect(InterruptLine& line)
    {
        m_line = &line;
    }

    /** @brief Each packet that finds the interrupt enabled raises it: nothing else is asked. */
    virtual bool IsImmediate() const
    {
        return false;
    }

    /** @brief A packet is complete in memory, and the interrupt is enabled. */
    virtual void OnPacket(Packets waiting);

    /** @brief The client has enabled the interrupt again. */
    virtual void OnEnabled(const HandlerRun& run);

    /** @brief How many packets the client should take before it enables the interrupt again. */
    virtual Packets Quota() const
    {
        return Packets(kUnlimited);
    }

    virtual HandlerContext Context() const
    {
        return HandlerContext::Interrupt;
    }

  protected:
    InterruptLine& Line() const
    {
        return *m_line;
    }

  private:
    InterruptLine* m_line = nullptr;
};

} // namespace nexsim

#endif // NEXSIM_INTERRUPT_MODERATION_H
