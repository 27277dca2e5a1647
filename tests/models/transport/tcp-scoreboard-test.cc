// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/transport/tcp-scoreboard.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

namespace tcp_scoreboard_test
{

using namespace nexsim;

namespace
{

/** Sends segments of these lengths at 1, 2, 3 ... ps. */
void
SendAll(TcpScoreboard& board, const std::vector<uint32_t>& lengths)
{
    int64_t now = 0;
    for (const uint32_t length : lengths)
    {
        board.OnSent(length, SimTime(++now));
    }
}

TcpScoreboard::News
Acknowledge(TcpScoreboard& board, uint64_t number, const std::vector<SackBlock>& blocks = {})
{
    TcpScoreboard::News news;
    board.OnAcknowledged(number, blocks.data(), static_cast<unsigned>(blocks.size()), news);
    return news;
}

/** The receiver and the definitions of RFC 6675, without any cleverness. */
struct Model
{
    struct Segment
    {
        uint64_t begin;
        uint32_t length;
        bool arrived = false; //!< at the receiver
        bool known = false;   //!< to the sender, by SACK
        bool lost = false;
        bool again = false;
    };

    std::vector<Segment> segments;

    uint64_t InOrder() const
    {
        uint64_t next = 0;
        for (const Segment& s : segments)
        {
            if (!s.arrived)
            {
                break;
            }
            next = s.begin + s.length;
        }
        return next;
    }

    /** Blocks as a receiver would list them: the one with `latest` first, then from above. */
    std::vector<SackBlock> Blocks(size_t latest) const
    {
        std::vector<SackBlock> blocks;
        const uint64_t inOrder = InOrder();
        for (const Segment& s : segments)
        {
            if (!s.arrived || s.begin < inOrder)
            {
                continue;
            }
            if (!blocks.empty() && blocks.back().end == s.begin)
            {
                blocks.back().end += s.length;
            }
            else
            {
                blocks.push_back({s.begin, s.begin + s.length});
            }
        }
        std::reverse(blocks.begin(), blocks.end());
        const uint64_t place = segments[latest].begin;
        std::stable_partition(blocks.begin(), blocks.end(), [place](const SackBlock& block) {
            return block.begin <= place && place < block.end;
        });
        if (blocks.size() > kSackBlocks)
        {
            blocks.resize(kSackBlocks);
        }
        return blocks;
    }

    void Learn(uint64_t inOrder, const std::vector<SackBlock>& blocks)
    {
        for (Segment& s : segments)
        {
            for (const SackBlock& block : blocks)
            {
                if (block.begin <= s.begin && s.begin < block.end)
                {
                    s.known = true;
                    s.lost = false;
                }
            }
        }
        for (size_t i = 0; i < segments.size(); ++i)
        {
            const auto above = std::count_if(segments.begin() + static_cast<std::ptrdiff_t>(i),
                                             segments.end(),
                                             [](const Segment& s) { return s.known; });
            Segment& s = segments[i];
            if (s.begin >= inOrder && !s.known && above >= 3)
            {
                s.lost = true;
            }
        }
    }

    int64_t Pipe(uint64_t inOrder) const
    {
        int64_t pipe = 0;
        for (const Segment& s : segments)
        {
            if (s.begin >= inOrder && !s.known)
            {
                pipe += !s.lost || s.again ? s.length : 0;
            }
        }
        return pipe;
    }
};

} // namespace

TEST_CASE("three segments received above make a segment lost, two do not")
{
    TcpScoreboard board;
    SendAll(board, {100, 200, 300, 400, 500});
    CHECK(board.Pipe() == 1500);
    CHECK_FALSE(Acknowledge(board, 0, {{100, 300}}).newLosses);
    CHECK_FALSE(Acknowledge(board, 0, {{100, 600}}).newLosses);
    CHECK(board.NextLost() == nullptr);
    const auto news = Acknowledge(board, 0, {{100, 1000}});
    CHECK(news.newLosses);
    CHECK(news.delivered == 400);
    CHECK(board.Pipe() == 500);
    REQUIRE(board.NextLost() != nullptr);
    CHECK(board.NextLost()->begin == 0);
    board.OnSentAgain(*board.NextLost(), SimTime(9));
    CHECK(board.Pipe() == 600);
    CHECK(board.NextLost() == nullptr);
}

TEST_CASE("the round trip is that of the newest segment that was sent once")
{
    TcpScoreboard board;
    SendAll(board, {100, 100, 100});
    CHECK(Acknowledge(board, 200).sampledAt == SimTime(2));
    board.MarkAllLost();
    board.OnSentAgain(*board.NextLost(), SimTime(7));
    CHECK(Acknowledge(board, 300).sampledAt == kNever);
    CHECK(board.IsEmpty());
    CHECK(board.Pipe() == 0);
}

TEST_CASE("an acknowledgement inside a segment leaves the rest")
{
    TcpScoreboard board;
    SendAll(board, {1000, 1000});
    CHECK(Acknowledge(board, 400).acknowledged == 400);
    CHECK(board.Pipe() == 1600);
    CHECK(board.Flight() == 1600);
    board.MarkFirstLost();
    CHECK(board.Pipe() == 1000);
    CHECK(board.NextLost()->begin == 400);
    CHECK(board.NextLost()->length == 600);
}

TEST_CASE("without SACK a duplicate takes one segment out of the pipe, until recovery ends")
{
    TcpScoreboard board;
    SendAll(board, {100, 100, 100, 100});
    board.OnDuplicate(100);
    board.OnDuplicate(100);
    CHECK(board.Pipe() == 200);
    board.ForgetDuplicates();
    CHECK(board.Pipe() == 400);
}

TEST_CASE("pipe and losses are those of the definitions, whatever arrives in whatever order")
{
    CHECK(rc::check([] {
        Model model;
        TcpScoreboard board;
        uint64_t next = 0;
        int64_t now = 0;
        const auto steps =
            *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0, 1'000'000));
        for (const uint32_t step : steps)
        {
            const uint32_t kind = step % 5;
            if (kind < 2 || model.segments.empty())
            {
                const uint32_t length = 1 + step % 1448;
                model.segments.push_back({next, length});
                board.OnSent(length, SimTime(++now));
                next += length;
            }
            else if (kind == 4)
            {
                if (TcpScoreboard::Sent* lost = board.NextLost())
                {
                    const uint64_t inOrder = model.InOrder();
                    const auto same = std::find_if(model.segments.begin(),
                                                   model.segments.end(),
                                                   [inOrder](const Model::Segment& s) {
                                                       return s.begin >= inOrder && s.lost &&
                                                              !s.again && !s.known;
                                                   });
                    RC_ASSERT(same != model.segments.end());
                    RC_ASSERT(same->begin == lost->begin);
                    same->again = true;
                    board.OnSentAgain(*lost, SimTime(++now));
                }
            }
            else
            {
                const size_t place = step / 5 % model.segments.size();
                model.segments[place].arrived = true;
                const auto blocks = model.Blocks(place);
                model.Learn(model.InOrder(), blocks);
                Acknowledge(board, model.InOrder(), blocks);
            }
            RC_ASSERT(board.Pipe() == model.Pipe(model.InOrder()));
            RC_ASSERT(board.Flight() == static_cast<int64_t>(next - model.InOrder()));
        }
    }));
}

} // namespace tcp_scoreboard_test
