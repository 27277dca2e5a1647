// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/traffic/spoofing-attack.h"

#include "models/base/attributes.h"
#include "models/base/fragments.h"

#include <fmt/format.h>

#include <numeric>
#include <stdexcept>
#include <utility>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(SpoofingAttack);

namespace
{

constexpr std::array<const char*, kSpoofKindCount> kKindNames = {"other_tuple",
                                                                 "unknown_tuple",
                                                                 "forged_id",
                                                                 "bad_fragment"};
constexpr int64_t kWhole = 1'000'000'000; //!< of a Ratio

/** @brief The verdict in a ForgerNote: the packet was accepted before the spoof was written. */
constexpr uint32_t kRace = 1;

SpoofKind
KindOf(const Packet& packet)
{
    return static_cast<SpoofKind>(NoteOf(packet).kind);
}

ns3::Ptr<const ns3::AttributeChecker>
PartChecker()
{
    return MakeQuantityChecker<Ratio>(Ratio(0), Ratio(kWhole));
}

} // namespace

ns3::TypeId
SpoofingAttack::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::SpoofingAttack")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/traffic")
            .AddConstructor<SpoofingAttack>()
            .AddAttribute("Spoofed",
                          "Of the source's packets, how many are spoofs.",
                          QuantityDefault(Ratio(kWhole / 100)),
                          MakeQuantityAccessor(&SpoofingAttack::m_spoofed),
                          PartChecker())
            .AddAttribute("OtherTuple",
                          "Of the spoofs, those with the 5-tuple of a flow of the Victim. The four "
                          "shares add up to 100%.",
                          QuantityDefault(Ratio(kWhole / 2)),
                          MakeQuantityAccessor(&SpoofingAttack::m_otherTuple),
                          PartChecker())
            .AddAttribute("UnknownTuple",
                          "Those with a 5-tuple for which nobody has opened a flow.",
                          QuantityDefault(Ratio(kWhole / 10 * 3)),
                          MakeQuantityAccessor(&SpoofingAttack::m_unknownTuple),
                          PartChecker())
            .AddAttribute("ForgedId",
                          "Those of a flow of its own, with a flow id that it has made up.",
                          QuantityDefault(Ratio(kWhole / 100 * 15)),
                          MakeQuantityAccessor(&SpoofingAttack::m_forgedId),
                          PartChecker())
            .AddAttribute("BadFragment",
                          "Those that are later fragments of a datagram without a first one.",
                          QuantityDefault(Ratio(kWhole / 100 * 5)),
                          MakeQuantityAccessor(&SpoofingAttack::m_badFragment),
                          PartChecker())
            .AddAttribute("Victim",
                          "With OtherTuple: the name of another application of its host.",
                          ns3::StringValue(""),
                          ns3::MakeStringAccessor(&SpoofingAttack::m_victim),
                          ns3::MakeStringChecker())
            .AddAttribute("FlipAfter",
                          "Spoofs are handed over as packets of its own flow, and written over "
                          "after this time (Exponential: at a rate); none: they are spoofs when "
                          "they are handed over.",
                          PolicyValue(),
                          MakePolicyAccessor(&SpoofingAttack::m_flipAfter),
                          MakeRandomQuantityChecker(Dimension::Time));
    return tid;
}

void
SpoofingAttack::DoAttach()
{
    m_shares = {m_otherTuple, m_unknownTuple, m_forgedId, m_badFragment};
    m_spoofStream = Stream("spoof");
    m_kindStream = Stream("kind");
    m_flipStream = Stream("flip");
    if (m_flipAfter)
    {
        m_flipAfter->Minimum();
    }
}

