// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/nexus/flowadv-thread.h"

namespace nexsim
{

void
FlowadvThread::Resume(FlowAdvisoryTable& table, size_t entry)
{
    m_items.push_back({&table, entry, 0, 0});
    m_core->Wake(*this);
}

void
FlowadvThread::Report(FlowAdvisoryTable& table, size_t entry, uint32_t marks, uint32_t packets)
{
    m_items.push_front({&table, entry, marks, packets});
    m_core->Wake(*this);
}

bool
FlowadvThread::Begin(CoreWork& work)
{
    if (m_items.empty())
    {
        return false;
    }
    m_underWay = m_items.front();
    m_items.pop_front();
    work.Add(m_notify);
    return true;
}

void
FlowadvThread::Finish()
{
    const Item done = m_underWay;
    if (done.packets > 0)
    {
        ++m_reports;
        done.table->Count(done.entry, done.marks, done.packets);
        return;
    }
    ++m_resumes;
    done.table->ClearFlag(done.entry);
}

} // namespace nexsim
