// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_FAR_END_H
#define NEXSIM_FAR_END_H

#include "models/base/component.h"
#include "models/base/packet-receiver.h"

#include <vector>

namespace nexsim::testing
{

/** @brief The far end of a link: notes what arrives and when, and delivers it. */
class FarEnd : public PacketReceiver
{
  public:
    struct Arrival
    {
        SimTime at;
        SimTime tail;
        Packet packet;
        int64_t stageSum;
    };

    /** @param headBytes after which it wants packets; 0 for the last bit */
    explicit FarEnd(RunContext& run, Bytes headBytes = Bytes(0))
        : m_run(run), m_headBytes(headBytes)
    {
    }

    void Receive(PacketPtr packet, uint32_t port, SimTime tail) override
    {
        int64_t sum = 0;
        for (size_t i = 0; i < kStageCount; ++i)
        {
            sum += (packet->stages >> i & 1) != 0 ? StagesOf(*packet).picoseconds[i] : 0;
        }
        arrivals.push_back({m_run.Now(), tail, *packet, sum});
        ports.push_back(port);
        m_run.GetLedger().Deliver(std::move(packet), m_run.Now(), 2);
    }

    Bytes HeadBytes(uint32_t /*port*/) const override
    {
        return m_headBytes;
    }

    std::vector<Arrival> arrivals;
    std::vector<uint32_t> ports;

  private:
    RunContext& m_run;
    Bytes m_headBytes;
};

} // namespace nexsim::testing

#endif // NEXSIM_FAR_END_H