void
SpoofingAttack::Connect(const TrafficEnd& from, const TrafficEnd& to, FlowIndex own)
{
    m_from = from;
    CheckChannel(own);
    int64_t sum = 0;
    for (const Ratio share : m_shares)
    {
        sum += share.Value();
    }
    if (sum != kWhole)
    {
        throw std::invalid_argument(
            fmt::format("{}: OtherTuple, UnknownTuple, ForgedId and BadFragment add up to {} %; "
                        "they are shares of the spoofs, and must add up to 100 %",
                        Path(),
                        static_cast<double>(sum) * 100 / static_cast<double>(kWhole)));
    }
    if (m_badFragment > Ratio(0) && !to.host->HasNexus())
    {
        throw std::invalid_argument(
            fmt::format("{}: the host {} does not hold fragments back whose datagram is not whole; "
                        "give it \"Nexus\": {{\"type\": \"Skywalk\"}}, \"Cores\" and \"Costs\", or "
                        "write \"BadFragment\": \"0%\", and so much more of another kind",
                        Path(),
                        to.host->Path()));
    }
    if (m_otherTuple == Ratio(0))
    {
        return;
    }
    m_victimEnd = {from.host, m_victim.empty() ? nullptr : from.host->FindApp(m_victim)};
    if (m_victimEnd.app == nullptr || m_victimEnd.app == from.app)
    {
        throw std::invalid_argument(
            fmt::format("{}: Victim is \"{}\"; with OtherTuple it must name another application of "
                        "{}, one of its \"apps\"",
                        Path(),
                        m_victim,
                        from.host->Path()));
    }
}

/** Whoever owns the flow sends through memory that it shares with a kernel which verifies. */
void
SpoofingAttack::CheckChannel(FlowIndex flow) const
{
    const PacketSink* const owner = Run().Flows()[flow].owner;
    if (dynamic_cast<const SharedMemoryUser*>(owner) == nullptr)
    {
        throw std::invalid_argument(
            fmt::format("{}: {} is spoofed by writing into the memory of a channel; give the "
                        "application that sends it and the Victim \"Datapath\": {{\"type\": "
                        "\"Nexus\"}}",
                        Path(),
                        Run().Flows()[flow].key.ToString()));
    }
}

TrafficEnd
SpoofingAttack::OwnerOf(SpoofKind kind) const
{
    if (kind == SpoofKind::OtherTuple)
    {
        return {m_from.host, m_victimEnd.app};
    }
    return {m_from.host, kind == SpoofKind::UnknownTuple ? nullptr : m_from.app};
}

void
SpoofingAttack::SetFlow(SpoofKind kind, FlowIndex flow)
{
    m_flows[static_cast<size_t>(kind)] = flow;
    if (kind == SpoofKind::OtherTuple && m_victimEnd.app != nullptr)
    {
        CheckChannel(flow);
    }
}

SpoofKind
SpoofingAttack::Draw()
{
    if (m_spoofStream->Uniform() >= ToDouble(m_spoofed))
    {
        return SpoofKind::None;
    }
    const double place = m_kindStream->Uniform();
    int64_t below = 0;
    size_t last = 0;
    for (size_t kind = 0; kind < kSpoofKindCount; ++kind)
    {
        below += m_shares[kind].Value();
        last = m_shares[kind] > Ratio(0) ? kind : last;
        if (place < ToDouble(Ratio(below)))
        {
            break;
        }
    }
    return static_cast<SpoofKind>(last);
}

void
SpoofingAttack::Forge(Packet& packet, SpoofKind kind)
{
    ForgerNote note{this, kNever, static_cast<uint32_t>(kind), 0};
    if (kind != SpoofKind::None)
    {
        ++m_spoofs[static_cast<size_t>(kind)];
        if (m_flipAfter)
        {
            const int64_t after = m_flipAfter->Draw(*m_flipStream);
            note.flipAt = after < (kNever - Now()).Value() ? Now() + SimTime(after) : kNever;
        }
        else
        {
            Write(packet, kind);
        }
    }
    SetNote(packet, note);
}

/** What the bytes of the spoof say besides its flow. */
void
SpoofingAttack::Write(Packet& packet, SpoofKind kind) const
{
    if (kind == SpoofKind::ForgedId)
    {
        packet.flags = static_cast<uint8_t>(packet.flags | kForgedId);
    }
    if (kind == SpoofKind::BadFragment)
    {
        MakeFragment(packet,
                     packet.number,
                     kFragmentUnit,
                     kFragmentUnit + FragmentBytes(packet)); // the last one
    }
}

/** Whether it is the spoof by now, and not what it was handed over as. */
bool
SpoofingAttack::IsSpoof(const Packet& packet) const
{
    const SpoofKind kind = KindOf(packet);
    return kind != SpoofKind::None && packet.flow == FlowOf(kind);
}

