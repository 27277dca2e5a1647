// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/new-reno-congestion-control.h"
#include "models/transport/tcp-sender.h"
#include "tests/support/simulation.h"

#include "ns3/simulator.h"
#include <doctest/doctest.h>

#include <memory>
#include <vector>

namespace tcp_sender_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

constexpr int64_t kSegment = 1000;

/** What a sender sent. */
struct Sending
{
    SimTime at;
    uint64_t begin;
    int64_t payload;
};

class Recorder : public Component, public TcpOutput
{
  public:
    PacketPtr MakeSegment(int64_t ipBytes, int64_t payloadBytes) override
    {
        PacketPtr packet = Run().Pool().Allocate();
        packet->size = static_cast<uint32_t>(ipBytes);
        packet->payloadBytes = static_cast<uint32_t>(payloadBytes);
        TransportOf(*packet) = TransportFields{};
        return packet;
    }

    void SendSegment(PacketPtr segment) override
    {
        sendings.push_back(
            {Now(), ByteOfSequence(TransportOf(*segment).sequence), segment->payloadBytes});
    }

    std::vector<Sending> sendings;
};

/** A sender to whom acknowledgements are given by hand; time in ms. */
struct Bench
{
    Simulation simulation;
    RunContext run;
    Recorder output;
    TcpParameters parameters;
    TcpSenderCounts counts;
    std::unique_ptr<TcpSender> sender;

    explicit Bench(LossDetection detection, int64_t initialWindow = 10)
    {
        parameters.segment = kSegment;
        parameters.initialWindow = initialWindow;
        parameters.handshake = false;
        parameters.lossDetection = detection;
        output.Attach(run, "end");
        sender = std::make_unique<TcpSender>(output,
                                             output,
                                             parameters,
                                             ns3::CreateObject<NewRenoCongestionControl>(),
                                             counts);
    }

    /** Opens with so many segments to send. */
    void Open(uint64_t segments)
    {
        sender->Write(segments * kSegment);
        sender->Open();
    }

    /** At a time, an acknowledgement; in segments. */
    void Acknowledge(int64_t milliseconds, uint64_t number, std::vector<SackBlock> blocks = {})
    {
        RunTo(milliseconds);
        PacketPtr packet = output.MakeSegment(52, 0);
        packet->flags = kTcpAck;
        TransportFields& fields = TransportOf(*packet);
        fields.acknowledgement = SequenceOfByte(number * kSegment);
        fields.window = 100'000'000;
        for (const SackBlock& block : blocks)
        {
            AddSackBlock(fields, {block.begin * kSegment, block.end * kSegment});
        }
        sender->OnSegment(*packet);
    }

    void RunTo(int64_t milliseconds)
    {
        run.Kernel()->SetEnd(MilliSeconds(milliseconds));
        ns3::Simulator::Run();
    }

    /** Segments sent since the last question, by number. */
    std::vector<uint64_t> Sent()
    {
        std::vector<uint64_t> numbers;
        for (; m_asked < output.sendings.size(); ++m_asked)
        {
            numbers.push_back(output.sendings[m_asked].begin / kSegment);
        }
        return numbers;
    }

  private:
    size_t m_asked = 0;
};

using Numbers = std::vector<uint64_t>;

} // namespace

TEST_CASE("two losses in a row halve the window twice, though SACK has left much outstanding")
{
    Bench bench(LossDetection::SackCount, 16);
    bench.Open(1000);
    CHECK(bench.Sent().size() == 16);
    // Of 0 to 15, 0 is missing; 16 and 17 leave for the first two reports.
    bench.Acknowledge(100, 0, {{1, 2}});
    bench.Acknowledge(101, 0, {{1, 3}});
    bench.Acknowledge(102, 0, {{1, 4}});
    CHECK(bench.counts.recoveries == 1);
    CHECK(bench.sender->Window().threshold == 8 * kSegment);
    // 18 is missing next; the copy of 0 comes at last, and with it all below 18.
    for (uint64_t i = 5; i <= 18; ++i)
    {
        bench.Acknowledge(98 + static_cast<int64_t>(i), 0, {{1, i}});
    }
    bench.Acknowledge(200, 18);
    // Half of 16, and a segment for what this acknowledges.
    CHECK(bench.sender->Window().window == 9 * kSegment);
    REQUIRE(bench.output.sendings.back().begin >= 22 * kSegment);
    bench.Acknowledge(201, 18, {{19, 20}});
    bench.Acknowledge(202, 18, {{19, 21}});
    bench.Acknowledge(203, 18, {{19, 22}});
    CHECK(bench.counts.recoveries == 2);
    CHECK(bench.sender->Window().threshold == 9 * kSegment / 2);
}

