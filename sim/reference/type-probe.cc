// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/reference/type-probe.h"

#include "models/base/constant-quantity.h"
#include "models/datapath/ns3-stack-datapath.h"
#include "models/host/app.h"
#include "models/host/host.h"
#include "models/host/socket-datapath.h"
#include "models/link/simplex-link.h"
#include "models/nexus/nexus-datapath.h"
#include "models/nexus/skywalk-nexus.h"
#include "models/sensor/sensor-source.h"
#include "models/switch/switch.h"
#include "models/traffic/constant-rate-source.h"
#include "models/traffic/ns3-tcp-source.h"
#include "models/traffic/spoofing-attack.h"
#include "models/traffic/udp-bulk-source.h"
#include "sim/reference/attribute-text.h"
#include "sim/run/route-control.h"
#include "sim/scenario/cost-profile.h"

#include "ns3/string.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace nexsim
{

namespace
{

using Kind = AttributeDescription::Kind;

/** @brief Parts within parts: a port's queue's law is the third. */
constexpr int kDeepest = 4;

bool
IsA(ns3::TypeId type, const std::string& interface)
{
    ns3::TypeId base;
    return ns3::TypeId::LookupByNameFailSafe(interface, &base) &&
           (type == base || type.IsChildOf(base));
}

/** @brief An amount that hardly any law is unhappy with. */
int64_t
Usual(const AttributeDescription& description)
{
    const int64_t wanted = description.dimension == Dimension::Size   ? 1500
                           : description.dimension == Dimension::Time ? MilliSeconds(1).Value()
                                                                      : 1;
    return std::clamp(wanted, description.minimum, description.maximum);
}

/** @brief A blueprint whose laws without a default are constants. */
Blueprint
Filled(ns3::TypeId type, const std::filesystem::path& data)
{
    Blueprint blueprint(type);
    for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(type))
    {
        const std::string& name = attribute.information.name;
        const auto description = DescriptionOf(attribute);
        if (description && description->kind == Kind::RandomQuantity)
        {
            Blueprint constant(ConstantRandomQuantity::GetTypeId());
            constant.Set("Value", ns3::Create<IntegerValue>(Usual(*description)));
            blueprint.SetPart(name, constant);
        }
        else if (name == "File" && IsA(type, TrafficSource::GetTypeId().GetName()))
        {
            const auto capture = data / "captures" / "web-dns-bulk.pcap";
            blueprint.Set(name, ns3::Create<ns3::StringValue>(capture.string()));
        }
        else if (name == "Victim" && type == SpoofingAttack::GetTypeId())
        {
            blueprint.Set(name, ns3::Create<ns3::StringValue>("victim"));
        }
    }
    return blueprint;
}

/** @brief The kind of what an attribute holds, itself or its elements. */
std::optional<AttributeDescription>
PartOf(const AttributeEntry& attribute)
{
    const auto description = DescriptionOf(attribute);
    if (!description || description->interface.empty())
    {
        return description && description->kind == Kind::List ? std::optional(*description->element)
                                                              : std::nullopt;
    }
    return description;
}

void
Put(Blueprint& holder, const AttributeEntry& attribute, const Blueprint& part)
{
    const std::string& name = attribute.information.name;
    switch (DescriptionOf(attribute)->kind)
    {
    case Kind::List:
        holder.SetParts(name, {part});
        break;
    case Kind::PolicyTemplate:
        holder.Set(name, ns3::Create<BlueprintValue>(part));
        break;
    default:
        holder.SetPart(name, part);
        break;
    }
}

class Prober
{
  public:
    Prober(ns3::TypeId type, const TypeCatalogue& catalogue, const std::filesystem::path& data)
        : m_type(type), m_catalogue(catalogue), m_data(data)
    {
    }

    std::vector<ScenarioRun> Probes() const
    {
        std::vector<ScenarioRun> probes;
        const auto add = [&](ns3::TypeId interface, auto place) {
            for (const Blueprint& blueprint : HoldersAmong(interface.GetName()))
            {
                ScenarioRun probe = Network();
                place(probe, blueprint);
                probes.push_back(std::move(probe));
            }
        };
        add(NetworkNode::GetTypeId(), [this](ScenarioRun& probe, const Blueprint& node) {
            probe.nodes[1].blueprint = node;
            if (node.GetTypeId() == Host::GetTypeId() && node.GetTypeId() != m_type)
            {
                GiveCores(probe.nodes[1].blueprint); // where its parts work
            }
            probe.traffic.clear(); // nothing passes through an end node
        });
        add(SimplexLink::GetTypeId(),
            [](ScenarioRun& probe, const Blueprint& link) { probe.links[0].forward = link; });
        add(App::GetTypeId(), [](ScenarioRun& probe, const Blueprint& app) {
            probe.nodes[0].apps.push_back({"probe", app});
        });
        add(App::GetTypeId(), [this](ScenarioRun& probe, const Blueprint& app) {
            GiveCores(probe.nodes[0].blueprint);
            probe.nodes[0].apps.push_back({"probe", app});
        });
        add(App::GetTypeId(), [this](ScenarioRun& probe, const Blueprint& app) {
            GiveCores(probe.nodes[0].blueprint);
            probe.nodes[0].blueprint.SetPart("Nexus", Blueprint(SkywalkNexus::GetTypeId()));
            probe.nodes[0].apps.push_back({"probe", app});
        });
        add(TrafficSource::GetTypeId(), [this](ScenarioRun& probe, const Blueprint& source) {
            TrafficSpec& entry = probe.traffic[0];
            entry.source = source;
            if (IsA(source.GetTypeId(), Ns3TcpSource::GetTypeId().GetName()))
            {
                GiveStack(probe);
            }
            else if (source.GetTypeId() == UdpBulkSource::GetTypeId())
            {
                GiveSocket(probe);
            }
            else if (m_type == SpoofingAttack::GetTypeId())
            {
                GiveChannels(probe);
            }
            else if (source.GetTypeId() == SensorSource::GetTypeId())
            {
                probe.nodes[2].apps.push_back(
                    {"processor", Blueprint(SensorProcessorApp::GetTypeId())});
                entry.to = {{2, "processor"}};
            }
            else if (!IsA(source.GetTypeId(), EndToEndSource::GetTypeId().GetName()))
            {
                entry.map = {{"10.0.0.1", {0, ""}}, {"10.0.0.2", {2, ""}}};
            }
        });
        add(RouteControl::GetTypeId(), [](ScenarioRun& probe, const Blueprint& routing) {
            probe.routing = routing;
            ChangeSpec down; // without one there is nothing to control
            down.stateOf = {0};
            down.state = LinkState::Down;
            probe.changes = {down};
        });
        return probes;
    }

  private:
    /** @brief The host takes time, by the shipped profile that is complete and that of a nexus. */
    void GiveCores(Blueprint& host) const
    {
        FileFinder files({m_data / "costs"});
        Diagnostics diagnostics;
        CostTable table;
        for (const char* name : {"linux-bdw36-2018.json", "nexus-reconstruction.json"})
        {
            const auto profile = ReadCostProfile(m_data / "costs" / name, files, diagnostics);
            for (const CostFigure& figure : profile ? profile->figures : std::vector<CostFigure>())
            {
                table.Set(figure);
            }
        }
        host.Set("Cores", ns3::Create<IntegerValue>(1));
        host.Set("Costs", ns3::Create<PolicyValue>(ns3::CreateObject<HostCosts>(table)));
    }

    /** @brief The sender of the traffic becomes an application with a socket. */
    void GiveSocket(ScenarioRun& probe) const
    {
        GiveCores(probe.nodes[0].blueprint);
        Blueprint app(App::GetTypeId());
        app.SetPart("Datapath", Blueprint(SocketDatapath::GetTypeId()));
        probe.nodes[0].apps.push_back({"socket", app});
        probe.traffic[0].from = {{0, "socket"}};
    }

    /** @brief The sender becomes an application with a channel, beside another; its peer has a nexus. */
    void GiveChannels(ScenarioRun& probe) const
    {
        Blueprint app(App::GetTypeId());
        app.SetPart("Datapath", Blueprint(NexusDatapath::GetTypeId()));
        for (const size_t node : {0, 2})
        {
            GiveCores(probe.nodes[node].blueprint);
            probe.nodes[node].blueprint.SetPart("Nexus", Blueprint(SkywalkNexus::GetTypeId()));
        }
        probe.nodes[0].apps.push_back({"channel", app});
        probe.nodes[0].apps.push_back({"victim", app});
        probe.traffic[0].from = {{0, "channel"}};
    }

    /** @brief Both ends of the traffic become applications with ns-3's stack. */
    static void GiveStack(ScenarioRun& probe)
    {
        Blueprint app(App::GetTypeId());
        app.SetPart("Datapath", Blueprint(Ns3StackDatapath::GetTypeId()));
        probe.nodes[0].apps.push_back({"stack", app});
        probe.nodes[2].apps.push_back({"stack", app});
        probe.traffic[0].from = {{0, "stack"}};
        probe.traffic[0].to = {{2, "stack"}};
    }

    static ScenarioRun Network()
    {
        ScenarioRun run;
        run.name = "probe";
        run.duration = MilliSeconds(1);
        const Blueprint host(Host::GetTypeId());
        run.nodes = {{"a", host, {}, std::nullopt},
                     {"x", Blueprint(Switch::GetTypeId()), {}, std::nullopt},
                     {"b", host, {}, std::nullopt}};
        const Blueprint link(SimplexLink::GetTypeId());
        run.links = {{"a-x", 0, 1, link, link, {}, {}}, {"x-b", 1, 2, link, link, {}, {}}};
        TrafficSpec entry;
        entry.name = "entry";
        entry.source = Blueprint(ConstantRateSource::GetTypeId());
        entry.from = {{0, ""}};
        entry.to = {{2, ""}};
        run.traffic = {std::move(entry)};
        return run;
    }

    /** @brief Objects of the interface that are, or hold, one of the type; the shallowest first. */
    std::vector<Blueprint> HoldersAmong(const std::string& interface) const
    {
        std::vector<Blueprint> holders;
        for (int depth = 0; depth <= kDeepest && holders.empty(); ++depth)
        {
            for (const ns3::TypeId& type : m_catalogue.TypesOf(interface))
            {
                if (auto holder = Holder(type, depth))
                {
                    holders.push_back(std::move(*holder));
                }
            }
        }
        return holders;
    }

    /** @brief An object of `holder` with one of the type `depth` parts deep. */
    std::optional<Blueprint> Holder(ns3::TypeId holder, int depth) const
    {
        if (depth == 0)
        {
            return holder == m_type ? std::optional(Filled(holder, m_data)) : std::nullopt;
        }
        for (const AttributeEntry& attribute : TypeCatalogue::AttributesOf(holder))
        {
            const auto description = PartOf(attribute);
            if (!description)
            {
                continue;
            }
            for (const ns3::TypeId& type : m_catalogue.TypesOf(description->interface))
            {
                if (const auto part = Holder(type, depth - 1))
                {
                    Blueprint blueprint = Filled(holder, m_data);
                    Put(blueprint, attribute, *part);
                    return blueprint;
                }
            }
        }
        return std::nullopt;
    }

    ns3::TypeId m_type;
    const TypeCatalogue& m_catalogue;
    const std::filesystem::path& m_data;
};

} // namespace

std::vector<ScenarioRun>
ProbesFor(ns3::TypeId type, const TypeCatalogue& catalogue, const std::filesystem::path& data)
{
    return Prober(type, catalogue, data).Probes();
}

} // namespace nexsim
