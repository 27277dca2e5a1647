// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/tcp-receiver.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace tcp_receiver_test
{

using namespace nexsim;
using namespace nexsim::testing;

namespace
{

/** What a receiver said. */
struct Answer
{
    SimTime at;
    uint64_t number;
    uint8_t flags;
    int64_t size;
    std::vector<SackBlock> blocks;
    uint32_t generation;
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
        const TransportFields& fields = TransportOf(*segment);
        answers.push_back({Now(),
                           ByteOfSequence(fields.acknowledgement),
                           segment->flags,
                           segment->size,
                           {},
                           fields.generation});
        for (unsigned i = 0; i < fields.sackBlocks; ++i)
        {
            answers.back().blocks.push_back(SackBlockAt(fields, i));
        }
    }

    std::vector<Answer> answers;
};

struct Bench
{
    Simulation simulation;
    RunContext run;
    Recorder output;
    TcpParameters parameters;
    std::unique_ptr<TcpReceiver> receiver;

    explicit Bench(MarkEcho echo = MarkEcho::UntilReduced)
    {
        parameters.segment = 1000;
        output.Attach(run, "end");
        receiver = std::make_unique<TcpReceiver>(output, output, parameters, echo);
    }

    void Arrive(uint64_t begin, uint32_t length, Ecn ecn = Ecn::NotCapable, uint8_t flags = kTcpAck)
    {
        PacketPtr packet = output.MakeSegment(52 + length, length);
        TransportOf(*packet).sequence = SequenceOfByte(begin);
        packet->ecn = ecn;
        packet->flags = flags;
        receiver->OnSegment(*packet);
    }
};

} // namespace

TEST_CASE("every second segment is acknowledged at once, a lone one after the delay")
{
    Bench bench;
    bench.Arrive(0, 1000);
    CHECK(bench.output.answers.empty());
    bench.Arrive(1000, 1000);
    REQUIRE(bench.output.answers.size() == 1);
    CHECK(bench.output.answers[0].number == 2000);
    CHECK(bench.output.answers[0].size == 52);
    bench.Arrive(2000, 1000);
    RunUntil(bench.run, Seconds(1));
    REQUIRE(bench.output.answers.size() == 2);
    CHECK(bench.output.answers[1].number == 3000);
    CHECK(bench.output.answers[1].at == MilliSeconds(40));
}

TEST_CASE("a gap is told at once, with the block that grew last in front, and so is its end")
{
    Bench bench;
    bench.Arrive(2000, 1000);
    bench.Arrive(6000, 500);
    bench.Arrive(4000, 1000);
    bench.Arrive(3000, 1000);
    REQUIRE(bench.output.answers.size() == 4);
    const Answer& third = bench.output.answers[2];
    CHECK(third.number == 0);
    REQUIRE(third.blocks.size() == 3);
    CHECK(third.blocks[0].begin == 4000);
    CHECK(third.blocks[1].begin == 6000);
    CHECK(third.blocks[2].begin == 2000);
    CHECK(third.size == 52 + 28);
    const Answer& fourth = bench.output.answers[3];
    REQUIRE(fourth.blocks.size() == 2);
    CHECK(fourth.blocks[0].begin == 2000);
    CHECK(fourth.blocks[0].end == 5000);
    bench.Arrive(0, 2000);
    CHECK(bench.output.answers[4].number == 5000);
    CHECK(bench.output.answers[4].blocks.size() == 1);
    bench.Arrive(0, 1000); // again: the sender must learn where we stand
    CHECK(bench.output.answers[5].number == 5000);
}

TEST_CASE("a mark is echoed until the sender says that it has slowed down")
{
    Bench bench;
    bench.Arrive(0, 1000, Ecn::Congestion);
    bench.Arrive(1000, 1000, Ecn::Capable0);
    bench.Arrive(2000, 1000, Ecn::Capable0);
    bench.Arrive(3000, 1000, Ecn::Capable0, kTcpAck | kTcpCwr);
    REQUIRE(bench.output.answers.size() == 2);
    CHECK((bench.output.answers[0].flags & kTcpEce) != 0);
    CHECK((bench.output.answers[1].flags & kTcpEce) == 0);
}

TEST_CASE("echoing each packet, a change of the mark is not hidden by a delayed acknowledgement")
{
    Bench bench(MarkEcho::EachPacket);
    bench.Arrive(0, 1000, Ecn::Capable0);
    bench.Arrive(1000, 1000, Ecn::Congestion); // tells of the first one by itself
    REQUIRE(bench.output.answers.size() == 1);
    CHECK(bench.output.answers[0].number == 1000);
    CHECK((bench.output.answers[0].flags & kTcpEce) == 0);
    bench.Arrive(2000, 1000, Ecn::Congestion);
    REQUIRE(bench.output.answers.size() == 2);
    CHECK(bench.output.answers[1].number == 3000);
    CHECK((bench.output.answers[1].flags & kTcpEce) != 0);
}

