// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OPEN_LOOP_SOURCE_H
#define NEXSIM_OPEN_LOOP_SOURCE_H

#include "models/host/flow-advisory-table.h"
#include "models/traffic/datagram-source.h"
#include "models/traffic/spoofing-attack.h"

#include <vector>

namespace nexsim
{

/**
 * @brief A datagram source whose packets are due at times that no answer moves; they take turns
 * among its Flows.
 *
 * With FlowAdvisory it heeds its host's queues: a packet that is due while its flow is suspended is
 * not made, and counts as denied. Once denied, a flow sleeps until an event finds it resumed.
 *
 * With Attack a part of its packets are spoofs.
 */
class OpenLoopSource : public DatagramSource, private FlowAdvisoryClient
{
  public:
    static ns3::TypeId GetTypeId();

    void ReportMetrics(MetricVisitor& visitor) const override;

  protected:
    void DoAttach() override;

    /** @brief The next packet will be due soon: fetches what sending it touches into the caches. */
    void PrefetchNext(TimerCall call) const;

    /** @brief The next flow in turn has a packet to send. */
    void SendNext(int64_t size);

  private:
    enum class Protocol : uint8_t
    {
        Udp,
        Quic
    };

    void CheckSizes() const;
    void PrepareAttack();
    PacketPtr MakeNext(size_t place, int64_t size);
    void SendFragments(FlowIndex flow, int64_t size);
    void OnAdvisoryEvent(size_t entry) override;
    bool IsAdmissible(size_t place);

    // attributes
    bool m_heedsAdvice = false;
    Protocol m_protocol = Protocol::Udp;
    Bytes m_segment;
    Bytes m_fragment;
    ns3::Ptr<SpoofingAttack> m_attack; //!< null: all its packets are honest

    size_t m_nextFlow = 0;
    FlowAdvisoryTable* m_table = nullptr; //!< null where it heeds nobody
    size_t m_firstEntry = 0;              //!< of the table; its flows' entries follow each other
    std::vector<bool> m_sleeps;           //!< by flow: denied, and not yet woken
    int64_t m_attempts = 0;
    int64_t m_denied = 0;
};

} // namespace nexsim

#endif // NEXSIM_OPEN_LOOP_SOURCE_H
