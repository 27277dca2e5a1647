// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/bench/star-network.h"

#include "models/base/attributes.h"
#include "models/base/constant-quantity.h"
#include "tests/support/metric-map.h"

namespace nexsim::testing
{

StarNetwork::StarNetwork(RunContext& run, uint32_t hosts, Pattern pattern, BitRate rate, Bytes size)
    : m_run(run)
{
    m_entry.Attach(run, "load");
    m_switch = ns3::CreateObject<Switch>();
    m_switch->Attach(run, "sw");
    for (uint32_t i = 0; i < hosts; ++i)
    {
        AddHost(i);
    }
    for (uint32_t i = pattern == Pattern::Incast ? 1 : 0; i < hosts; ++i)
    {
        AddSource(i, pattern == Pattern::Incast ? 0 : (i + 1) % hosts, rate, size);
    }
}

SimplexLink&
StarNetwork::AddLink(const std::string& name)
{
    Blueprint link(SimplexLink::GetTypeId());
    // As ns-3's point-to-point links: a header of two bytes.
    link.Set("Overhead", ns3::Create<IntegerValue>(Bytes(2)));
    m_links.push_back(link.CreateAs<SimplexLink>());
    m_links.back()->Attach(m_run, name);
    return *m_links.back();
}

void
StarNetwork::AddHost(uint32_t number)
{
    const std::string name = "h" + std::to_string(number);
    const auto host = ns3::CreateObject<Host>();
    host->Attach(m_run, name);
    host->SetIndex(number);
    host->SetAddress(0x0a000001U + number);
    m_hosts.push_back(host);
    SimplexLink& up = AddLink(name + ">sw");
    SimplexLink& down = AddLink("sw>" + name);
    const uint32_t port = m_switch->AddPort(down, "port[" + name + "]", {});
    host->AddPort(up, "port[sw]", {});
    up.ConnectTo(m_switch->Receiver(), port);
    down.ConnectTo(host->Receiver(), 0);
    m_switch->SetRoute(number, {port});
}

void
StarNetwork::AddSource(uint32_t from, uint32_t to, BitRate rate, Bytes size)
{
    const auto packetSize = ns3::CreateObject<ConstantRandomQuantity>();
    packetSize->SetAttribute("Value", QuantityDefault(size));
    const auto source = ns3::CreateObject<ConstantRateSource>();
    source->SetAttribute("Rate", QuantityDefault(rate));
    source->SetAttribute("PacketSize", PolicyValue(packetSize));
    source->Connect({ns3::PeekPointer(m_hosts[from]), m_hosts[from]->FindApp("")},
                    {ns3::PeekPointer(m_hosts[to]), m_hosts[to]->FindApp("")},
                    1,
                    {});
    source->SetEntry(m_entry);
    source->Attach(m_run, "load/source[" + std::to_string(from) + "]");
    m_sources.push_back(source);
}

void
StarNetwork::Start()
{
    const std::vector<Component*> components = m_run.Components();
    for (Component* component : components)
    {
        component->Start();
    }
}

int64_t
StarNetwork::Delivered() const
{
    return MetricMap(m_entry)["delivered_packets"];
}

int64_t
StarNetwork::Transmissions() const
{
    int64_t sum = 0;
    for (const auto& link : m_links)
    {
        sum += MetricMap(*link)["transmitted_packets"];
    }
    return sum;
}

} // namespace nexsim::testing
