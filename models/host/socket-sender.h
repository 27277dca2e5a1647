// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SOCKET_SENDER_H
#define NEXSIM_SOCKET_SENDER_H

#include "models/base/packet-fifo.h"
#include "models/host/datapath.h"
#include "models/host/send-call.h"
#include "models/host/socket-buffer.h"
#include "models/host/tcp-gso.h"

#include <vector>

namespace nexsim
{

/**
 * @brief The sending half of a socket: calls that its thread makes, and their back-pressure.
 *
 * A packet is charged to the send buffer from the call until it has left the host. A call begins
 * only while less than the buffer's limit is charged; once that was not so, the thread is woken when
 * half of it is free (Linux: sock_def_write_space, recalled).
 */
class SocketSender
{
  public:
    /**
     * @brief Called once.
     * @param call that sends datagrams, and TCP's segments where `gso` does not take them
     * @param pathHash of the datapath
     */
    void Connect(RunContext& run,
                 HostNetwork& network,
                 SendCall& call,
                 const TcpGso& gso,
                 uint64_t pathHash);

    SocketBuffer& Buffer()
    {
        return m_buffer;
    }

    const SocketBuffer& Buffer() const
    {
        return m_buffer;
    }

    /** @brief The application gives a packet to send. */
    void Push(PacketPtr packet)
    {
        m_waiting.Push(std::move(packet));
    }

    /** @brief Packets that no call has taken yet. */
    int64_t Waiting() const
    {
        return m_waiting.Size();
    }

    void AddWriter(WriteClient& client)
    {
        m_writers.push_back(&client);
    }

    /**
     * @brief The next piece of work of the thread.
     * @param isFresh nothing but the wake-up has kept the waiting packets so far
     * @return false when there is none
     */
    bool Begin(CoreWork& work, bool isFresh);

    /** @brief Nothing waits: writers are asked. @return whether one has written */
    bool AskWriters();

    void Finish(SimTime wakeUp);

    /** @brief A packet that was charged has left the host. @return whether to wake the thread */
    bool OnLeftHost(const Packet& packet);

    /** @brief Nothing waits and no call is under way. */
    bool IsIdle() const
    {
        return m_waiting.Empty() && m_inCall.Empty();
    }

    Tally Held() const;
    void Clear();

    int64_t Calls() const
    {
        return m_calls;
    }

    int64_t Sent() const
    {
        return m_sent;
    }

  private:
    bool HasRoom() const
    {
        return m_buffer.Used() < m_buffer.Limit();
    }

    void BeginDatagrams(CoreWork& work, bool isFresh);
    void BeginStream(CoreWork& work, bool isFresh);
    void Take(PacketPtr packet, bool isFresh);
    int64_t CountCall() const;
    bool IsWhole(const Packet& packet) const;
    void AddCost(const Packet& packet, CoreWork& work) const;
    void TransmitAll();

    RunContext* m_run = nullptr;
    HostNetwork* m_network = nullptr;
    SendCall* m_call = nullptr;
    const TcpGso* m_gso = nullptr;
    uint64_t m_pathHash = 0;
    SocketBuffer m_buffer;
    PacketFifo m_waiting;
    PacketFifo m_inCall;     //!< of the piece of work under way
    int64_t m_left = 0;      //!< packets that the call has yet to take
    SimTime m_span;          //!< of the piece of work under way
    bool m_isLocked = false; //!< that is done, and what needs the lock is next
    bool m_isBlocked = false;
    std::vector<WriteClient*> m_writers;
    size_t m_nextWriter = 0;
    int64_t m_calls = 0;
    int64_t m_sent = 0;
};

} // namespace nexsim

#endif // NEXSIM_SOCKET_SENDER_H
