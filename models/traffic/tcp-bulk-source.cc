// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/tcp-bulk-source.h"

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(TcpBulkSource);

ns3::TypeId
TcpBulkSource::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::TcpBulkSource")
            .SetParent<TcpTransferSource>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<TcpBulkSource>()
            .AddAttribute("Flows",
                          "Connections from each sender to each destination.",
                          IntegerValue(1),
                          MakeQuantityAccessor(&TcpBulkSource::m_flows),
                          MakeIntegerRangeChecker(1, 100'000))
            .AddAttribute("Size",
                          "Payload bytes of each connection.",
                          QuantityDefault(Bytes(kUnlimited)),
                          MakeQuantityAccessor(&TcpBulkSource::m_size),
                          MakeQuantityChecker<Bytes>(Bytes(1), Bytes(kUnlimited)));
    return tid;
}

void
TcpBulkSource::Begin()
{
    for (int64_t i = 0; i < m_flows; ++i)
    {
        BeginTransfer(m_size.Value());
    }
}

} // namespace nexsim