// Fails when a duplicate has the generation of the one before, or a change of the mark keeps it.
TEST_CASE("acknowledgements in a row that only acknowledge more are of one generation")
{
    Bench bench(MarkEcho::EachPacket);
    bench.Arrive(0, 2000);
    bench.Arrive(2000, 2000);
    bench.Arrive(4000, 2000);
    bench.Arrive(6000, 2000);
    bench.Arrive(9000, 1000); // out of order
    bench.Arrive(8000, 1000); // fills the gap
    bench.Arrive(10'000, 2000);
    bench.Arrive(12'000, 2000);
    bench.Arrive(12'000, 1000); // again
    bench.Arrive(14'000, 2000, Ecn::Congestion);
    bench.Arrive(16'000, 2000, Ecn::Congestion);
    bench.Arrive(18'000, 2000);
    bench.Arrive(20'000, 2000);
    std::vector<uint32_t> generations;
    for (const Answer& answer : bench.output.answers)
    {
        generations.push_back(answer.generation);
    }
    // In turn: news, news, a duplicate, the gap filled, news, a duplicate, news with ECE, and without.
    CHECK(generations == std::vector<uint32_t>{1, 1, 0, 3, 3, 0, 5, 6});
}

// Fails when the generation is not told of the duplicate: the answer may then be replaced.
TEST_CASE("an acknowledgement that reports a duplicate beside news is of no generation")
{
    Bench bench;
    bench.parameters.lossDetection = LossDetection::RackTlp;
    bench.Arrive(0, 1000);
    bench.Arrive(1000, 1000);
    bench.Arrive(2000, 1000); // its acknowledgement waits
    bench.Arrive(0, 1000);    // again
    REQUIRE(bench.output.answers.size() == 2);
    CHECK(bench.output.answers[1].number == 3000);
    REQUIRE(bench.output.answers[1].blocks.size() == 1);
    CHECK(bench.output.answers[1].generation == 0);
}

TEST_CASE("segments in any order, some of them twice: all bytes are in order in the end")
{
    CHECK(rc::check([] {
        Bench bench;
        const auto lengths = *rc::gen::nonEmpty(
            rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(1, 1001)));
        std::vector<std::pair<uint64_t, uint32_t>> segments;
        uint64_t end = 0;
        for (const uint32_t length : lengths)
        {
            segments.emplace_back(end, length);
            end += length;
        }
        auto order = segments;
        const auto twice =
            *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, 99));
        for (const size_t i : twice)
        {
            order.push_back(segments[i % segments.size()]);
            std::swap(order[i % order.size()], order.back());
        }
        std::vector<bool> has(end, false);
        for (const auto& [begin, length] : order)
        {
            bench.Arrive(begin, length);
            std::fill_n(has.begin() + static_cast<std::ptrdiff_t>(begin), length, true);
            const auto gap = std::find(has.begin(), has.end(), false);
            RC_ASSERT(bench.receiver->InOrder() == static_cast<uint64_t>(gap - has.begin()));
            for (const Answer& answer : bench.output.answers)
            {
                for (const SackBlock& block : answer.blocks)
                {
                    RC_ASSERT(block.begin > answer.number);
                    RC_ASSERT(std::all_of(has.begin() + static_cast<std::ptrdiff_t>(block.begin),
                                          has.begin() + static_cast<std::ptrdiff_t>(block.end),
                                          [](bool there) { return there; }));
                }
            }
        }
        RC_ASSERT(bench.receiver->InOrder() == end);
    }));
}

TEST_CASE("a duplicate is reported in front of the other blocks, where that is made use of")
{
    for (const bool byTime : {false, true})
    {
        CAPTURE(byTime);
        Bench bench;
        bench.parameters.lossDetection = byTime ? LossDetection::RackTlp : LossDetection::SackCount;
        bench.Arrive(0, 1000);
        bench.Arrive(1000, 700);
        bench.Arrive(3000, 1000);
        bench.Arrive(6000, 1000);
        bench.Arrive(1000, 700);  // below what is acknowledged
        bench.Arrive(3000, 1000); // and above
        const auto& answers = bench.output.answers;
        REQUIRE(answers.size() == 5);
        const size_t more = byTime ? 1 : 0;
        REQUIRE(answers[3].blocks.size() == 2 + more);
        REQUIRE(answers[4].blocks.size() == 2 + more);
        CHECK(answers[3].size == 52 + SackOptionBytes(2 + static_cast<unsigned>(more)));
        if (byTime)
        {
            CHECK(answers[3].blocks[0].begin == 1000);
            CHECK(answers[3].blocks[0].end == 1700);
            CHECK(answers[4].blocks[0].begin == 3000);
            CHECK(answers[4].blocks[0].end == 4000);
            CHECK(answers[4].blocks[1].begin == 3000);
        }
        bench.Arrive(8000, 1000);
        CHECK(answers[5].blocks.size() == 3);
    }
}

TEST_CASE("payload in the other direction carries what is due, and no packet of its own is sent")
{
    Bench bench;
    bench.Arrive(0, 1000, Ecn::Congestion);
    PacketPtr segment = bench.output.MakeSegment(152, 100);
    bench.receiver->AcknowledgeWith(*segment);
    CHECK(ByteOfSequence(TransportOf(*segment).acknowledgement) == 1000);
    CHECK((segment->flags & kTcpEce) != 0);
    RunUntil(bench.run, Seconds(1));
    CHECK(bench.output.answers.empty());
    bench.Arrive(1000, 1000);
    CHECK(bench.output.answers.empty()); // the count begins anew
    bench.Arrive(2000, 1000);
    CHECK(bench.output.answers.size() == 1);
}

} // namespace tcp_receiver_test
