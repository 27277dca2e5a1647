// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SPOOFING_ATTACK_H
#define NEXSIM_SPOOFING_ATTACK_H

#include "models/base/forged-packets.h"
#include "models/base/random-quantity.h"
#include "models/traffic/traffic-source.h"

#include <array>
#include <optional>
#include <string>

namespace nexsim
{

/** @brief What is wrong with a packet that an application sends as if it may. */
enum class SpoofKind : uint8_t
{
    OtherTuple,   //!< the 5-tuple is that of another application's flow
    UnknownTuple, //!< nobody has opened a flow with the 5-tuple
    ForgedId,     //!< the flow is its own, the id in the metadata is made up
    BadFragment,  //!< a later fragment of a datagram that never began: it has no ports
    None          //!< nothing: it is honest
};

inline constexpr size_t kSpoofKindCount = 4; //!< without None

/**
 * @brief Makes an open-loop source one of an application that spoofs over its channel.
 *
 * A part of its packets are spoofs. With FlipAfter each of these is handed over as a packet of its own
 * flow, and so long after another thread of the application writes the spoof over it, if it still lies
 * in memory that the application can write. It keeps a record of what becomes of them; the kernel's
 * verdicts are told to it, but it alone knows what is a spoof.
 */
class SpoofingAttack : public ns3::Object, public Component, public PacketForger
{
  public:
    static ns3::TypeId GetTypeId();

    /**
     * @brief Called once, after Attach, before anything else.
     * @param own a flow that it sends honestly on
     * @throws std::invalid_argument for attributes that contradict each other or the ends
     */
    void Connect(const TrafficEnd& from, const TrafficEnd& to, FlowIndex own);

    /** @brief Whose application has opened the flow of such packets; of a host without one nobody. */
    TrafficEnd OwnerOf(SpoofKind kind) const;

    /**
     * @brief The flow of such packets.
     * @throws std::invalid_argument when the victim has no channel
     */
    void SetFlow(SpoofKind kind, FlowIndex flow);

    /** @brief What the next packet is. */
    SpoofKind Draw();

    /** @brief The flow that such a packet is handed over on, where the one of honest packets is `own`. */
    FlowIndex FirstFlow(SpoofKind kind, FlowIndex own) const
    {
        return m_flipAfter || kind == SpoofKind::None ? own : FlowOf(kind);
    }

    /** @brief A packet just made, of FirstFlow, becomes such a one. */
    void Forge(Packet& packet, SpoofKind kind);

    PacketPtr Read(PacketPtr packet, SimTime at) override;
    void OnVerdict(Packet& packet, SendVerdict verdict) override;
    void OnLeft(const Packet& packet) override;

    void ReportMetrics(MetricVisitor& visitor) const override;

    /** @brief No more has become of spoofs than there were. */
    std::optional<std::string> FindError() const override;

  protected:
    void DoAttach() override;

  private:
    using Counts = std::array<int64_t, kSpoofKindCount>; //!< by kind

    FlowIndex FlowOf(SpoofKind kind) const
    {
        return m_flows[static_cast<size_t>(kind)];
    }

    static int64_t Sum(const Counts& counts);
    void CheckChannel(FlowIndex flow) const;
    bool IsSpoof(const Packet& packet) const;
    void Write(Packet& packet, SpoofKind kind) const;

    // attributes
    Ratio m_spoofed;
    Ratio m_otherTuple;
    Ratio m_unknownTuple;
    Ratio m_forgedId;
    Ratio m_badFragment;
    std::string m_victim;
    ns3::Ptr<RandomQuantity> m_flipAfter; //!< null: spoofs are what they are from the beginning

    TrafficEnd m_from;
    TrafficEnd m_victimEnd;
    std::array<Ratio, kSpoofKindCount> m_shares{};
    std::array<FlowIndex, kSpoofKindCount> m_flows{};
    std::optional<RandomStream> m_spoofStream;
    std::optional<RandomStream> m_kindStream;
    std::optional<RandomStream> m_flipStream;
    Counts m_spoofs{};
    Counts m_leaks{};
    Counts m_caught{};
    int64_t m_harmless = 0;
    int64_t m_falseDrops = 0;
    int64_t m_races = 0;
    int64_t m_raceWins = 0;
};

} // namespace nexsim

#endif // NEXSIM_SPOOFING_ATTACK_H
