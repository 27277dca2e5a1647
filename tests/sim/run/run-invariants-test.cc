// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/base/packet-fifo.h"
#include "models/host/app.h"
#include "models/queue/queue-disc.h"
#include "tests/sim/run/scenario-maker.h"

#include <doctest/doctest.h>

namespace run_invariants_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** What a careless plug-in may do with its fifth packet. */
enum class Fault : uint8_t
{
    Loses,     //!< forgets it without a word to the ledger
    Hides,     //!< keeps it and does not say so
    Invents,   //!< says that it holds one more than it does
    Owes,      //!< says that it holds one less than none
    OwesBytes, //!< as Owes, in bytes alone
    Pretends,  //!< forgets it, but says that it holds it
    Miscounts  //!< adds a picosecond to a stage that took none
};

/** A datapath with a fault. */
class FaultyDatapath : public Datapath
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid =
            ns3::TypeId("nexsim::FaultyDatapath")
                .SetParent<Datapath>()
                .AddConstructor<FaultyDatapath>()
                .AddAttribute("Fault",
                              "What goes wrong.",
                              QuantityDefault(Fault::Loses),
                              MakeQuantityAccessor(&FaultyDatapath::m_fault),
                              MakeChoiceChecker({"loses",
                                                 "hides",
                                                 "invents",
                                                 "owes",
                                                 "owes-bytes",
                                                 "pretends",
                                                 "miscounts"}));
        return tid;
    }

    void Send(PacketPtr packet) override
    {
        const bool takes =
            m_fault == Fault::Loses || m_fault == Fault::Hides || m_fault == Fault::Pretends;
        if (++m_count != 5 || !takes)
        {
            if (m_fault == Fault::Miscounts)
            {
                AddToStage(*packet, Stage::Copy, SimTime(1));
            }
            Network().Transmit(std::move(packet));
        }
        else if (m_fault == Fault::Hides)
        {
            m_hidden.Push(std::move(packet));
        }
    }

    void Deliver(PacketPtr packet) override
    {
        Run().Flows()[packet->flow].receiver->Deliver(std::move(packet));
    }

    Tally Held() const override
    {
        switch (m_fault)
        {
        case Fault::Invents:
            return {1, 0};
        case Fault::Owes:
            return {-1, 0};
        case Fault::OwesBytes:
            return {0, -5};
        case Fault::Pretends:
            return m_count < 5 ? Tally{} : Tally{1, 472};
        default:
            return {};
        }
    }

  private:
    Fault m_fault = Fault::Loses;
    int m_count = 0;
    PacketFifo m_hidden;
};

/** A FIFO that forgets its fifth packet. */
class LosingQueueDisc : public QueueDisc
{
  public:
    static ns3::TypeId GetTypeId()
    {
        static const ns3::TypeId tid = ns3::TypeId("nexsim::LosingQueueDisc")
                                           .SetParent<QueueDisc>()
                                           .AddConstructor<LosingQueueDisc>();
        return tid;
    }

  protected:
    void DoEnqueue(PacketPtr packet) override
    {
        if (++m_count != 5)
        {
            m_fifo.Push(std::move(packet));
        }
    }

    PacketPtr DoDequeue() override
    {
        return m_fifo.Empty() ? PacketPtr() : m_fifo.Pop();
    }

  private:
    int m_count = 0;
    PacketFifo m_fifo;
};

/** 500 B every 4 us from an application of a to b. */
struct Direct : ScenarioMaker
{
    size_t a = Host("a");
    size_t b = Host("b");

    Direct() : ScenarioMaker(MicroSeconds(100))
    {
        Link(a, b);
        Traffic("web", "ConstantRateSource", a, b, 500);
    }
};

RunRecord
RunWith(Fault fault)
{
    Direct made;
    Blueprint datapath(FaultyDatapath::GetTypeId());
    datapath.Set("Fault", ns3::Create<IntegerValue>(static_cast<int64_t>(fault)));
    Blueprint app(App::GetTypeId());
    app.SetPart("Datapath", datapath);
    made.run.nodes[made.a].apps = {{"client", app}};
    made.run.traffic[0].from = {{made.a, "client"}};
    return Run(made.run);
}

} // namespace

