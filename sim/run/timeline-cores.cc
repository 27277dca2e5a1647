// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/run/timeline-cores.h"

#include "models/host/processor.h"

#include <array>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::array<const char*, kCoreClassCount> kCategories = {"interrupt",
                                                                  "kernel-thread",
                                                                  "user-thread"};

/** @brief What each figure takes of the next `span` of a task's work, in the order of the work. */
TraceArgs
CostsOf(const Processor& processor, const CoreTask& task, SimTime span)
{
    if (task.IsPolling())
    {
        return TraceArgs().Add(processor.KindName(processor.PollKind()), span.Value());
    }
    std::vector<std::pair<CostKind, int64_t>> sums;
    task.Work().ForNext(span, [&sums](CostKind kind, SimTime part) {
        for (auto& [known, sum] : sums)
        {
            if (known == kind)
            {
                sum += part.Value();
                return;
            }
        }
        sums.emplace_back(kind, part.Value());
    });
    TraceArgs costs;
    for (const auto& [kind, sum] : sums)
    {
        costs.Add(processor.KindName(kind), sum);
    }
    return costs;
}

} // namespace

TimelineCores::TimelineCores(const WindowSpec& window,
                             const Network& network,
                             TimelineTracks& tracks,
                             TimelinePackets& packets,
                             TraceEventWriter& writer)
    : m_window(window), m_packets(packets), m_writer(writer), m_processors(ProcessorsOf(network))
{
    for (Processor* processor : m_processors)
    {
        for (uint32_t number = 0; number < processor->CoreCount(); ++number)
        {
            const Core& core = processor->At(number);
            m_lines[&core].track = tracks.Make(core.Path());
        }
        processor->SetObserver(this);
    }
}

TimelineCores::~TimelineCores()
{
    for (Processor* processor : m_processors)
    {
        processor->SetObserver(nullptr);
    }
}

void
TimelineCores::OnRun(const Core& core, const CoreTask& task, SimTime since)
{
    Line& line = m_lines.at(&core);
    const SimTime span = core.Now() - since;
    const bool isDone = !task.IsPolling() && task.Work().Remaining() == span;
    if (span == SimTime(0) && line.last && line.last->task == &task && !line.last->isDone)
    {
        line.last->isDone = isDone; // its packets are told next
        return;
    }
    Draw(line);
    if (span > SimTime(0) && since >= m_window.from && since < m_window.to)
    {
        line.last =
            Doing{&task, since, core.Now(), CostsOf(core.GetProcessor(), task, span), isDone};
    }
}

void
TimelineCores::OnWork(const WorkDone& done, const Packet& packet)
{
    m_packets.OnWork(done, packet);
    Line& line = m_lines.at(&done.core);
    if (line.last && &done.parts == &line.last->task->Work().Parts())
    {
        ++line.last->packets;
        m_packets.Touch(packet, line.track, line.last->from);
    }
}

void
TimelineCores::Draw(Line& line)
{
    if (!line.last)
    {
        return;
    }
    const Doing& doing = *line.last;
    TraceArgs args;
    args.Add("costs_ps", doing.costs);
    if (doing.packets > 0)
    {
        args.Add("packets", doing.packets);
    }
    if (!doing.isDone)
    {
        args.Add("unfinished", 1);
    }
    m_writer.Slice(line.track,
                   kCategories[static_cast<size_t>(doing.task->Class())],
                   doing.task->TaskName(),
                   doing.from,
                   doing.to,
                   args);
    line.last.reset();
}

void
TimelineCores::Finish()
{
    for (Processor* processor : m_processors)
    {
        for (uint32_t number = 0; number < processor->CoreCount(); ++number)
        {
            const Core& core = processor->At(number);
            core.TellUntold();
            Draw(m_lines.at(&core));
        }
    }
}

} // namespace nexsim
