// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TCP_BULK_SOURCE_H
#define NEXSIM_TCP_BULK_SOURCE_H

#include "models/traffic/tcp-transfer-source.h"

namespace nexsim
{

/** @brief Connections that all begin at Start and send as fast as TCP lets them. */
class TcpBulkSource : public TcpTransferSource
{
  public:
    static ns3::TypeId GetTypeId();

  protected:
    void Begin() override;

  private:
    int64_t m_flows = 1;
    Bytes m_size;
};

} // namespace nexsim

#endif // NEXSIM_TCP_BULK_SOURCE_H
