// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

// What a pass is charged to its packets, and what becomes of fragments in it.

#include "models/base/fragments.h"
#include "models/base/segments.h"
#include "models/host/charge-work.h"
#include "models/nexus/ip-reassembly.h"
#include "models/nexus/netif-receiver.h"
#include "models/nexus/skywalk-nexus.h"

#include <algorithm>

namespace nexsim
{

/**
 * A datagram that the fragment completes joins the pass with all that came before, and is looked up
 * by its first fragment.
 * @param span of the work for the fragment so far
 */
void
NetifReceiver::TakeFragment(PacketPtr fragment, SimTime span, FlowEntry*& previous, CoreWork& work)
{
    m_pieces.push_back(
        {fragment->flow, FragmentIdentification(*fragment), FragmentOffset(*fragment), span});
    PacketFifo complete;
    m_reassembly.Take(std::move(fragment), complete);
    if (complete.Empty())
    {
        return;
    }
    const SimTime before = work.Total();
    FlowEntry* const entry = m_nexus.Flows().LookUp(complete.Front(), previous, work);
    m_pieces.back().span += work.Total() - before;
    while (!complete.Empty())
    {
        PacketPtr packet = complete.Pop();
        const auto piece = std::find_if(m_pieces.begin(), m_pieces.end(), [&](const Piece& other) {
            return other.flow == packet->flow &&
                   other.identification == FragmentIdentification(*packet) &&
                   other.offset == FragmentOffset(*packet);
        });
        if (piece == m_pieces.end())
        {
            MarkStage(*packet, Stage::Reassembly, m_nexus.Now()); // since an earlier pass
            AddShare(entry, SimTime(0));
        }
        else
        {
            AddShare(entry, piece->span);
            m_pieces.erase(piece);
        }
        m_batch.Push(std::move(packet));
    }
}

/** @param span of the work that was for the packet alone */
void
NetifReceiver::ChargePass(Packet& packet, SimTime span, SimTime wakeUp) const
{
    const std::array<WorkStage, 3> work{{{Stage::InterruptHold, m_entrySpan},
                                         {Stage::Classification, span},
                                         {Stage::BatchWait, WorkSpan() - m_entrySpan - span}}};
    ChargeWork(m_nexus.GetProcessor(), packet, work, wakeUp, m_nexus.Now());
}

/** Those that still wait for others: one may have been dropped meanwhile. */
void
NetifReceiver::ChargePieces(SimTime wakeUp)
{
    for (const Piece& piece : m_pieces)
    {
        Packet* const packet = m_reassembly.Find(piece.flow, piece.identification, piece.offset);
        if (packet != nullptr)
        {
            ChargePass(*packet, piece.span, wakeUp);
        }
    }
    m_pieces.clear();
}

/** The host's own stack puts a datagram together at once, since all of its fragments come at once. */
void
NetifReceiver::AddForHost(PacketPtr packet)
{
    RunContext& run = m_nexus.Run();
    if (IsFragment(run.Flows()[packet->flow].key, *packet))
    {
        const bool isFirst = FragmentOffset(*packet) == 0;
        ForgetFragment(*packet);
        if (!isFirst)
        {
            ++m_nexus.Received().toDatagrams;
            MergeSegments(run, m_forHost.Back(), std::move(packet), m_nexus.PathHash());
            return;
        }
    }
    m_forHost.Push(std::move(packet));
}

} // namespace nexsim
