// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_PORT_SCENE_H
#define NEXSIM_PORT_SCENE_H

#include "models/base/attributes.h"
#include "models/queue/queue-set.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <vector>

namespace nexsim::testing
{

/** @brief One queue of a port; packets of DSCP i go to the i-th. */
struct QueueOfPort
{
    int64_t weight = 1;
    int64_t shapingRate = kUnlimited;
    int64_t shapingBurst = 15'000;
    Blueprint disc = UnlimitedFifo();

    static Blueprint UnlimitedFifo()
    {
        Blueprint fifo(ns3::TypeId::LookupByName("nexsim::FifoQueueDisc"));
        fifo.Set("MaxPackets", ns3::Create<IntegerValue>(kUnlimited));
        return fifo;
    }
};

/** @brief The queues of a port in a run of their own. */
class PortScene : public Component
{
  public:
    PortScene(const Blueprint& scheduler,
              const std::vector<QueueOfPort>& queues,
              BufferManager* buffer = nullptr)
    {
        Attach(run, "port");
        QueueSetup setup;
        setup.scheduler = scheduler;
        setup.rate = BitRate(1'000'000'000);
        for (size_t i = 0; i < queues.size(); ++i)
        {
            Blueprint match(PacketMatch::GetTypeId());
            match.Set("Dscp", ns3::Create<IntegerValue>(static_cast<int64_t>(i)));
            Blueprint made(QueueClass::GetTypeId());
            made.SetPart("Match", match);
            made.Set("Weight", ns3::Create<IntegerValue>(queues[i].weight));
            made.Set("ShapingRate", ns3::Create<IntegerValue>(queues[i].shapingRate));
            made.Set("ShapingBurst", ns3::Create<IntegerValue>(queues[i].shapingBurst));
            made.Set("Queue", ns3::Create<BlueprintValue>(queues[i].disc));
            setup.classes.push_back(ns3::Create<PolicyValue>(made.Create()));
        }
        set.Build(run, "port", setup, buffer, Stage::SwitchQueue);
        if (set.NeedsWake())
        {
            set.WakeBy<&PortScene::OnWake>(*this);
        }
    }

    void Enqueue(size_t queue, uint32_t size)
    {
        set.Enqueue(NewPacket(run, size, next++, static_cast<uint8_t>(queue)));
    }

    struct Served
    {
        int queue = -1; //!< none
        uint32_t number = 0;
        uint32_t size = 0;
    };

    Served Serve()
    {
        PacketPtr packet = set.Dequeue(run.Now());
        if (!packet)
        {
            return {};
        }
        const Served served{packet->dscp, packet->number, packet->size};
        run.GetLedger().Deliver(std::move(packet), run.Now(), 1);
        return served;
    }

    /** @brief IP bytes in the queues, without what shapers hold back. */
    int64_t Backlog() const
    {
        int64_t bytes = 0;
        for (const Component* component : run.Components())
        {
            const auto* disc = dynamic_cast<const QueueDisc*>(component);
            bytes += disc != nullptr ? disc->Backlog().Value() : 0;
        }
        return bytes;
    }

    Simulation simulation;
    RunContext run;
    QueueSet set;
    uint32_t next = 0;
    std::vector<SimTime> wakes; //!< when the shapers called

  private:
    void OnWake()
    {
        wakes.push_back(Now());
    }
};

} // namespace nexsim::testing

#endif // NEXSIM_PORT_SCENE_H
