// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_LEDGER_H
#define NEXSIM_LEDGER_H

#include "models/base/fingerprint.h"
#include "models/base/flow-table.h"

#include <array>
#include <deque>
#include <set>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief How packets become other packets; each is counted with its payload bytes. */
enum class Conversion : uint8_t
{
    Copy,     //!< the source ends, its copy lives on
    Split,    //!< one ends, its segments live on (TSO, GSO)
    Merge,    //!< several end, one lives on (GRO)
    Replace,  //!< a newer packet takes an older one's place (acknowledgement compression)
    Duplicate //!< one more packet with the same bytes (flooding)
};

inline constexpr size_t kConversionCount = 5;
inline constexpr std::array<std::string_view, kConversionCount> kConversionNames = {"copied",
                                                                                    "split",
                                                                                    "merged",
                                                                                    "replaced",
                                                                                    "duplicated"};

/** @brief One named reason for which one component drops packets; the ledger keeps the names. */
struct DropReason
{
    const std::string& component;
    const std::string& reason;
    uint64_t pathHash = 0;
    Tally dropped;
};

/**
 * @brief Book-keeping of every packet: born once, ended once.
 *
 * born + made = delivered + dropped + taken + inside, in packets; in payload bytes the same holds,
 * with Copy, Split and Merge keeping bytes. Checked at the end of every run. A bench-only build
 * (NEXSIM_WITHOUT_ACCOUNTING) keeps no books, to measure what they cost.
 */
class Ledger
{
  public:
    Ledger(FlowTable& flows, Fingerprint& fingerprint) : m_flows(flows), m_fingerprint(fingerprint)
    {
    }

    /** @brief A packet begins its life at the component with this path. */
    void Born(const Packet& packet, SimTime now, uint64_t pathHash)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_born.Add(packet);
        FlowRecord& flow = m_flows[packet.flow];
        flow.sent.AddSegments(packet);
        flow.measuredInside += Measured(packet);
        m_fingerprint.Add(Fingerprint::Trajectory, now, pathHash, EventKind::Born, packet);
#else
        static_cast<void>(packet);
        static_cast<void>(now);
        static_cast<void>(pathHash);
#endif
    }

    /** @brief A packet has reached the application it was for; it ends. */
    void Deliver(PacketPtr packet, SimTime now, uint64_t pathHash)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_delivered.Add(*packet);
        FlowRecord& flow = m_flows[packet->flow];
        flow.delivered.AddSegments(*packet);
        flow.measuredInside -= Measured(*packet);
        m_fingerprint.Add(Fingerprint::Trajectory, now, pathHash, EventKind::Delivered, *packet);
#else
        static_cast<void>(packet);
        static_cast<void>(now);
        static_cast<void>(pathHash);
#endif
    }

    /** @brief A reason to drop, valid as long as the ledger. */
    DropReason& AddReason(const std::string& component, const std::string& reason);

    /** @brief A packet is lost; it ends. */
    void Drop(PacketPtr packet, DropReason& reason, SimTime now)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        FlowRecord& flow = m_flows[packet->flow];
        if (flow.brokenOfGroup != nullptr && flow.dropped.packets == 0)
        {
            ++*flow.brokenOfGroup;
        }
        flow.dropped.AddSegments(*packet);
        if (flow.droppedOfGroup != nullptr)
        {
            flow.droppedOfGroup->AddSegments(*packet);
        }
#endif
        EndDropped(std::move(packet), reason, now);
    }

    /** @brief A frame ends where it is not addressed to anybody: not counted against its flow. */
    void DropCopy(PacketPtr packet, DropReason& reason, SimTime now)
    {
        EndDropped(std::move(packet), reason, now);
    }

    /** @brief `taken` packets ended and `made` began in a conversion of this kind. */
    void Convert(Conversion kind, const Tally& taken, const Tally& made)
    {
        m_taken[static_cast<size_t>(kind)] += taken;
        m_made[static_cast<size_t>(kind)] += made;
    }

    /** @brief A packet is copied to other memory, where it lives on as it is. */
    void Copied(const Packet& packet)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_taken[static_cast<size_t>(Conversion::Copy)].Add(packet);
        m_made[static_cast<size_t>(Conversion::Copy)].Add(packet);
#else
        static_cast<void>(packet);
#endif
    }

    /** @brief `copy` begins at the component with this path, with the bytes of another packet. */
    void Duplicated(const Packet& copy, SimTime now, uint64_t pathHash)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_made[static_cast<size_t>(Conversion::Duplicate)].Add(copy);
        m_flows[copy.flow].measuredInside += Measured(copy);
        m_fingerprint.Add(Fingerprint::Trajectory, now, pathHash, EventKind::Converted, copy);
#else
        static_cast<void>(copy);
        static_cast<void>(now);
        static_cast<void>(pathHash);
#endif
    }

    /** @brief `old` ends at the component with this path: a newer packet has taken its place. */
    void Replaced(PacketPtr old, SimTime now, uint64_t pathHash)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_taken[static_cast<size_t>(Conversion::Replace)].Add(*old);
        FlowRecord& flow = m_flows[old->flow];
        flow.replaced.AddSegments(*old);
        flow.measuredInside -= Measured(*old);
        m_fingerprint.Add(Fingerprint::Trajectory, now, pathHash, EventKind::Replaced, *old);
