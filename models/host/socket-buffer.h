// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SOCKET_BUFFER_H
#define NEXSIM_SOCKET_BUFFER_H

#include "models/base/quantity.h"

namespace nexsim
{

/**
 * @brief The memory that a socket's packets are charged with (Linux: truesize).
 *
 * A packet takes its IP size, rounded up to whole units of memory, and a fixed overhead.
 */
class SocketBuffer
{
  public:
    void SetLimit(Bytes limit)
    {
        m_limit = limit;
    }

    void SetFootprint(Bytes unit, Bytes overhead)
    {
        m_unit = unit.Value();
        m_overhead = overhead.Value();
    }

    void Add(int64_t ipBytes)
    {
        m_used += Footprint(ipBytes);
    }

    void Remove(int64_t ipBytes)
    {
        m_used -= Footprint(ipBytes);
    }

    Bytes Used() const
    {
        return Bytes(m_used);
    }

    Bytes Limit() const
    {
        return m_limit;
    }

    /** @brief What a packet of this size takes. */
    int64_t Footprint(int64_t ipBytes) const
    {
        return (ipBytes + m_unit - 1) / m_unit * m_unit + m_overhead;
    }

  private:
    Bytes m_limit{0};
    int64_t m_unit = 1;
    int64_t m_overhead = 0;
    int64_t m_used = 0;
};

} // namespace nexsim

#endif // NEXSIM_SOCKET_BUFFER_H