TEST_CASE("by time, too: a loss of what was sent in recovery halves the window again at its end")
{
    for (const bool again : {false, true})
    {
        CAPTURE(again);
        Bench bench(LossDetection::RackTlp, 16);
        bench.Open(1000);
        // Of 0 to 15, 0 is missing; others leave behind 15 while reports come.
        for (uint64_t i = 2; i <= 16; ++i)
        {
            bench.Acknowledge(98 + static_cast<int64_t>(i), 0, {{1, i}});
        }
        REQUIRE(bench.counts.recoveries == 1);
        REQUIRE(bench.sender->Window().threshold == 8 * kSegment);
        REQUIRE(bench.output.sendings.back().begin >= 19 * kSegment);
        // Of these, 18 is missing: 19 and what follows arrive before the copy of 0 does.
        const uint64_t from = again ? 19 : 18;
        bench.Acknowledge(201, 0, {{from, 20}, {1, 18}});
        bench.Acknowledge(230, 0, {{from, 20}, {1, 18}});
        CHECK(bench.counts.retransmissions == 2); // 0 twice: later ones overtook its copy, too
        CHECK(bench.counts.recoveries == 1);
        // The copy of 0 comes at last: the recovery is over, and what followed it had a loss.
        bench.Acknowledge(240, again ? 18 : 20, {{from, 20}});
        CHECK(bench.counts.recoveries == (again ? 2 : 1));
        CHECK((bench.sender->Window().threshold < 8 * kSegment) == again);
        CHECK(bench.counts.retransmissions == (again ? 3 : 2)); // 18, for which there was no room
    }
}

TEST_CASE("three segments that overtake one are a loss by count; by time not, once that was seen")
{
    for (const bool byTime : {false, true})
    {
        CAPTURE(byTime);
        Bench bench(byTime ? LossDetection::RackTlp : LossDetection::SackCount);
        bench.Open(12);
        bench.Acknowledge(100, 1);
        // 1 is overtaken by 2, which is no loss to either.
        bench.Acknowledge(101, 1, {{2, 3}});
        bench.Acknowledge(102, 3);
        // 3 is overtaken by 4, 5 and 6; all were sent at 0, and 103 + 100 / 4 have not passed.
        bench.Sent();
        bench.Acknowledge(103, 3, {{4, 5}});
        bench.Acknowledge(103, 3, {{4, 6}});
        bench.Acknowledge(103, 3, {{4, 7}});
        bench.RunTo(110);
        CHECK(bench.counts.recoveries == (byTime ? 0 : 1));
        CHECK(bench.counts.retransmissions == (byTime ? 0 : 1));
        bench.Acknowledge(110, 7);
        CHECK(bench.sender->Window().InSlowStart() == byTime);
    }
}

TEST_CASE("what was overtaken and does not come is sent again when the reordering window is over")
{
    Bench bench(LossDetection::RackTlp, 4);
    bench.Open(4);
    bench.Acknowledge(100, 1);
    bench.Sent();
    bench.Acknowledge(104, 1, {{2, 3}});
    bench.RunTo(128);
    CHECK(bench.Sent().empty());
    // Sent at 0; round trip 104, of which the least is 100.
    bench.RunTo(130);
    CHECK(bench.Sent() == Numbers{1});
    CHECK(bench.output.sendings.back().at == MilliSeconds(129));
}

TEST_CASE("a report of a duplicate makes the reordering window half of the least round trip")
{
    Bench bench(LossDetection::RackTlp, 4);
    bench.Open(4);
    bench.Acknowledge(100, 1);
    bench.Acknowledge(101, 1, {{0, 1}});
    bench.Acknowledge(104, 1, {{2, 3}});
    bench.Sent();
    bench.RunTo(153);
    CHECK(bench.Sent().empty());
    bench.RunTo(155);
    CHECK(bench.Sent() == Numbers{1});
    CHECK(bench.output.sendings.back().at == MilliSeconds(154));
}

