// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BUFFER_MANAGER_H
#define NEXSIM_BUFFER_MANAGER_H

#include "models/base/component.h"
#include "models/base/tie-watch.h"

#include "ns3/object.h"

#include <vector>

namespace nexsim
{

/** @brief A queue as the manager of its memory sees it. */
struct BufferUser
{
    uint32_t port = 0;               //!< queues of one port share its link
    uint32_t position = 0;           //!< among the port's queues, from 0: its class
    int64_t weight = 1;              //!< share of the link
    BitRate shapingRate{kUnlimited}; //!< unlimited where it is not shaped
    BitRate portRate{0};             //!< of the link at the start; 0 when unknown
};

/**
 * @brief Decides which queue may take memory of a buffer that several queues share.
 *
 * A packet takes its IP bytes, in whole cells of CellSize, from admission until it leaves its queue.
 * The buffer never holds more than Size; within that, a policy admits or refuses.
 */
class BufferManager : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief One more queue shares the buffer; returns its number, from 0. */
    uint32_t AddQueue(const BufferUser& user = {});

    /** @brief A number for a port whose queues will be added. */
    uint32_t AddPort()
    {
        return m_ports++;
    }

    /** @brief Takes memory for a packet if the policy allows it. */
    bool Admit(uint32_t queue, int64_t bytes)
    {
        m_ties.Touch(Run());
        bytes = InCells(bytes);
        if (m_used + bytes > m_size.Value() || !DoAdmit(queue, bytes))
        {
            ++m_refused;
            return false;
        }
        m_used += bytes;
        m_usedBy[queue] += bytes;
        m_maximum = m_used > m_maximum ? m_used : m_maximum;
        return true;
    }

    /** @brief Returns memory that Admit gave. */
    void Release(uint32_t queue, int64_t bytes)
    {
        m_ties.Touch(Run());
        bytes = InCells(bytes);
        m_used -= bytes;
        m_usedBy[queue] -= bytes;
        if (m_watchesReleases)
        {
            OnRelease(queue, bytes);
        }
    }

    Bytes Size() const
    {
        return m_size;
    }

    Bytes Used() const
    {
        return Bytes(m_used);
    }

    Bytes UsedBy(uint32_t queue) const
    {
        return Bytes(m_usedBy[queue]);
    }

    uint32_t QueueCount() const
    {
        return static_cast<uint32_t>(m_usedBy.size());
    }

    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;

  protected:
    /** @brief The policy's word on `bytes` more for a queue; the buffer itself has room. */
    virtual bool DoAdmit(uint32_t queue, int64_t bytes) = 0;

    /** @brief For a policy that has called WatchReleases: a queue has given memory back. */
    virtual void OnRelease(uint32_t queue, int64_t bytes);

    void WatchReleases()
    {
        m_watchesReleases = true;
    }

    const BufferUser& User(uint32_t queue) const
    {
        return m_users[queue];
    }

  private:
    int64_t InCells(int64_t bytes) const
    {
        const int64_t cell = m_cellSize.Value();
        return cell == 1 ? bytes : (bytes + cell - 1) / cell * cell;
    }

    Bytes m_size;
    Bytes m_cellSize{1};
    bool m_watchesReleases = false;
    uint32_t m_ports = 0;
    int64_t m_used = 0;
    int64_t m_maximum = 0;
    int64_t m_refused = 0;
    std::vector<int64_t> m_usedBy;
    std::vector<BufferUser> m_users;
    TieWatch m_ties;
};

} // namespace nexsim

#endif // NEXSIM_BUFFER_MANAGER_H
