// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/rack.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace rack_test
{

using namespace nexsim;

namespace
{

constexpr int64_t kLeast = 80;
constexpr int64_t kSmoothed = 100;

/** A scoreboard with RACK; times in ps, round trips of 80 at least and 100 on average. */
struct Bench
{
    TcpScoreboard board;
    Rack rack;
    bool inRecovery = false;

    Bench()
    {
        board.SetObserver(rack);
    }

    void Send(uint32_t length, int64_t now)
    {
        board.OnSent(length, SimTime(now));
        rack.OnSent(board.Newest());
    }

    bool SendAgain(int64_t now)
    {
        TcpScoreboard::Sent* lost = board.NextLost();
        if (lost == nullptr)
        {
            return false;
        }
        board.OnSentAgain(*lost, SimTime(now));
        rack.OnSent(*lost);
        return true;
    }

    void Acknowledge(uint64_t number, const std::vector<SackBlock>& blocks, int64_t now)
    {
        TcpScoreboard::News news;
        rack.BeginAcknowledgement(SimTime(now), SimTime(kLeast));
        board.OnAcknowledged(number, blocks.data(), static_cast<unsigned>(blocks.size()), news);
    }

    /** @return when to look again */
    SimTime Detect(int64_t now)
    {
        TcpScoreboard::News news;
        return rack.DetectLosses(board,
                                 {SimTime(now), SimTime(kLeast), SimTime(kSmoothed), inRecovery},
                                 news);
    }

    /** @return first byte of the first segment that waits to be sent again; -1 for none */
    int64_t FirstLost()
    {
        const TcpScoreboard::Sent* lost = board.NextLost();
        return lost == nullptr ? -1 : static_cast<int64_t>(lost->begin);
    }
};

/** The pseudo-code of RFC 8985 section 6.2, step by step over all segments. */
struct Model
{
    struct Segment
    {
        uint64_t begin;
        uint64_t end;
        int64_t sentAt;
        bool again = false;
        bool lost = false;
        bool waits = false; //!< to be sent again
        bool acked = false; //!< by either kind
    };

    std::vector<Segment> segments;
    int64_t sentAt = -1;
    uint64_t end = 0;
    int64_t roundTrip = 0;
    uint64_t forward = 0;
    bool reordering = false;

    static bool SentAfter(int64_t t1, uint64_t s1, int64_t t2, uint64_t s2)
    {
        return t1 > t2 || (t1 == t2 && s1 > s2);
    }

    void Ack(Segment& s, int64_t now)
    {
        s.acked = true;
        s.waits = false;
        if (s.end > forward)
        {
            forward = s.end;
        }
        else if (s.end < forward && !s.again)
        {
            reordering = true;
        }
        if (s.again && now - s.sentAt < kLeast)
        {
            return;
        }
        roundTrip = now - s.sentAt;
        if (SentAfter(s.sentAt, s.end, sentAt, end))
        {
            sentAt = s.sentAt;
            end = s.end;
        }
    }

    uint64_t InOrder() const
    {
        uint64_t next = 0;
        for (const Segment& s : segments)
        {
            if (!s.acked)
            {
                break;
            }
            next = s.end;
        }
        return next;
    }

    int64_t Detect(int64_t now, bool inRecovery)
    {
        const uint64_t inOrder = InOrder();
        const auto sacked =
            std::count_if(segments.begin(), segments.end(), [inOrder](const Segment& s) {
                return s.acked && s.begin >= inOrder;
            });
        const bool none = !reordering && (inRecovery || sacked >= 3);
        const int64_t window = none ? 0 : std::min(kLeast / 4, kSmoothed);
        int64_t timeout = 0;
        for (Segment& s : segments)
        {
            if (s.acked || s.waits || !SentAfter(sentAt, end, s.sentAt, s.end))
            {
                continue;
            }
            const int64_t remaining = s.sentAt + roundTrip + window - now;
            if (remaining <= 0)
            {
                s.lost = true;
                s.waits = true;
            }
            else
            {
                timeout = std::max(timeout, remaining);
            }
        }
        return timeout;
    }
};

} // namespace

TEST_CASE("a segment is lost a quarter of the least round trip after its time, by a timer")
{
    Bench bench;
    bench.Send(100, 0);
    bench.Send(200, 5);
    bench.Acknowledge(0, {{100, 300}}, 105);
    // Sent at 0, it would have come at 100; 20 more are granted.
    CHECK(bench.Detect(105) == SimTime(120));
    CHECK(bench.rack.ReorderingWindow() == SimTime(20));
    CHECK(bench.Detect(119) == SimTime(120));
    CHECK(bench.FirstLost() == -1);
    CHECK(bench.Detect(120) == kNever);
    CHECK(bench.FirstLost() == 0);
}

TEST_CASE("nothing is granted once three segments are reported, or in recovery")
{
    for (const bool inRecovery : {false, true})
    {
        Bench bench;
        bench.inRecovery = inRecovery;
        for (int64_t i = 0; i < 4; ++i)
        {
            bench.Send(100, i);
        }
        bench.Acknowledge(0, {{100, inRecovery ? 200U : 400U}}, 101);
        CHECK(bench.Detect(101) == kNever);
        CHECK(bench.rack.ReorderingWindow() == SimTime(0));
        CHECK(bench.FirstLost() == 0);
    }
}

TEST_CASE("after reordering three segments above are no proof, and time decides")
{
    Bench bench;
    for (int64_t i = 0; i < 10; ++i)
    {
        bench.Send(100, i);
    }
    bench.Acknowledge(0, {{100, 200}}, 101);
    CHECK_FALSE(bench.rack.HasSeenReordering());
    bench.Acknowledge(200, {}, 102); // the first one, late
    CHECK(bench.rack.HasSeenReordering());
    bench.Acknowledge(200, {{300, 600}}, 106);
    CHECK(bench.Detect(106) == SimTime(2 + 101 + 20));
    CHECK(bench.FirstLost() == -1);
}

TEST_CASE("what was sent again is lost when later ones come and it does not")
{
    Bench bench;
    for (int64_t i = 0; i < 5; ++i)
    {
        bench.Send(100, i);
    }
    bench.Acknowledge(0, {{100, 400}}, 103);
    bench.Detect(103);
    REQUIRE(bench.SendAgain(103));
    bench.Send(100, 104);
    bench.inRecovery = true;
    bench.Acknowledge(0, {{100, 600}}, 204);
    CHECK(bench.Detect(204) == kNever); // sent at 103, round trip 100: lost at 203
    CHECK(bench.FirstLost() == 0);
}

TEST_CASE("an acknowledgement sooner than any round trip after a retransmission is the original's")
{
    Bench bench;
    for (int64_t i = 0; i < 5; ++i)
    {
        bench.Send(100, i);
    }
    bench.Acknowledge(0, {{100, 400}}, 103);
    bench.Detect(103);
    REQUIRE(bench.SendAgain(103));
    bench.Acknowledge(400, {}, 113);
    // Had the copy counted, the fifth would be overtaken.
    CHECK(bench.Detect(500) == kNever);
    CHECK(bench.FirstLost() == -1);
}

TEST_CASE("each round with a report of a duplicate grants a quarter more, for 16 recoveries")
{
    Bench bench;
    const auto window = [&bench] {
        bench.Detect(0);
        return bench.rack.ReorderingWindow();
    };
    CHECK(window() == SimTime(20));
    bench.rack.OnDuplicateReported(0, 1000);
    CHECK(window() == SimTime(40));
    bench.rack.OnDuplicateReported(500, 1200); // the same round
    CHECK(window() == SimTime(40));
    bench.rack.OnDuplicateReported(1000, 2000);
    CHECK(window() == SimTime(60));
    for (uint64_t round = 2; round < 9; ++round)
    {
        bench.rack.OnDuplicateReported(round * 1000, (round + 1) * 1000);
    }
    CHECK(window() == SimTime(kSmoothed));
    for (int recovery = 0; recovery < 15; ++recovery)
    {
        bench.rack.OnRecoveryLeft();
    }
    CHECK(window() == SimTime(kSmoothed));
    bench.rack.OnRecoveryLeft();
    CHECK(window() == SimTime(20));
}

TEST_CASE("a copy that was sent without a loss gets time of its own")
{
    Bench bench;
    for (int64_t i = 0; i < 3; ++i)
    {
        bench.Send(100, i);
    }
    bench.Acknowledge(100, {}, 100);
    // 2 again, as a probe, at 300; then new data, which arrives.
    bench.board.Newest().everSentAgain = true;
    bench.board.Newest().sentAt = SimTime(300);
    bench.rack.OnSent(bench.board.Newest());
    bench.Send(100, 301);
    bench.Acknowledge(200, {{300, 400}}, 401);
    CHECK(bench.Detect(401) == SimTime(300 + 100 + 20));
    CHECK(bench.FirstLost() == -1);
}

TEST_CASE("at a time-out the oldest is lost, and of the others what has had its time")
{
    Bench bench;
    bench.Send(100, 0);
    bench.Acknowledge(100, {}, 100);
    bench.Detect(100);
    bench.Send(100, 110);
    bench.Send(100, 120);
    bench.Send(100, 150);
    bench.rack.MarkLossesAtTimeOut(bench.board, SimTime(240));
    CHECK(bench.board.Pipe() == 100); // that of 150: 150 + 100 + 20 is not yet
    CHECK(bench.FirstLost() == 100);
    Bench young;
    young.Send(100, 0);
    young.Send(100, 1);
    young.Acknowledge(0, {}, 1);
    young.rack.MarkLossesAtTimeOut(young.board, SimTime(-5));
    CHECK(young.board.Pipe() == 100);
}

TEST_CASE("losses and the timer are those of the pseudo-code, whatever arrives in whatever order")
{
    CHECK(rc::check([] {
        Bench bench;
        Model model;
        uint64_t next = 0;
        int64_t now = 0;
        const auto steps =
            *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0, 1'000'000));
        for (const uint32_t step : steps)
        {
            const uint32_t kind = step % 5;
            now += step / 7 % 40;
            if (kind < 2 || model.segments.empty())
            {
                const uint32_t length = 1 + step % 1448;
                bench.Send(length, now);
                model.segments.push_back({next, next + length, now});
                next += length;
            }
            else if (kind == 4)
            {
                const int64_t first = bench.FirstLost();
                const auto same = std::find_if(model.segments.begin(),
                                               model.segments.end(),
                                               [](const Model::Segment& s) { return s.waits; });
                RC_ASSERT((first >= 0) == (same != model.segments.end()));
                if (bench.SendAgain(now))
                {
                    RC_ASSERT(static_cast<int64_t>(same->begin) == first);
                    same->waits = false;
                    same->again = true;
                    same->sentAt = now;
                }
            }
            else
            {
                Model::Segment& arrived = model.segments[step / 5 % model.segments.size()];
                if (arrived.acked)
                {
                    continue;
                }
                model.Ack(arrived, now);
                const uint64_t inOrder = model.InOrder();
                std::vector<SackBlock> blocks;
                if (arrived.begin >= inOrder)
                {
                    blocks.push_back({arrived.begin, arrived.end});
                }
                bench.Acknowledge(inOrder, blocks, now);
                bench.inRecovery = step % 3 == 0;
                const SimTime again = bench.Detect(now);
                const int64_t timeout = model.Detect(now, bench.inRecovery);
                RC_ASSERT(again == (timeout == 0 ? kNever : SimTime(now + timeout)));
            }
            RC_ASSERT(bench.rack.HasSeenReordering() == model.reordering);
        }
    }));
}

} // namespace rack_test
