// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/app.h"

#include "models/base/attributes.h"
#include "models/host/direct-datapath.h"
#include "models/host/processor.h"

#include <optional>
#include <stdexcept>

namespace nexsim
{

NS_OBJECT_ENSURE_REGISTERED(App);

ns3::TypeId
App::GetTypeId()
{
    static const ns3::TypeId tid =
        ns3::TypeId("nexsim::App")
            .SetParent<ns3::Object>()
            .SetGroupName("nexsim/host")
            .AddConstructor<App>()
            .AddAttribute("Datapath",
                          "The path of its packets through the host; Direct when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&App::m_datapath),
                          MakePolicyChecker<Datapath>())
            .AddAttribute("Core",
                          "The core of its thread; -1: each core in turn, application by "
                          "application.",
                          IntegerValue(kAnyCore),
                          MakeQuantityAccessor(&App::m_core),
                          MakeIntegerRangeChecker(kAnyCore, 255))
            .AddAttribute("State",
                          "What it does, over a channel of a nexus with Reclaim: suspended, its "
                          "thread does nothing; closed, there is no process.",
                          QuantityDefault(AppState::Running),
                          MakeQuantityAccessor(&App::SetState, &App::State),
                          MakeChoiceChecker({"running", "suspended", "closed"}, Change::AtRuntime))
            .AddAttribute("FlowAdvisory",
                          "The table through which queues tell its flows to pause; the default one "
                          "when none is given.",
                          PolicyValue(),
                          MakePolicyAccessor(&App::m_advisories),
                          MakePolicyChecker<FlowAdvisoryTable>());
    return tid;
}

void
App::Connect(HostNetwork& network)
{
    m_network = &network;
}

void
App::DoAttach()
{
    if (!m_datapath)
    {
        m_datapath = ns3::CreateObject<DirectDatapath>();
    }
    m_datapath->Connect(*m_network, PlaceThread());
    m_datapath->Attach(Run(), Path() + "/datapath");
    if (m_advisories)
    {
        m_advisories->Attach(Run(), Path() + "/flow-advisory");
    }
    if (m_datapath->HeedsAdvice())
    {
        m_datapath->UseAdvisories(Advisories());
    }
    if (m_state != AppState::Running)
    {
        m_datapath->PrepareStates();
        m_datapath->SetAppState(m_state);
    }
}

void
App::SetState(AppState state)
{
    m_state = state;
    if (IsAttached())
    {
        m_datapath->SetAppState(state);
    }
}

/** @brief Null for a host whose processing takes no time. */
Core*
App::PlaceThread() const
{
    Processor* processor = m_network->GetProcessor();
    if (processor != nullptr)
    {
        const auto core = static_cast<uint32_t>(m_core);
        return &processor->Place(m_core == kAnyCore ? std::nullopt : std::optional(core), Path());
    }
    if (m_core != kAnyCore)
    {
        throw std::invalid_argument(Path() + ": a thread has a Core only at a host with Cores; "
                                             "write \"Cores\" and \"Costs\" there");
    }
    return nullptr;
}

FlowAdvisoryTable&
App::Advisories()
{
    if (!m_advisories)
    {
        m_advisories = ns3::CreateObject<FlowAdvisoryTable>();
        m_advisories->Attach(Run(), Path() + "/flow-advisory");
    }
    return *m_advisories;
}

void
App::Open(FlowIndex flow)
{
    Run().Flows()[flow].owner = ns3::PeekPointer(m_datapath);
}

void
App::Listen(FlowIndex flow, PacketSink& receiver)
{
    FlowRecord& record = Run().Flows()[flow];
    record.ingress = ns3::PeekPointer(m_datapath);
    record.receiver = &receiver;
    m_datapath->OnListen(flow);
}

} // namespace nexsim
