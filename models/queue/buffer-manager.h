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

/**
 * @brief Decides which queue may take memory of a buffer that several queues share.
 *
 * A packet takes its IP bytes from admission until it leaves its queue. The buffer never holds more
 * than Size; within that, a policy admits or refuses.
 */
class BufferManager : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief One more queue shares the buffer; returns its number, from 0. */
    uint32_t AddQueue();

    /** @brief Takes memory for a packet if the policy allows it. */
    bool Admit(uint32_t queue, int64_t bytes)
    {
        m_ties.Touch(Run());
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
        m_used -= bytes;
        m_usedBy[queue] -= bytes;
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
    virtual bool DoAdmit(uint32_t queue, int64_t bytes) const = 0;

  private:
    Bytes m_size;
    int64_t m_used = 0;
    int64_t m_maximum = 0;
    int64_t m_refused = 0;
    std::vector<int64_t> m_usedBy;
    TieWatch m_ties;
};

} // namespace nexsim

#endif // NEXSIM_BUFFER_MANAGER_H
