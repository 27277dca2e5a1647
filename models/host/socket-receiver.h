// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SOCKET_RECEIVER_H
#define NEXSIM_SOCKET_RECEIVER_H

#include "models/base/packet-fifo.h"
#include "models/host/receive-call.h"
#include "models/host/socket-buffer.h"

#include <deque>

namespace nexsim
{

class Processor;
class RunContext;

/**
 * @brief The receiving half of a socket: what waits for its thread, and the calls that take it.
 *
 * Datagrams reach their receivers when the call that took them returns. Of a byte stream only the
 * bytes wait here; its segments have ended in the protocol.
 */
class SocketReceiver
{
  public:
    /** @brief Called once. @param copy per byte */
    void Connect(RunContext& run,
                 Processor& processor,
                 ReceiveCall& call,
                 const Cost& copy,
                 int64_t readSize);

    SocketBuffer& Buffer()
    {
        return m_buffer;
    }

    const SocketBuffer& Buffer() const
    {
        return m_buffer;
    }

    /** @brief Whether one more packet is taken, whatever its size (Linux). */
    bool HasRoom() const
    {
        return m_buffer.Used() <= m_buffer.Limit();
    }

    /** @brief Takes the train, of which HasRoom was asked once. */
    void Push(PacketFifo& train);

    void PushStream(int64_t bytes)
    {
        m_streamBytes += bytes;
    }

    /** @brief Whether anything waits for the thread. */
    bool HasWaiting() const
    {
        return !m_trains.empty() || m_streamBytes > 0;
    }

    bool IsInCall() const
    {
        return m_left > 0;
    }

    /** @brief As SocketSender::Begin. */
    bool Begin(CoreWork& work, bool isFresh);

    /** @brief The work is done; those that the call now returns go to their receivers. */
    void Finish(SimTime wakeUp);

    /** @brief Datagrams that are charged to the buffer. */
    int64_t Buffered() const
    {
        return m_waiting.Size() + m_inWork.Size();
    }

    Tally Held() const;
    void Clear();

    int64_t Calls() const
    {
        return m_calls;
    }

    int64_t Received() const
    {
        return m_received;
    }

    /** @brief Bytes of streams that have been read. */
    int64_t StreamBytes() const
    {
        return m_streamBytesRead;
    }

  private:
    void BeginDatagrams(CoreWork& work, bool isFresh);
    void BeginStream(CoreWork& work);
    void ReturnFromCall();

    RunContext* m_run = nullptr;
    Processor* m_processor = nullptr;
    ReceiveCall* m_call = nullptr;
    Cost m_copy;
    int64_t m_readSize = 0;
    SocketBuffer m_buffer;
    PacketFifo m_waiting;
    std::deque<int64_t> m_trains; //!< packets of each train in m_waiting
    int64_t m_streamBytes = 0;
    PacketFifo m_inWork;   //!< of the piece of work under way
    PacketFifo m_inCall;   //!< copied out, while the call goes on
    int64_t m_left = 0;    //!< trains that the call may still take
    int64_t m_reading = 0; //!< bytes of the stream in the piece of work under way
    SimTime m_span;
    SimTime m_copySpan;
    int64_t m_calls = 0;
    int64_t m_received = 0;
    int64_t m_streamBytesRead = 0;
};

} // namespace nexsim

#endif // NEXSIM_SOCKET_RECEIVER_H
