// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BUSY_POLL_H
#define NEXSIM_BUSY_POLL_H

#include "models/base/timer.h"
#include "models/host/core.h"
#include "models/host/poll-source.h"

namespace nexsim
{

/**
 * @brief What a thread does in a call that finds nothing, before it sleeps: it polls the NIC's receive
 * queue that it last got something from (Linux: SO_BUSY_POLL, sk_busy_loop).
 *
 * While it does, the queue's interrupt is masked, and what comes the thread takes from driver to
 * socket by itself. That ends with something for its socket, or when its budget of time is used up.
 * Where the queue is being handled by the kernel, the thread only looks at its socket.
 */
class BusyPoll : private BusyPollClient
{
  public:
    /** @param owner whose timers it uses, and `thread`, whose part it is, outlive it */
    BusyPoll(Component& owner, CoreTask& thread, Core& core, SimTime budget, SimTime look);

    /** @brief The socket has got something from this queue. */
    void Learn(NicPollSource& source)
    {
        m_known = &source;
    }

    /**
     * @brief Within the thread's Begin: the next piece of work is for a packet of the queue.
     * @param isFound the socket has something for its thread
     * @return false when there is none; with isFound the queue is the kernel's again
     */
    bool Begin(CoreWork& work, bool isFound);

    void Finish();

    /** @brief Nothing is there for the thread: it polls from now on, or has done so long enough. */
    void OnNothing();

    /** @brief The thread has something else to do. */
    void OnWork();

    /** @brief Of one look, while it polls; else 0. */
    SimTime Period() const
    {
        return m_isPolling ? m_look : SimTime(0);
    }

    /** @brief In whose name the work of Begin is done; null while there is none. */
    KernelTask* Kernel() const
    {
        return m_kernel;
    }

  private:
    void OnPacket() override;
    SimTime TakeLookSpan() override;
    void OnBudgetOver();
    void GiveBack();

    Component& m_owner;
    CoreTask& m_thread;
    Core& m_core;
    SimTime m_budget;
    SimTime m_look;
    NicPollSource* m_known = nullptr; //!< null before the first packet
    NicPollSource* m_held = nullptr;  //!< the same, while its packets are the thread's to take
    KernelTask* m_kernel = nullptr;
    bool m_isPolling = false;
    bool m_isFresh = false; //!< a packet has ended a look, and none has been taken since
    SimTime m_freshSince;   //!< when it came
    SimTime m_until;        //!< of the polling
    Timer m_over;
};

} // namespace nexsim

#endif // NEXSIM_BUSY_POLL_H
