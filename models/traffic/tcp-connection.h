// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_CONNECTION_H
#define NEXSIM_TCP_CONNECTION_H

#include "models/base/packet-sink.h"
#include "models/transport/tcp-receiver.h"
#include "models/transport/tcp-sender.h"

#include <cstdint>
#include <functional>

namespace nexsim
{

class TcpSource;

/**
 * @brief One TCP connection with payload in both directions, opened by the client.
 *
 * Each end sends and receives; its segments with payload carry the acknowledgement of what has
 * arrived there, which then needs no packet of its own. SACK blocks travel on pure acknowledgements.
 */
class TcpConnection
{
  public:
    /** @brief So many bytes have arrived in order since the connection was opened. */
    using Callback = std::function<void(uint64_t inOrder)>;

    /**
     * @param source whose parameters, ends and flows it uses; outlives it
     * @param number of its flow among the source's
     * @param atServer, atClient called when bytes have arrived there
     */
    TcpConnection(TcpSource& source, uint32_t number, Callback atServer, Callback atClient);

    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;

    /** @brief The client's SYN, or nothing where there is no handshake. */
    void Open();

    /** @brief The client's application gives so many more bytes. */
    void WriteRequest(int64_t bytes)
    {
        m_client.sender.Write(bytes);
    }

    /** @brief The server's application gives so many more bytes. */
    void WriteResponse(int64_t bytes)
    {
        m_server.sender.Write(bytes);
    }

    /** @brief The user hears no more of it; what is under way goes on. */
    void Abandon();

    /** @brief Both ends have everything acknowledged, and no packet is left in the network. */
    bool IsOver() const;

    /** @brief Gives up the flows of a connection that is over. */
    void Retire();

  private:
    /** @brief Client or server: its flow goes out here, the other's comes in. */
    class End : public PacketSink, public TcpOutput
    {
      public:
        End(TcpSource& source, const TcpParameters& parameters, bool isClient, Callback onBytes);

        void Deliver(PacketPtr packet) override;
        PacketPtr MakeSegment(int64_t ipBytes, int64_t payloadBytes) override;
        void AddAcknowledgement(Packet& segment) override;
        void SendSegment(PacketPtr segment) override;

        void Abandon()
        {
            m_isAbandoned = true;
        }

      private:
        TcpSource& m_source;
        bool m_isClient;
        bool m_isAbandoned = false;
        Callback m_onBytes;

      public:
        TcpSender sender;
        TcpReceiver receiver;
        FlowIndex flow = 0; //!< of what it sends
    };

    TcpSource& m_source;
    End m_client;
    End m_server;
};

} // namespace nexsim

#endif // NEXSIM_TCP_CONNECTION_H
