// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MINI_NETWORK_H
#define NEXSIM_MINI_NETWORK_H

#include "models/base/attributes.h"
#include "models/host/host.h"
#include "models/switch/switch.h"
#include "models/traffic/pair-source.h"

#include <memory>
#include <string>
#include <vector>

namespace nexsim::testing
{

/** @brief A packet as it reached its application. */
struct Arrival
{
    SimTime at;
    Packet packet;
};

/** @brief An entry that remembers every packet delivered to it, in order. */
class RecordingEntry : public TrafficEntry
{
  public:
    void Deliver(PacketPtr packet) override
    {
        arrivals.push_back({Now(), *packet});
        TrafficEntry::Deliver(std::move(packet));
    }

    std::vector<Arrival> arrivals;
};

/** @brief A SimplexLink's blueprint; the overhead of Ethernet and an MTU of 1500 B by default. */
Blueprint LinkOf(BitRate rate, SimTime delay, Bytes overhead = Bytes(38), Bytes mtu = Bytes(1500));

/** @brief A RandomQuantity that always gives `value`. */
ns3::Ptr<RandomQuantity> Always(int64_t value);

/**
 * @brief A small network under the deterministic kernel, put together by hand.
 *
 *     MiniNetwork net;
 *     Host& a = net.AddHost("a");
 *     Switch& sw = net.AddSwitch("sw");
 *     Host& b = net.AddHost("b");
 *     net.Connect(a, sw, LinkOf(BitRate(1e9), MicroSeconds(1)));
 *     net.Connect(sw, b, LinkOf(BitRate(1e9), MicroSeconds(1)));
 *     net.Route();
 *     RecordingEntry& web = net.AddEntry("web");
 *     net.AddSource(ns3::CreateObject<ConstantRateSource>(), web, a, b);
 *     net.Run(MilliSeconds(1));
 *
 * One at a time. Its end checks that the packets inside, by the ledger, by what components say they
 * hold and by the pool, are the same, and that no random stream numbered by ns-3 itself was made.
 */
class MiniNetwork
{
  public:
    explicit MiniNetwork(uint32_t seed = 1, uint64_t replication = 0);
    ~MiniNetwork();

    MiniNetwork(const MiniNetwork&) = delete;
    MiniNetwork& operator=(const MiniNetwork&) = delete;

    RunContext& Context()
    {
        return m_run;
    }

    Ledger& GetLedger()
    {
        return m_run.GetLedger();
    }

    Host& AddHost(const std::string& name, const Blueprint& host = Blueprint(Host::GetTypeId()));

    /** @brief A node of any other kind. */
    NetworkNode& AddNode(const std::string& name, const Blueprint& node);

    Switch& AddSwitch(const std::string& name,
                      const Blueprint& node = Blueprint(Switch::GetTypeId()));

    /** @brief Links both ways; ports take their nodes' templates unless given. */
    void Connect(NetworkNode& a,
                 NetworkNode& b,
                 const Blueprint& link,
                 const Blueprint& portOfA = {},
                 const Blueprint& portOfB = {});

    /** @brief The direction from a to b; the first one where they are connected several times. */
    SimplexLink& LinkFrom(const NetworkNode& a, const NetworkNode& b);

    /** @brief Routes to every host over all paths with the fewest links. */
    void Route();

    /** @brief The links of one shortest path; after Route. */
    PathProfile PathOf(const Host& from, const Host& to);

    RecordingEntry& AddEntry(const std::string& name);

    /** @brief The end of traffic that the host's own application is. */
    TrafficEnd EndOf(Host& host);

    /** @brief Connects the source between the hosts' own applications and attaches it. */
    template <typename T>
    T& AddSource(ns3::Ptr<T> source, TrafficEntry& entry, Host& from, Host& to, int64_t split = 1)
    {
        source->Connect(EndOf(from), EndOf(to), split, PathOf(from, to));
        AttachSource(source, entry);
        return *source;
    }

    /** @brief Attaches a source that is connected already. */
    void AttachSource(ns3::Ptr<TrafficSource> source, TrafficEntry& entry);

    /** @brief Starts all components at the first call; simulates up to `end`, which is absolute. */
    void Run(SimTime end);

  private:
    struct Edge
    {
        NetworkNode* from;
        NetworkNode* to;
        uint32_t port; //!< of `from`
        ns3::Ptr<SimplexLink> link;
    };

    struct Simulation
    {
        Simulation();
        ~Simulation();
    };

    void AddEdge(NetworkNode& from, NetworkNode& to, const Blueprint& link);
    std::vector<size_t> Distances(const NetworkNode& to) const; //!< by position in m_nodes
    size_t Position(const NetworkNode& node) const;

    Simulation m_simulation;
    uint64_t m_streamBefore;
    RunContext m_run;
    std::vector<ns3::Ptr<NetworkNode>> m_nodes;
    std::vector<Host*> m_hosts;
    std::vector<Edge> m_edges;
    std::vector<std::unique_ptr<RecordingEntry>> m_entries;
    std::vector<ns3::Ptr<TrafficSource>> m_sources;
    bool m_started = false;
};

} // namespace nexsim::testing

#endif // NEXSIM_MINI_NETWORK_H