#else
        static_cast<void>(now);
        static_cast<void>(pathHash);
#endif
        TellSender(*old);
    }

    /** @brief `whole` ends at the component with this path: its segments live on. */
    void SplitBegins(const Packet& whole)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_taken[static_cast<size_t>(Conversion::Split)].Add(whole);
        m_flows[whole.flow].measuredInside -= Measured(whole);
#else
        static_cast<void>(whole);
#endif
    }

    /** @brief One of the segments of a packet of which SplitBegins has been told. */
    void SplitMade(const Packet& segment, SimTime now, uint64_t pathHash)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_made[static_cast<size_t>(Conversion::Split)].Add(segment);
        m_flows[segment.flow].measuredInside += Measured(segment);
        m_fingerprint.Add(Fingerprint::Trajectory, now, pathHash, EventKind::Converted, segment);
#else
        static_cast<void>(segment);
        static_cast<void>(now);
        static_cast<void>(pathHash);
#endif
    }

    /** @brief Two packets, as they are, are about to become one; MergeMade follows. */
    void MergeBegins(const Packet& earlier, const Packet& later, SimTime now, uint64_t pathHash)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        Tally& taken = m_taken[static_cast<size_t>(Conversion::Merge)];
        taken.Add(earlier);
        taken.Add(later);
        m_flows[later.flow].measuredInside -= Measured(earlier) + Measured(later);
        m_fingerprint.Add(Fingerprint::Trajectory, now, pathHash, EventKind::Merged, later);
#else
        static_cast<void>(earlier);
        static_cast<void>(later);
        static_cast<void>(now);
        static_cast<void>(pathHash);
#endif
    }

    /** @brief The packet that two have become. */
    void MergeMade(const Packet& merged, SimTime now, uint64_t pathHash)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        m_made[static_cast<size_t>(Conversion::Merge)].Add(merged);
        m_flows[merged.flow].measuredInside += Measured(merged);
        m_fingerprint.Add(Fingerprint::Trajectory, now, pathHash, EventKind::Converted, merged);
#else
        static_cast<void>(merged);
        static_cast<void>(now);
        static_cast<void>(pathHash);
#endif
    }

    /** @brief Packets created from here on count in latency statistics; before the first one. */
    void SetMeasureFrom(SimTime from)
    {
        m_measureFrom = from;
    }

    SimTime MeasureFrom() const
    {
        return m_measureFrom;
    }

    const Tally& Born() const
    {
        return m_born;
    }

    const Tally& Delivered() const
    {
        return m_delivered;
    }

    const Tally& Dropped() const
    {
        return m_dropped;
    }

    const Tally& Taken(Conversion kind) const
    {
        return m_taken[static_cast<size_t>(kind)];
    }

    const Tally& Made(Conversion kind) const
    {
        return m_made[static_cast<size_t>(kind)];
    }

    const std::deque<DropReason>& Reasons() const
    {
        return m_reasons;
    }

    /** @brief What must be inside the network now if nothing went missing. */
    Tally Inside() const;

  private:
    /** @brief What a packet that goes no further is to all but its flow. */
    void EndDropped(PacketPtr packet, DropReason& reason, SimTime now)
    {
#ifndef NEXSIM_WITHOUT_ACCOUNTING
        reason.dropped.Add(*packet);
        m_dropped.Add(*packet);
        m_flows[packet->flow].measuredInside -= Measured(*packet);
        m_fingerprint.Add(Fingerprint::Drops, now, reason.pathHash, EventKind::Dropped, *packet);
#else
        static_cast<void>(reason);
        static_cast<void>(now);
#endif
        if (packet->payload != nullptr)
        {
            packet->payload->OnDropped();
        }
        TellSender(*packet);
    }

    /** @brief A packet ends, perhaps before it has left its host. */
    void TellSender(const Packet& packet) const
    {
        TransmitListener* const sender = m_flows[packet.flow].sender;
        if (sender != nullptr && packet.hops == 0 && !HasStage(packet, Stage::NicRing))
        {
            sender->OnLeftHost(packet);
        }
    }

    /** @brief How many segments of it count in latency statistics: all or none. */
    int64_t Measured(const Packet& packet) const
    {
        return packet.created >= m_measureFrom ? packet.segments : 0;
    }

    SimTime m_measureFrom;
    FlowTable& m_flows;
    Fingerprint& m_fingerprint;
    Tally m_born;
    Tally m_delivered;
    Tally m_dropped;
    std::array<Tally, kConversionCount> m_taken;
    std::array<Tally, kConversionCount> m_made;
    // References to their elements stay valid.
    std::deque<std::string> m_components; //!< that have reasons, one after the other
    std::set<std::string> m_names;        //!< of reasons: a few for many components
    std::deque<DropReason> m_reasons;
};

} // namespace nexsim

#endif // NEXSIM_LEDGER_H
