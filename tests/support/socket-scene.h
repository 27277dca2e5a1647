// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SOCKET_SCENE_H
#define NEXSIM_SOCKET_SCENE_H

#include "models/host/idle-state.h"
#include "models/host/socket-datapath.h"
#include "models/queue/fifo-queue-disc.h"
#include "models/traffic/constant-rate-source.h"
#include "models/traffic/echo-source.h"
#include "models/traffic/udp-bulk-source.h"
#include "tests/support/metric-map.h"
#include "tests/support/mini-network.h"

#include <string>
#include <utility>
#include <vector>

namespace nexsim::testing
{

/** @brief Cost figures with round values; changes replace or add to them. */
inline CostTable
RoundCosts(const std::vector<std::pair<std::string, SimTime>>& changes = {})
{
    CostTable costs;
    const auto set = [&](const std::string& name, int64_t value, CostUnit unit) {
        CostFigure figure;
        figure.name = name;
        figure.unit = unit;
        figure.value = value;
        costs.Set(std::move(figure));
    };
    const auto time = [&](const std::string& name, SimTime span) {
        set(name, span.Value() * 1000, CostUnit::PerUse);
    };
    time("ctx_switch", SimTime(0));
    time("syscall", NanoSeconds(100));
    time("irq_entry_softirq", NanoSeconds(1000));
    time("rx_driver_skb_free", NanoSeconds(150));
    time("gro_miss", NanoSeconds(30));
    time("rx_ip_udp_lookup", NanoSeconds(120));
    time("rx_sock_enqueue", NanoSeconds(60));
    time("recvmsg_pkt", NanoSeconds(400));
    time("tx_sendmsg_pkt", NanoSeconds(1600));
    time("tx_gso_call", NanoSeconds(960));
    time("tx_gso_seg", NanoSeconds(640));
    time("cpumap_handoff", NanoSeconds(50));
    set("napi_poll_budget", 64, CostUnit::Count);
    set("copy_cold", 100'000, CostUnit::PerByte); // 0.1 ns
    set("copy_hot", 10'000, CostUnit::PerByte);
    for (const auto& [name, span] : changes)
    {
        time(name, span);
    }
    return costs;
}

/** @brief A host with cores. */
inline Blueprint
HostOf(int64_t cores, const CostTable& costs)
{
    Blueprint host(Host::GetTypeId());
    host.Set("Cores", ns3::Create<IntegerValue>(QuantityDefault(cores)));
    host.Set("Costs", ns3::Create<PolicyValue>(ns3::CreateObject<HostCosts>(costs)));
    return host;
}

/** @brief An application whose datapath is a socket, with these attributes of it. */
inline Blueprint
AppOf(const Blueprint& socket = Blueprint(SocketDatapath::GetTypeId()))
{
    Blueprint app(App::GetTypeId());
    app.SetPart("Datapath", socket);
    return app;
}

/** @brief A host that costs nothing, `a`, and one with cores, `b`, at both ends of a link. */
class SocketScene
{
  public:
    /**
     * @param host blueprint of b
     * @param app of b's own application
     */
    explicit SocketScene(const Blueprint& host,
                         const Blueprint& app = AppOf(),
                         BitRate rate = BitRate(100'000'000'000),
                         uint32_t seed = 1)
        : net(seed), a(net.AddHost("a")), b(net.AddHost("b", host))
    {
        net.Connect(a, b, LinkOf(rate, MicroSeconds(1), Bytes(0), Bytes(65'535)));
        net.Route();
        b.AddApp("", app);
    }

    /** @brief Packets of `size` from a to b, so many per second, on one flow. */
    RecordingEntry& Offer(int64_t size, int64_t perSecond, SimTime stop = kNever)
    {
        return Add(a, b, size, perSecond, stop);
    }

    RecordingEntry& Add(Host& from, Host& to, int64_t size, int64_t perSecond, SimTime stop)
    {
        RecordingEntry& entry = net.AddEntry("load" + std::to_string(m_entries++));
        auto source = ns3::CreateObject<ConstantRateSource>();
        source->SetAttribute("Rate", IntegerValue(QuantityDefault(BitRate(size * 8 * perSecond))));
        source->SetAttribute("PacketSize", PolicyValue(Always(size)));
        source->SetAttribute("Stop", IntegerValue(QuantityDefault(stop)));
        net.AddSource(source, entry, from, to);
        return entry;
    }

    /** @brief From b to a, as fast as b's socket takes it. */
    RecordingEntry& Bulk(int64_t size, const std::string& app = "")
    {
        if (b.FindApp(app) == nullptr)
        {
            b.AddApp(app, AppOf());
        }
        RecordingEntry& entry = net.AddEntry("bulk" + std::to_string(m_entries++));
        auto source = ns3::CreateObject<UdpBulkSource>();
        source->SetAttribute("PacketSize", IntegerValue(QuantityDefault(Bytes(size))));
        source->Connect({&b, b.FindApp(app)}, net.EndOf(a), 1, net.PathOf(b, a));
        net.AttachSource(source, entry);
        return entry;
    }

    MiniNetwork net;
    Host& a;
    Host& b;

  private:
    int m_entries = 0;
};

/** @brief The time that the packet spent in the stage. */
inline SimTime
StageOf(const TrafficEntry& entry, Stage stage)
{
    const LogLinearHistogram* times = entry.StageTimes(stage);
    return times == nullptr ? SimTime(0) : SimTime(static_cast<int64_t>(times->Sum()));
}

} // namespace nexsim::testing

#endif // NEXSIM_SOCKET_SCENE_H