/** What is written over a packet is a new one in its place, with the memory of the old one. */
PacketPtr
SpoofingAttack::Read(PacketPtr packet, SimTime at)
{
    if (KindOf(*packet) == SpoofKind::None || IsSpoof(*packet) || NoteOf(*packet).flipAt > at)
    {
        return packet;
    }
    const SpoofKind kind = KindOf(*packet);
    FlowRecord& record = Run().Flows()[FlowOf(kind)];
    PacketPtr spoof = Run().Pool().Allocate();
    *spoof = *packet;
    TransportOf(*spoof) = TransportOf(*packet);
    spoof->flow = FlowOf(kind);
    spoof->number = record.sentNumber++;
    spoof->flowHash = record.hash;
    spoof->created = spoof->lastMark = Now();
    spoof->stages = 0;
    Write(*spoof, kind);
    Run().GetLedger().Born(*spoof, Now(), PathHash());
    Run().GetLedger().Replaced(std::move(packet), Now(), PathHash());
    return spoof;
}

void
SpoofingAttack::OnVerdict(Packet& packet, SendVerdict verdict)
{
    const bool isSpoof = IsSpoof(packet);
    const SpoofKind kind = KindOf(packet);
    if (verdict == SendVerdict::Refused)
    {
        ++(isSpoof ? m_caught[static_cast<size_t>(kind)] : m_falseDrops);
    }
    else if (kind != SpoofKind::None && !isSpoof)
    {
        ++m_races;
        ForgerNote note = NoteOf(packet);
        note.verdict = kRace;
        SetNote(packet, note);
    }
}

void
SpoofingAttack::OnLeft(const Packet& packet)
{
    const SpoofKind kind = KindOf(packet);
    if (IsSpoof(packet))
    {
        ++m_leaks[static_cast<size_t>(kind)];
        m_raceWins += NoteOf(packet).verdict == kRace ? 1 : 0;
    }
    else
    {
        m_harmless += kind != SpoofKind::None ? 1 : 0;
    }
}

/** Over all kinds. */
int64_t
SpoofingAttack::Sum(const Counts& counts)
{
    return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

std::optional<std::string>
SpoofingAttack::FindError() const
{
    const int64_t known = Sum(m_leaks) + Sum(m_caught) + m_harmless;
    if (known <= Sum(m_spoofs) && m_raceWins <= m_races)
    {
        return std::nullopt;
    }
    return fmt::format(
        "{} spoofs, but {} leaked, {} caught and {} harmless; {} races, {} of them won",
        Sum(m_spoofs),
        Sum(m_leaks),
        Sum(m_caught),
        m_harmless,
        m_races,
        m_raceWins);
}

void
SpoofingAttack::ReportMetrics(MetricVisitor& visitor) const
{
    visitor.Counter({"spoofs", "packets", "packets meant as spoofs"}, Sum(m_spoofs));
    visitor.Counter({"leaks", "packets", "spoofs that left for a NIC"}, Sum(m_leaks));
    visitor.Quotient({"leaked", "1", "spoofs that left per spoof"}, Sum(m_leaks), Sum(m_spoofs));
    visitor.Counter({"caught", "packets", "spoofs that the kernel's check dropped"}, Sum(m_caught));
    for (size_t kind = 0; kind < kSpoofKindCount; ++kind)
    {
        const std::string name = kKindNames[kind];
        visitor.Counter({name + "_spoofs", "packets", "of the spoofs, those of this kind"},
                        m_spoofs[kind]);
        visitor.Counter({name + "_leaks", "packets", "of these, those that left"}, m_leaks[kind]);
        visitor.Counter({name + "_caught", "packets", "and those that were dropped"},
                        m_caught[kind]);
    }
    visitor.Counter({"harmless", "packets", "spoofs that left before they were written"},
                    m_harmless);
    visitor.Counter({"false_drops", "packets", "packets that the check dropped and that were none"},
                    m_falseDrops);
    visitor.Counter({"races", "packets", "that passed the check before the spoof was written"},
                    m_races);
    visitor.Counter({"race_wins", "packets", "of these, that left as spoofs all the same"},
                    m_raceWins);
    visitor.Quotient({"race_win", "1", "of the races"}, m_raceWins, m_races);
}

} // namespace nexsim
