// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/channel-life.h"

namespace nexsim
{

DropReason&
ChannelLife::DropNow() const
{
    switch (state)
    {
    case ChannelState::Defunct:
        return *drops.dropMode;
    case ChannelState::Finalized:
        return *drops.defunct;
    default:
        return *drops.invalid;
    }
}

void
ChannelLife::OnDelivered(SimTime now)
{
    if (wantedSince)
    {
        firstPacket = now - *wantedSince;
        wantedSince.reset();
    }
}

void
ChannelLife::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"defuncts", "1", "times that the channel became defunct"}, defuncts);
    visitor.Counter({"reclaimed", "B", "memory that it gave up then"}, reclaimed);
    visitor.Counter({"eof_events", "1", "events by which its stack learnt of that"}, eofEvents);
    visitor.Counter({"opens", "1", "times that it was opened again, or by a new process"}, opens);
    visitor.Counter(
        {"ChanErrUppAlloc", "1", "times that it could not be opened at once for want of memory"},
        openFailures);
    visitor.Counter({"no_memory_in_use",
                     "packets",
                     "received packets without memory while the application ran"},
                    failuresInUse);
    visitor.Counter({"zero_reads", "packets", "packets that turned to zeros under its stack"},
                    zeroReads);
    visitor.Counter({"lost_in_channel", "packets", "packets that were in it when it ended"},
                    drops.lost->dropped.packets);
    visitor.Counter({"DestRingDropMode", "packets", "packets for its rings after that"},
                    drops.dropMode->dropped.packets);
    visitor.Counter({"DestNexusPortDefunct", "packets", "packets for its port without rings"},
                    drops.defunct->dropped.packets);
    visitor.Counter({"DestNexusPortInvalid", "packets", "packets for its port while closed"},
                    drops.invalid->dropped.packets);
    visitor.Counter({"no_listener", "packets", "packets that the host's stack got, and dropped"},
                    drops.noListener->dropped.packets);
    visitor.Level({"first_packet", "ps", "the last wait from resume, or launch, to a packet"},
                  firstPacket.Value());
    visitor.Level({"stall_delay", "ps", "the last time that a stall took to be found"},
                  stallDelay.Value());
}

} // namespace nexsim