TEST_CASE("the probe goes out two round trips after the last, the time-out otherwise")
{
    Bench bench(LossDetection::RackTlp, 4);
    bench.Open(4);
    bench.Acknowledge(60, 2);
    bench.Sent();
    bench.RunTo(179);
    CHECK(bench.Sent().empty());
    // No new data is left: the last segment again.
    bench.RunTo(181);
    CHECK(bench.Sent() == Numbers{3});
    CHECK(bench.output.sendings.back().at == MilliSeconds(180));
    CHECK(bench.counts.probes == 1);
    CHECK(bench.counts.timeOuts == 0);
    // It alone arrives: 2 was sent before it, and is lost.
    bench.Acknowledge(240, 2, {{3, 4}});
    CHECK(bench.Sent() == Numbers{2});
    CHECK(bench.counts.recoveries == 1);
    bench.Acknowledge(300, 4);
    CHECK(bench.counts.timeOuts == 0);
}

TEST_CASE("a probe is new data where there is any, beyond the window")
{
    Bench bench(LossDetection::RackTlp, 4);
    bench.Open(100);
    bench.Acknowledge(60, 1);
    CHECK(bench.Sent() == Numbers{0, 1, 2, 3, 4, 5});
    bench.RunTo(180);
    CHECK(bench.Sent().empty());
    bench.RunTo(181);
    CHECK(bench.Sent() == Numbers{6});
}

TEST_CASE("a single segment's probe waits for its delayed acknowledgement, too")
{
    Bench bench(LossDetection::RackTlp, 2);
    bench.Open(2);
    bench.Acknowledge(60, 1);
    bench.Sent();
    bench.RunTo(219);
    CHECK(bench.Sent().empty());
    bench.RunTo(221); // 60 + 2 x 60 + 40
    CHECK(bench.Sent() == Numbers{1});
}

TEST_CASE("a loss that a probe has repaired halves the window; a duplicate report shows none")
{
    for (const bool wasLost : {false, true})
    {
        CAPTURE(wasLost);
        Bench bench(LossDetection::RackTlp, 10);
        bench.Open(10);
        bench.Acknowledge(60, 2);
        bench.RunTo(250);
        REQUIRE(bench.counts.probes == 1);
        const int64_t window = bench.sender->Window().window;
        bench.sender->Write(2 * kSegment);
        bench.Acknowledge(280,
                          10,
                          wasLost ? std::vector<SackBlock>{} : std::vector<SackBlock>{{9, 10}});
        bench.Acknowledge(320, 12);
        CHECK((bench.sender->Window().window < window) == wasLost);
        CHECK((bench.sender->Window().threshold == 4 * kSegment) == wasLost); // of the 8 under way
        CHECK(bench.counts.recoveries == (wasLost ? 1 : 0));
    }
}

TEST_CASE("what a probe told of is answered by its recovery, not once more by what is sent later")
{
    Bench bench(LossDetection::RackTlp, 4);
    bench.Open(4);
    bench.Acknowledge(60, 2);
    bench.RunTo(190);
    REQUIRE(bench.counts.probes == 1);
    bench.Acknowledge(240, 2, {{3, 4}}); // the probe has arrived, what was before it has not
    REQUIRE(bench.counts.recoveries == 1);
    bench.Acknowledge(320, 4);
    bench.sender->Write(2 * kSegment);
    bench.Acknowledge(400, 6);
    CHECK(bench.counts.recoveries == 1);
}

TEST_CASE("no second probe before a round trip was measured: then the timer expires")
{
    Bench bench(LossDetection::RackTlp, 4);
    bench.Open(4);
    bench.Acknowledge(60, 2);
    bench.RunTo(380 - 1);
    CHECK(bench.counts.probes == 1); // at 180
    CHECK(bench.counts.timeOuts == 0);
    bench.RunTo(381); // 200 later
    CHECK(bench.counts.probes == 1);
    CHECK(bench.counts.timeOuts == 1);
}

TEST_CASE("a probe needs a round trip measured since the last one, which a copy does not give")
{
    Bench bench(LossDetection::RackTlp, 4);
    bench.Open(4);
    bench.Acknowledge(60, 3);
    bench.RunTo(250);
    REQUIRE(bench.counts.probes == 1);
    bench.Acknowledge(280, 4, {{3, 4}});
    bench.sender->Write(2 * kSegment);
    bench.RunTo(479);
    CHECK(bench.counts.probes == 1);
    bench.RunTo(481); // 280 and the least time-out
    CHECK(bench.counts.timeOuts == 1);
    bench.Acknowledge(540, 6);
    bench.sender->Write(2 * kSegment);
    bench.Acknowledge(600, 8);
    bench.sender->Write(2 * kSegment);
    bench.RunTo(790);
    CHECK(bench.counts.probes == 2);
}

} // namespace tcp_sender_test