TEST_CASE("a packet that a component loses breaks the ledger, and the run fails")
{
    const RunRecord record = RunWith(Fault::Loses);
    CHECK(record.outcome == ExitCode::InvariantBroke);
    CHECK(record.reason ==
          "the ledger does not balance at 100000000 ps: 1 packets (472 B) must be "
          "inside, the pool has 0 packets in use, the components hold 0 packets (0 B)");
    CHECK(record.metrics.GetSize() == 0);
}

TEST_CASE("a packet that a component hides breaks the ledger")
{
    const RunRecord record = RunWith(Fault::Hides);
    CHECK(record.outcome == ExitCode::InvariantBroke);
    CHECK(record.reason ==
          "the ledger does not balance at 100000000 ps: 1 packets (472 B) must be "
          "inside, the pool has 1 packets in use, the components hold 0 packets (0 B)");
}

TEST_CASE("a packet that a component invents breaks the ledger, and the message says who")
{
    const RunRecord record = RunWith(Fault::Invents);
    CHECK(record.outcome == ExitCode::InvariantBroke);
    CHECK(record.reason.find("; of these a/client/datapath 1 packets (0 B)") != std::string::npos);
}

TEST_CASE("a component that holds less than nothing is told first")
{
    const RunRecord packets = RunWith(Fault::Owes);
    CHECK(packets.outcome == ExitCode::InvariantBroke);
    CHECK(packets.reason == "a/client/datapath holds -1 packets (0 B) at 100000000 ps");
    const RunRecord bytes = RunWith(Fault::OwesBytes);
    CHECK(bytes.outcome == ExitCode::InvariantBroke);
    CHECK(bytes.reason == "a/client/datapath holds 0 packets (-5 B) at 100000000 ps");
}

TEST_CASE("a component that says it holds a packet which is gone does not get away with it")
{
    const RunRecord record = RunWith(Fault::Pretends);
    CHECK(record.outcome == ExitCode::InvariantBroke);
    CHECK(record.reason ==
          "the ledger does not balance at 100000000 ps: 1 packets (472 B) must be "
          "inside, the pool has 0 packets in use, the components hold 1 packets (472 B); of these "
          "a/client/datapath 1 packets (472 B)");
}

TEST_CASE("stages that do not add up to the latency are noticed")
{
    const RunRecord record = RunWith(Fault::Miscounts);
    CHECK(record.outcome == ExitCode::InvariantBroke);
    CHECK(record.reason.find("web: the stages of a packet add up to ") == 0);
}

TEST_CASE("a run that was cut off by a limit must have balanced books as well")
{
    Direct made;
    Blueprint nic(ns3::TypeId::LookupByName("nexsim::Nic"));
    nic.Set("Queue", ns3::Create<BlueprintValue>(Blueprint(LosingQueueDisc::GetTypeId())));
    made.run.links[0].portA = nic;
    made.run.limits.events = 30;
    const RunRecord record = Run(made.run);
    CHECK(record.events == 30);
    CHECK(record.outcome == ExitCode::InvariantBroke);
}

TEST_CASE("a queue that loses a packet breaks the ledger, and the run still comes to its end")
{
    Direct made;
    Blueprint nic(ns3::TypeId::LookupByName("nexsim::Nic"));
    nic.Set("Queue", ns3::Create<BlueprintValue>(Blueprint(LosingQueueDisc::GetTypeId())));
    made.run.links[0].portA = nic;
    const RunRecord record = Run(made.run);
    CHECK(record.outcome == ExitCode::InvariantBroke);
    CHECK(record.simulatedPs == MicroSeconds(100).Value());
    CHECK(record.reason.find("the ledger does not balance at 100000000 ps: ") == 0);
}

} // namespace run_invariants_test
