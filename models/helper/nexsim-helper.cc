// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/helper/nexsim-helper.h"

#include "models/base/attribute-values.h"
#include "models/helper/foreign-value.h"

#include "ns3/rng-seed-manager.h"
#include <fmt/format.h>

#include <stdexcept>

namespace nexsim
{

NexsimHelper::NexsimHelper()
    : m_network(ScriptNetwork::Make(ns3::RngSeedManager::GetSeed(), ns3::RngSeedManager::GetRun())),
      m_blueprint{Blueprint(SimplexLink::GetTypeId()), Blueprint(Nic::GetTypeId()), {}},
      m_switch(Switch::GetTypeId())
{
}

void
NexsimHelper::Set(Blueprint& blueprint, const std::string& name, const ns3::AttributeValue& value)
{
    blueprint.Set(name, ValueFor(blueprint.GetTypeId(), name, value));
}

void
NexsimHelper::SetDeviceAttribute(const std::string& name, const ns3::AttributeValue& value)
{
    Set(m_blueprint.nic, name, value);
}

void
NexsimHelper::SetLinkAttribute(const std::string& name, const ns3::AttributeValue& value)
{
    Set(m_blueprint.link, name, value);
}

void
NexsimHelper::SetSwitchAttribute(const std::string& name, const ns3::AttributeValue& value)
{
    Set(m_switch, name, value);
}

void
NexsimHelper::SetPortAttribute(const std::string& name, const ns3::AttributeValue& value)
{
    if (m_blueprint.port.IsEmpty())
    {
        m_blueprint.port = Blueprint(SwitchPort::GetTypeId());
    }
    Set(m_blueprint.port, name, value);
}

void
NexsimHelper::SetDeviceQueue(const Blueprint& queue)
{
    SetDeviceAttribute("Queue", BlueprintValue(queue));
}

void
NexsimHelper::SetPortQueue(const Blueprint& queue)
{
    SetPortAttribute("Queue", BlueprintValue(queue));
}

ns3::Ptr<Switch>
NexsimHelper::CreateSwitch(const std::string& name)
{
    const auto node = m_switch.CreateAs<Switch>();
    m_network->AddNode(node, name);
    return node;
}

ns3::NetDeviceContainer
NexsimHelper::Install(ns3::Ptr<ns3::Node> a, ns3::Ptr<ns3::Node> b)
{
    ns3::NetDeviceContainer devices;
    for (const ns3::Ptr<ns3::NetDevice>& device : m_network->Connect(a, b, m_blueprint))
    {
        devices.Add(device);
    }
    return devices;
}

ns3::NetDeviceContainer
NexsimHelper::Install(const ns3::NodeContainer& nodes, ns3::Ptr<ns3::Node> to)
{
    ns3::NetDeviceContainer devices;
    for (uint32_t i = 0; i < nodes.GetN(); ++i)
    {
        devices.Add(Install(nodes.Get(i), to));
    }
    return devices;
}

void
NexsimHelper::SetLinkState(ns3::Ptr<ns3::Node> a, ns3::Ptr<ns3::Node> b, LinkState state)
{
    if (m_network->SetLinkState(a, b, state) == 0)
    {
        throw std::invalid_argument(
            fmt::format("no link joins the nodes {} and {}", a->GetId(), b->GetId()));
    }
}

RunContext&
NexsimHelper::Run() const
{
    return m_network->Run();
}

void
NexsimHelper::CheckBalance() const
{
    m_network->CheckBalance();
}

void
NexsimHelper::PrintLedger(std::ostream& out) const
{
    const Ledger& ledger = Run().GetLedger();
    const auto line = [&out](const std::string& what, const Tally& tally) {
        out << fmt::format("{:<11} {} packets, {} B of payload\n",
                           what,
                           tally.packets,
                           tally.payloadBytes);
    };
    line("born", ledger.Born());
    line("duplicated", ledger.Made(Conversion::Duplicate));
    line("delivered", ledger.Delivered());
    line("dropped", ledger.Dropped());
    for (const DropReason& reason : ledger.Reasons())
    {
        if (reason.dropped.packets > 0)
        {
            line("  " + reason.component + " " + reason.reason, reason.dropped);
        }
    }
    line("inside", ledger.Inside());
}

void
NexsimHelper::EnablePcapInternal(std::string prefix,
                                 ns3::Ptr<ns3::NetDevice> device,
                                 bool promiscuous,
                                 bool explicitFilename)
{
    const auto nic = ns3::DynamicCast<Nic>(device);
    if (!nic)
    {
        return; // another helper's device, as ns-3's own helpers have it
    }
    ns3::PcapHelper pcap;
    const std::string name = explicitFilename ? prefix : pcap.GetFilenameFromDevice(prefix, device);
    pcap.HookDefaultSink<Nic>(nic,
                              promiscuous ? "PromiscSniffer" : "Sniffer",
                              pcap.CreateFile(name, std::ios::out, ns3::PcapHelper::DLT_EN10MB));
}

void
NexsimHelper::EnableAsciiInternal(ns3::Ptr<ns3::OutputStreamWrapper> stream,
                                  std::string prefix,
                                  ns3::Ptr<ns3::NetDevice> device,
                                  bool explicitFilename)
{
    const auto nic = ns3::DynamicCast<Nic>(device);
    if (!nic)
    {
        return; // another helper's device
    }
    ns3::Packet::EnablePrinting();
    ns3::AsciiTraceHelper ascii;
    if (!stream)
    {
        const std::string name =
            explicitFilename ? prefix : ascii.GetFilenameFromDevice(prefix, device);
        stream = ascii.CreateFileStream(name);
        ascii.HookDefaultEnqueueSinkWithoutContext<Nic>(nic, "MacTx", stream);
        ascii.HookDefaultDequeueSinkWithoutContext<Nic>(nic, "PhyTxBegin", stream);
        ascii.HookDefaultDropSinkWithoutContext<Nic>(nic, "MacTxDrop", stream);
        ascii.HookDefaultReceiveSinkWithoutContext<Nic>(nic, "MacRx", stream);
        return;
    }
    const std::string path = fmt::format("/NodeList/{}/DeviceList/{}/$nexsim::Nic/",
                                         device->GetNode()->GetId(),
                                         device->GetIfIndex());
    ascii.HookDefaultEnqueueSinkWithContext<Nic>(nic, path + "MacTx", "MacTx", stream);
    ascii.HookDefaultDequeueSinkWithContext<Nic>(nic, path + "PhyTxBegin", "PhyTxBegin", stream);
    ascii.HookDefaultDropSinkWithContext<Nic>(nic, path + "MacTxDrop", "MacTxDrop", stream);
    ascii.HookDefaultReceiveSinkWithContext<Nic>(nic, path + "MacRx", "MacRx", stream);
}

} // namespace nexsim
