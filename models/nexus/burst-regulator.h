// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_BURST_REGULATOR_H
#define NEXSIM_BURST_REGULATOR_H

#include "models/base/blueprint.h"
#include "models/host/kernel-task.h"
#include "models/nexus/regulator-ring.h"

#include <deque>
#include <memory>
#include <vector>

namespace nexsim
{

class Core;
class NetifReceiver;

/**
 * @brief Between the flow switch and the sockets of a host: packets wait in a ring per socket, which
 * gives them away in portions, each no more than the socket has room for (US11178259B2 claim 1).
 *
 * What channels get never passes here.
 */
class BurstRegulator : public ns3::Object, public Component
{
  public:
    static ns3::TypeId GetTypeId();

    /** @brief Called once, after Attach. @param core on which portions reach their sockets */
    void Connect(Core& core, KernelInput& hostStack, HostNetwork& network);

    /** @brief One more link at which packets arrive. */
    void AddLink(BitRate rate);

    /**
     * @brief Takes the first packet, of a flow to which somebody listens.
     * @param receiver told to go on (NetifReceiver::Resume) when it may be offered again
     * @return false when it has to wait
     */
    bool Offer(PacketFifo& packets, NetifReceiver& receiver);

    Tally Held() const override;
    void ReportMetrics(MetricVisitor& visitor) const override;
    void BeginMeasurement() override;

  protected:
    void DoAttach() override;
    void DoDispose() override;

  private:
    friend class RegulatorRing;

    enum class Overflow : uint8_t
    {
        Drop,
        LeaveUnread
    };

    /** @brief Brings what portions hold to the sockets, packet by packet. */
    class Deliverer : public KernelTask
    {
      public:
        explicit Deliverer(BurstRegulator& owner)
            : KernelTask(CoreClass::KernelThread), m_owner(owner)
        {
        }

        std::string TaskName() const override
        {
            return "the burst regulator";
        }

      private:
        bool BeginReceived(CoreWork& work) override;

        BurstRegulator& m_owner;
    };

    RegulatorRing& RingOf(Datapath& socket);
    void Give(RegulatorRing& ring, PacketPtr packet);
    void AfterPortion(int64_t packets);

    // attributes
    Packets m_ringSize;
    SimTime m_burstPeriod;
    Bytes m_packetSize;
    Packets m_portion;
    Overflow m_overflow = Overflow::Drop;
    Blueprint m_pace;

    Core* m_core = nullptr;
    Packets m_capacity;
    int64_t m_linkRate = 0;                              //!< bps, of all links
    std::vector<std::unique_ptr<RegulatorRing>> m_rings; //!< by first packet
    Deliverer m_deliverer{*this};
    PacketFifo m_given;                //!< in portions, and not at its socket
    std::deque<RegulatorRing*> m_from; //!< of each of them
    RegulatorRing* m_inWork = nullptr; //!< of the one that the deliverer is at
    int64_t m_inWorkBytes = 0;         //!< memory that this one takes of its socket's buffer
    std::deque<NetifReceiver*> m_waiting;
    DropReason* m_ringFull = nullptr;

    int64_t m_portions = 0;
    int64_t m_inPortions = 0;
    int64_t m_peakRing = 0;
    int64_t m_peakSocket = 0;
    int64_t m_unread = 0;
};

} // namespace nexsim

#endif // NEXSIM_BURST_REGULATOR_H
