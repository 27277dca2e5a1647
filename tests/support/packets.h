// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PACKETS_H
#define NEXSIM_PACKETS_H

#include "models/base/run-context.h"

#include "ns3/simulator.h"

namespace nexsim::testing
{

/**
 * @brief A packet of the run, born now: the `number`-th of flow 0.
 * @param size IP bytes, 28 of them headers
 */
inline PacketPtr
NewPacket(RunContext& run, uint32_t size, uint32_t number = 0, uint8_t dscp = 0)
{
    PacketPtr packet = run.Pool().Allocate();
    packet->created = run.Now();
    packet->lastMark = run.Now();
    packet->flow = run.Flows().Intern(FlowKey{});
    packet->flowHash = run.Flows()[packet->flow].hash;
    packet->number = number;
    packet->size = size;
    packet->payloadBytes = size - 28;
    packet->dscp = dscp;
    run.GetLedger().Born(*packet, run.Now(), 0);
    return packet;
}

/** @brief Lets time pass up to `end`. */
inline void
RunUntil(const RunContext& run, SimTime end)
{
    run.Kernel()->SetEnd(end);
    ns3::Simulator::Run();
}

/** @brief Whether ledger, components and pool agree on what is inside. */
inline bool
IsBalanced(RunContext& run, const Tally& outside = {})
{
    Tally held = run.Held();
    held += outside;
    return run.GetLedger().Inside() == held &&
           held.packets == static_cast<int64_t>(run.Pool().Live());
}

} // namespace nexsim::testing

#endif // NEXSIM_PACKETS_H
