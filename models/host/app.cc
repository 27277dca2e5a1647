// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/host/app.h"

#include "models/base/attributes.h"
#include "models/host/direct-datapath.h"

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
    m_datapath->Connect(*m_network);
    m_datapath->Attach(Run(), Path() + "/datapath");
    if (m_advisories)
    {
        m_advisories->Attach(Run(), Path() + "/flow-advisory");
    }
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
App::Listen(FlowIndex flow, PacketSink& receiver)
{
    FlowRecord& record = Run().Flows()[flow];
    record.ingress = ns3::PeekPointer(m_datapath);
    record.receiver = &receiver;
}

} // namespace nexsim
