// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TOPOLOGY_H
#define NEXSIM_TOPOLOGY_H

#include "models/base/blueprint.h"

#include "ns3/object.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace nexsim
{

/** @brief A node that a topology makes; a scenario may set its attributes by its name. */
struct GeneratedNode
{
    std::string name; //!< "left[3]"
    ns3::TypeId type; //!< of a NetworkNode
};

/** @brief A full-duplex link that a topology makes. */
struct GeneratedLink
{
    std::string name; //!< "bottleneck"
    size_t a = 0;     //!< index into GeneratedTopology::nodes
    size_t b = 0;
    Blueprint link; //!< of a SimplexLink, for both directions
};

/** @brief Nodes and links in the order in which they are numbered. */
struct GeneratedTopology
{
    std::vector<GeneratedNode> nodes;
    std::vector<GeneratedLink> links;
    std::vector<std::string> warnings; //!< what was made of doubtful input, one line each
};

/** @brief A topology that cannot be made, with every reason. */
class TopologyError : public std::invalid_argument
{
  public:
    /** @param reasons one line each, at least one */
    explicit TopologyError(std::vector<std::string> reasons)
        : std::invalid_argument(reasons.front()), m_reasons(std::move(reasons))
    {
    }

    const std::vector<std::string>& Reasons() const
    {
        return m_reasons;
    }

  private:
    std::vector<std::string> m_reasons;
};

/** @brief A network made from a few parameters, which are attributes. */
class Topology : public ns3::Object
{
  public:
    static ns3::TypeId GetTypeId();

    /** @throws std::invalid_argument, such as TopologyError, when it cannot be made */
    virtual GeneratedTopology Generate() const = 0;
};

/** @brief Appends a host, and returns its index. */
size_t AddHost(GeneratedTopology& topology, std::string name);

/** @brief Appends a switch, and returns its index. */
size_t AddSwitch(GeneratedTopology& topology, std::string name);

/** @brief Appends a link named after its ends: "left[3]-west". */
void AddLink(GeneratedTopology& topology, size_t a, size_t b, const Blueprint& link);

/** @brief Appends `count` such links; the second is "leaf[0]-spine[1]#2". */
void AddParallelLinks(GeneratedTopology& topology,
                      size_t a,
                      size_t b,
                      const Blueprint& link,
                      int64_t count);

/** @brief Most hosts, and most links, of a network that a few attributes make. */
inline constexpr int64_t kLargestTopology = 1'000'000;

/** @throws std::invalid_argument for more than kLargestTopology hosts or links */
void CheckSize(int64_t hosts, int64_t links);

/** @throws TopologyError with each name that two nodes or links have */
void CheckNames(const GeneratedTopology& topology);

} // namespace nexsim

#endif // NEXSIM_TOPOLOGY_H
