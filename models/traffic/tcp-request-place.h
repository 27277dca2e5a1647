// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_REQUEST_PLACE_H
#define NEXSIM_TCP_REQUEST_PLACE_H

#include "models/traffic/tcp-request-source.h"

#include <memory>

namespace nexsim
{

/** @brief One request at a time at both ends, and the connection that carries it. */
class TcpRequestSource::Place
{
  public:
    /** @param source outlives it */
    explicit Place(TcpRequestSource& source);

    /** @brief A request that arrived then leaves now. */
    void Send(SimTime arrived);

    /** @brief At the server: so many bytes have come on this connection. */
    void OnRequestBytes(uint64_t inOrder);

    /** @brief At the client: so many bytes have come on this connection. */
    void OnResponseBytes(uint64_t inOrder);

  private:
    void Answer();
    void Finish();

    TcpRequestSource& m_source;
    std::unique_ptr<TcpConnection> m_connection; //!< null between two of them
    SimTime m_arrived;
    int64_t m_responseSize = 0; //!< of the request under way, B
    SimTime m_serviceTime;
    SimTime m_thinkTime;
    uint64_t m_requestEnd = 0;  //!< bytes of all requests on this connection
    uint64_t m_responseEnd = 0; //!< bytes of all responses written on this connection
    uint64_t m_reported = 0;    //!< of these, up to the last response that is complete
    bool m_answered = true;     //!< the server has the request
    Timer m_serviceTimer;
    Timer m_thinkTimer;
};

} // namespace nexsim

#endif // NEXSIM_TCP_REQUEST_PLACE_H
