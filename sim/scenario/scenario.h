// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SCENARIO_H
#define NEXSIM_SCENARIO_H

#include "models/base/blueprint.h"
#include "models/base/kernel.h"
#include "models/base/quantity.h"
#include "models/capture/capture-reader.h"
#include "models/capture/capture-writer.h"
#include "models/link/link-state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief An application of a host, as the scenario declares it. */
struct AppSpec
{
    std::string name;
    Blueprint blueprint; //!< of an App
};

/** @brief A node in file order, with every later entry for it merged in. */
struct NodeSpec
{
    std::string name;
    Blueprint blueprint; //!< of a NetworkNode
    std::vector<AppSpec> apps;
    std::optional<uint32_t> address; //!< IPv4, host byte order; from the name where not given
    std::string writtenAt = {};      //!< JSON Pointer of the last entry about it
};

/** @brief A full-duplex link; everything else about it has been resolved into blueprints. */
struct LinkSpec
{
    std::string name; //!< the scenario's, or "a-b"; unique
    size_t a = 0;     //!< index into ScenarioRun::nodes
    size_t b = 0;
    Blueprint forward;  //!< of a SimplexLink, a to b
    Blueprint backward; //!< b to a
    Blueprint portA;    //!< of a's port, node template and "at" merged; empty for the template
    Blueprint portB;
    std::string writtenAt = {}; //!< JSON Pointer of the last entry about it
};

/** @brief An application on a node; "" is the host's own. */
struct EndSpec
{
    size_t node = 0; //!< index into ScenarioRun::nodes
    std::string app;
};

/** @brief Who sends to whom. */
enum class Pattern
{
    OneToOne,    //!< the i-th to the i-th, or all to the only one, or the only one to all
    EachToEach,  //!< every sender to every receiver other than itself
    Permutation, //!< every sender to one receiver and every receiver from one sender, at random
    Incast,      //!< the senders in as many equal groups as there are receivers, a group to each
    AllToAll     //!< every end to every other one; from and to are the same
};

/** @brief An address of a capture and the end that plays it. */
struct ReplayEnd
{
    std::string address; //!< as the scenario writes it: "10.0.0.1"
    EndSpec end;
};

/** @brief One entry of the traffic. */
struct TrafficSpec
{
    std::string name;
    Blueprint source; //!< of a TrafficSource
    std::vector<EndSpec> from;
    std::vector<EndSpec> to;
    Pattern pattern = Pattern::OneToOne;
    std::optional<Ratio> load;  //!< of the bottleneck of each pair, instead of Rate
    std::vector<ReplayEnd> map; //!< of a replay
    std::string writtenAt = {}; //!< JSON Pointer
};

/** @brief An attribute, or the state of links, that changes during the run. */
struct ChangeSpec
{
    SimTime at;
    std::string traffic; //!< the entry whose sources change, or empty
    std::string link;    //!< the link both of whose directions change, or empty
    std::string attribute;
    ns3::Ptr<ns3::AttributeValue> value;
    std::vector<size_t> stateOf = {}; //!< links that go down or come up instead
    LinkState state = LinkState::Up;  //!< of these
    std::vector<EndSpec> apps = {};   //!< applications that change instead of traffic or a link
};

/** @brief A span of simulated time in which metrics are taken besides the whole. */
struct WindowSpec
{
    SimTime from;
    SimTime to;
};

/** @brief Where packets are recorded: at a node's port, or on a link. */
struct TapSpec
{
    enum class Place
    {
        PortA, //!< the link's end at its node `a`
        PortB,
        Link //!< both directions, at the ends that send
    };

    std::string name; //!< "server/nic", or the link's
    size_t link = 0;  //!< index into ScenarioRun::links
    Place place = Place::Link;
};

/** @brief Which packets a capture has, as seen from its ports. */
enum class TapDirection
{
    Both,
    In, //!< when their last bit arrives
    Out //!< when their transmission starts
};

/** @brief A capture file that a run writes. */
struct CaptureSpec
{
    std::string file; //!< plain file name with extension
    CaptureFormat format = CaptureFormat::Pcapng;
    bool payload = false; //!< whether payload is recorded, as zeros
    CaptureSettings settings;
    TapDirection direction = TapDirection::Both;
    std::vector<TapSpec> taps;
};

/** @brief What is observed beyond the metrics of the whole run. */
struct MeasureSpec
{
    SimTime interval;                //!< of the series; zero for none
    std::vector<std::string> series; //!< metric paths, "*" matches within a name
    std::vector<std::string> flows;  //!< traffic entries whose flows get tails of their own
    std::vector<WindowSpec> windows; //!< from the claims' "during"
    std::vector<CaptureSpec> captures;
    std::vector<std::string> packets;   //!< traffic entries whose packets are listed one by one
    std::optional<WindowSpec> timeline; //!< what begins in it is drawn
};

/** @brief Limits of one run; zero for none. */
struct LimitSpec
{
    uint64_t events = 0;
    int64_t wallSeconds = 0;
    int64_t memoryBytes = 0;
    int64_t outputBytes = 0;
};

/** @brief One run, fully resolved: variant, sweep point and overrides have been applied. */
struct ScenarioRun
{
    std::string name;
    SimTime duration;
    SimTime warmup;
    uint32_t seed = 1;
    uint64_t replication = 0; //!< selects the random numbers together with the seed
    TiePolicy ties = TiePolicy::Fifo;
    uint64_t tieSeed = 0;
    LimitSpec limits;
    std::string until; //!< a condition that ends the run early; empty for none
    Blueprint routing; //!< of a RouteControl; empty for the defaults
    std::vector<NodeSpec> nodes;
    std::vector<LinkSpec> links;
    std::vector<TrafficSpec> traffic;
    std::vector<ChangeSpec> changes;
    MeasureSpec measure;
    std::vector<std::string> warnings; //!< what was doubtful about the description, for the record
};

} // namespace nexsim

#endif // NEXSIM_SCENARIO_H
