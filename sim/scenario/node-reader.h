// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_NODE_READER_H
#define NEXSIM_NODE_READER_H

#include "sim/scenario/app-list.h"
#include "sim/scenario/name-index.h"
#include "sim/scenario/object-reader.h"
#include "sim/scenario/port-template.h"
#include "sim/scenario/read-context.h"
#include "sim/scenario/scenario.h"
#include "sim/topology/topology.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nexsim
{

/**
 * @brief Makes the list of nodes: those of a topology, then the entries of "nodes" in file order.
 *
 * An entry sets attributes on the nodes that its key matches, and makes those that are not there.
 */
class NodeReader
{
  public:
    NodeReader(const ReadContext& context, const ObjectReader& objects);

    void Add(const GeneratedTopology& topology);

    /** @param nodes the object at "/nodes" */
    void Read(const Json& nodes);

    const NameIndex& Names() const
    {
        return m_names;
    }

    /** @brief The applications of a node by name. */
    const NameIndex& AppsOf(std::size_t node) const
    {
        return m_drafts[node]->apps.Names();
    }

    const PortTemplate& PortOf(std::size_t node) const
    {
        return m_drafts[node]->port;
    }

    /** @brief True for a node whose type is a Host, which alone sends and receives traffic. */
    bool IsHost(std::size_t node) const;

    std::vector<NodeSpec> Nodes() const;

  private:
    /** @brief What nodes of equal history share. */
    struct Draft
    {
        Blueprint blueprint;
        PortTemplate port;
        AppList apps;
        std::string writtenAt; //!< JSON Pointer of the last entry
    };

    using DraftPtr = std::shared_ptr<const Draft>;

    void ReadEntry(const std::string& key, const Json& entry);
    std::optional<std::vector<std::string>> NamesOf(const std::string& key,
                                                    const std::string& pointer) const;
    DraftPtr Make(const Json& entry, const std::string& pointer) const;
    DraftPtr Change(const DraftPtr& before, const Json& entry, const std::string& pointer) const;
    void ReadGrammar(Draft& draft, const Json& entry, const std::string& pointer) const;
    void ReadAddress(const std::vector<std::size_t>& nodes,
                     const Json& entry,
                     const std::string& pointer);

    const ReadContext& m_context;
    const ObjectReader& m_objects;
    NameIndex m_names{"node"};
    std::vector<DraftPtr> m_drafts;
    std::map<std::size_t, uint32_t> m_addresses;     //!< by node
    std::map<uint32_t, std::size_t> m_addressOwners; //!< by address
};

} // namespace nexsim

#endif // NEXSIM_NODE_READER_H
