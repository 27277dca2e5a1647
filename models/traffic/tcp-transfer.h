// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_TRANSFER_H
#define NEXSIM_TCP_TRANSFER_H

#include "models/traffic/path-profile.h"
#include "models/transport/tcp-receiver.h"
#include "models/transport/tcp-sender.h"

namespace nexsim
{

class TcpTransferSource;

/** @brief One TCP connection of a source, both ends of it, and what became of its bytes. */
class TcpTransfer
{
  public:
    /**
     * @param source outlives it
     * @param place of its result among the source's, and number of its flow
     * @param size payload bytes, or kUnlimited
     */
    TcpTransfer(TcpTransferSource& source, uint32_t place, int64_t size);

    TcpTransfer(const TcpTransfer&) = delete;
    TcpTransfer& operator=(const TcpTransfer&) = delete;

    void Open();

    uint32_t Place() const
    {
        return m_place;
    }

    int64_t Size() const
    {
        return m_size;
    }

    const TcpSender& Sender() const
    {
        return m_sender;
    }

    const TcpReceiver& Receiver() const
    {
        return m_receiver;
    }

    /** @brief All bytes have reached the receiver, in order. */
    bool IsComplete() const
    {
        return m_receiver.InOrder() == static_cast<uint64_t>(m_size);
    }

    /** @brief The sender knows that all bytes have arrived, and no packet is left in the network. */
    bool IsOver() const;

    /** @brief Gives up the flows of a connection that is over. */
    void Retire();

    /** @brief Packets and bytes of the data's direction. */
    FlowIndex DataFlow() const
    {
        return m_dataFlow;
    }

  private:
    /** @brief The sender's end: data goes out here, acknowledgements come in. */
    class DataEnd : public PacketSink, public TcpOutput
    {
      public:
        explicit DataEnd(TcpTransfer& transfer) : m_transfer(transfer) {}

        void Deliver(PacketPtr packet) override;
        PacketPtr MakeSegment(int64_t ipBytes, int64_t payloadBytes) override;
        void SendSegment(PacketPtr segment) override;

      private:
        TcpTransfer& m_transfer;
    };

    /** @brief The receiver's end. */
    class AckEnd : public PacketSink, public TcpOutput
    {
      public:
        explicit AckEnd(TcpTransfer& transfer) : m_transfer(transfer) {}

        void Deliver(PacketPtr packet) override;
        PacketPtr MakeSegment(int64_t ipBytes, int64_t payloadBytes) override;
        void SendSegment(PacketPtr segment) override;

      private:
        TcpTransfer& m_transfer;
    };

    TcpTransferSource& m_source;
    uint32_t m_place;
    int64_t m_size;
    DataEnd m_dataEnd;
    AckEnd m_ackEnd;
    TcpSender m_sender;
    TcpReceiver m_receiver;
    FlowIndex m_dataFlow;
    FlowIndex m_ackFlow;
};

} // namespace nexsim

#endif // NEXSIM_TCP_TRANSFER_H
