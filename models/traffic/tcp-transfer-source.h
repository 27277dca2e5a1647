// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_TRANSFER_SOURCE_H
#define NEXSIM_TCP_TRANSFER_SOURCE_H

#include "models/traffic/flow-result.h"
#include "models/traffic/tcp-source.h"
#include "models/traffic/tcp-transfer.h"

#include <memory>
#include <vector>

namespace nexsim
{

/**
 * @brief TCP transfers from one application to one other, each over a connection of its own.
 *
 * Acknowledgements count apart. A transfer is complete with its last payload byte in order.
 */
class TcpTransferSource : public TcpSource, public TransferSource
{
  public:
    static ns3::TypeId GetTypeId();

    std::vector<FlowResult> FlowResults() const override;

    void ReportMetrics(MetricVisitor& visitor) const override;

    /** @brief For its transfers: a segment has arrived at the receiver, which has read it. */
    void OnData(TcpTransfer& transfer, PacketPtr packet);

  protected:
    void DoAttach() override;

    int64_t Begun() const
    {
        return static_cast<int64_t>(m_results.size());
    }

    /** @brief Opens a connection now. @param size payload bytes, or kUnlimited */
    void BeginTransfer(int64_t size);

  private:
    using Transfers = std::vector<std::unique_ptr<TcpTransfer>>;

    void Complete(TcpTransfer& transfer);
    void RetireOver();
    SimTime IdealTime(int64_t size) const;
    int64_t InOrderBytes() const;

    Transfers m_transfers; //!< open, or lingering until the network holds nothing of them
    size_t m_nextChecked = 0;
    std::vector<FlowResult> m_results;
    int64_t m_bytesOfRetired = 0;
    int64_t m_completed = 0;
    LogLinearHistogram m_completionTime;
    LogLinearHistogram m_slowdown;
};

} // namespace nexsim

#endif // NEXSIM_TCP_TRANSFER_SOURCE_H
