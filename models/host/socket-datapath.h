// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SOCKET_DATAPATH_H
#define NEXSIM_SOCKET_DATAPATH_H

#include "models/base/timer.h"
#include "models/host/busy-poll.h"
#include "models/host/core.h"
#include "models/host/datapath.h"
#include "models/host/socket-receiver.h"
#include "models/host/socket-sender.h"
#include "models/host/tcp-gso.h"

#include <memory>
#include <string>

namespace nexsim
{

/**
 * @brief The path through the kernel's sockets, with one thread of the application.
 *
 * The thread makes one call after the other: sends what its application gave, receives what waits,
 * then asks applications that write as fast as they can. It sleeps when there is nothing of these.
 *
 * A datagram waits in the receive buffer for the thread and reaches its receiver when the call
 * returns. A TCP segment reaches its receiver in the kernel, in the softirq; the thread is woken to
 * read the bytes. What a protocol sends from within the kernel is sent there, unless packets of the
 * application wait before it.
 */
class SocketDatapath : public Datapath, private TransmitListener
{
  public:
    static ns3::TypeId GetTypeId();

    void Send(PacketPtr packet) override;
    void Deliver(PacketPtr packet) override;
    void DeliverTrain(PacketFifo& train) override;
    bool TakesTrains(const Packet& packet) const override;
    bool ChecksSums() const override;
    void AddInputCost(const Packet& packet, CoreWork& work) override;
    void AddOutputCost(const Packet& packet, CoreWork& work) override;
    void JoinOutput(Packet& packet, PacketFifo& later) override;
    void TransmitOutput(PacketPtr packet) override;
    int64_t BufferFootprint(const Packet& packet) const override;
    bool HasRoomAfter(int64_t bytes) const override;
    int64_t Buffered() const override;
    bool HoldsBackWriters() const override;
    void PrepareWhole() override;
    void AddWriter(WriteClient& client) override;

    void ReportMetrics(MetricVisitor& visitor) const override;
    Tally Held() const override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    class Thread : public CoreTask
    {
      public:
        explicit Thread(SocketDatapath& owner) : CoreTask(CoreClass::UserThread), m_owner(owner) {}

        bool Begin(CoreWork& work) override
        {
            return m_owner.Begin(work);
        }

        void Finish() override
        {
            m_owner.Finish();
        }

        SimTime PollPeriod() const override
        {
            return m_owner.m_busyPoll ? m_owner.m_busyPoll->Period() : m_owner.m_look;
        }

        KernelTask* Kernel() override
        {
            return m_owner.m_busyPoll ? m_owner.m_busyPoll->Kernel() : nullptr;
        }

        std::string TaskName() const override
        {
            return "the thread of " + m_owner.Path();
        }

      private:
        SocketDatapath& m_owner;
    };

    enum class CopySource : uint8_t
    {
        Cold, //!< the payload comes from memory
        Hot   //!< from a cache
    };

    void OnLeftHost(const Packet& packet) override;
    void PreparePolling();
    SimTime LookOf(const std::string& figure, const std::string& attribute) const;
    void Wake();
    bool Begin(CoreWork& work);
    bool BeginPolling(CoreWork& work);
    bool BeginCall(CoreWork& work);
    void Finish();
    bool IsStream(const Packet& packet) const;

    // attributes
    Bytes m_receiveLimit;
    Bytes m_sendLimit;
    Bytes m_unit;
    Bytes m_overhead;
    Bytes m_readSize;
    Packets m_backlogLimit;
    Bytes m_gsoSize;
    CopySource m_copySource = CopySource::Cold;
    bool m_takesTrains = false;
    bool m_spins = false;
    SimTime m_pollBudget;
    ns3::Ptr<ReceiveCall> m_receiveCall;
    ns3::Ptr<SendCall> m_sendCall;

    SimTime m_look; //!< of a call that finds nothing; 0 where the thread sleeps instead
    Cost m_lookup;
    Cost m_enqueue;
    Cost m_kernelSend;
    TcpGso m_gso;
    SocketSender m_sender;
    SocketReceiver m_receiver;
    Thread m_thread{*this};
    std::unique_ptr<BusyPoll> m_busyPoll; //!< null: the thread sleeps, or spins, at once
    bool m_isSending = false;             //!< what the piece of work under way is
    bool m_isFresh = false; //!< the thread has been woken and has not finished any work since
    bool m_isRefusing = false;
    bool m_isWholePrepared = false;
    Timer m_room;
    DropReason* m_bufferFull = nullptr;
    DropReason* m_backlogFull = nullptr;
    int64_t m_wakeUps = 0;
};

} // namespace nexsim

#endif // NEXSIM_SOCKET_DATAPATH_H
