// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-reader.h"

#include "sim/topology/xml-reader.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace nexsim
{

namespace
{

constexpr std::string_view kNamespace = "http://graphml.graphdrawing.org/xmlns";
constexpr size_t kDeepest = 100;
constexpr size_t kLongestValue = 100'000;
constexpr size_t kMostElements = 1'000'000; //!< nodes, and edges

/** @brief What the parser is inside of. */
enum class Place
{
    File,
    GraphMl,
    Key,
    Default,
    Graph,
    Node,
    Edge,
    Data
};

/** @brief A declared key. */
struct Key
{
    std::string name;   //!< attr.name; empty for what only some program understands
    std::string domain; //!< "node", "edge", "graph", "all" ...
};

std::string
Trimmed(const std::string& text)
{
    constexpr std::string_view kBlanks = " \t\r\n";
    const size_t first = text.find_first_not_of(kBlanks);
    return first == std::string::npos
               ? std::string()
               : text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

/** @brief Follows the parser through a file. */
class Reader : public XmlReader
{
  public:
    using XmlReader::XmlReader;

    GraphMlDocument Read(std::string_view text)
    {
        if (ReadXml(text) && !m_hasGraph && Report().Errors().empty())
        {
            Report().Error(0, "there is no <graph> in this file");
        }
        return std::move(m_document);
    }

  private:
    Place Inside() const
    {
        return m_places.empty() ? Place::File : m_places.back();
    }

    void OnStart(std::string_view space,
                 std::string_view name,
                 const XmlAttributes& attributes) override;
    void OnEnd() override;
    void OnText(std::string_view text) override;
    bool Enter(std::string_view name, const XmlAttributes& attributes);
    bool EnterInFile(std::string_view name);
    bool EnterInGraphMl(std::string_view name, const XmlAttributes& attributes);
    bool EnterInGraph(std::string_view name, const XmlAttributes& attributes);
    bool EnterInNode(std::string_view name, const XmlAttributes& attributes);
    void AddKey(const XmlAttributes& attributes);
    void AddNode(const XmlAttributes& attributes);
    void AddEdge(const XmlAttributes& attributes);
    bool OpenData(const XmlAttributes& attributes);
    void Keep();
    void KeepDefault(const Key& key);

    bool Go(Place place)
    {
        m_places.push_back(place);
        return true;
    }

    std::vector<Place> m_places;
    size_t m_ignored = 0; //!< elements open inside one of no interest, with that
    bool m_hasGraph = false;
    bool m_isDirected = false; //!< edges that do not say themselves
    bool m_hasPorts = false;
    GraphMlDocument m_document;
    std::map<std::string, Key> m_keys; //!< by id
    std::string m_keyId;               //!< of the open <key> or <data>
    std::string m_text;
};

void
Reader::OnStart(std::string_view space, std::string_view name, const XmlAttributes& attributes)
{
    if (m_places.size() + m_ignored >= kDeepest)
    {
        Stop(fmt::format("elements are nested more than {} deep", kDeepest));
        return;
    }
    const bool isForeign = !space.empty() && space != kNamespace;
    if (m_ignored > 0 || (isForeign && !m_places.empty()) || !Enter(name, attributes))
    {
        ++m_ignored;
    }
}

bool
Reader::Enter(std::string_view name, const XmlAttributes& attributes)
{
    switch (Inside())
    {
    case Place::File:
        return EnterInFile(name);
    case Place::GraphMl:
        return EnterInGraphMl(name, attributes);
    case Place::Graph:
        return EnterInGraph(name, attributes);
    case Place::Node:
    case Place::Edge:
        return EnterInNode(name, attributes);
    case Place::Key:
        m_text.clear();
        return name == "default" && Go(Place::Default);
    default:
        return false; // what programs keep inside <data> for themselves
    }
}

bool
Reader::EnterInFile(std::string_view name)
{
    if (name != "graphml")
    {
        Stop(fmt::format("expected <graphml>; got <{}>", name));
        return false;
    }
    return Go(Place::GraphMl);
}

bool
Reader::EnterInGraphMl(std::string_view name, const XmlAttributes& attributes)
{
    if (name == "key")
    {
        AddKey(attributes);
        return Go(Place::Key);
    }
    if (name != "graph")
    {
        return false;
    }
    if (m_hasGraph)
    {
        Error("a second <graph>; a network is one graph");
        return false;
    }
    m_hasGraph = true;
    const std::string direction = attributes.Get("edgedefault");
    m_isDirected = direction == "directed";
    if (!direction.empty() && !m_isDirected && direction != "undirected")
    {
        Error(fmt::format("expected edgedefault=\"undirected\" or \"directed\"; got \"{}\"",
                          direction));
    }
    return Go(Place::Graph);
}

bool
Reader::EnterInGraph(std::string_view name, const XmlAttributes& attributes)
{
    if (name == "node")
    {
        AddNode(attributes);
        return Go(Place::Node);
    }
    if (name == "edge")
    {
        AddEdge(attributes);
        return Go(Place::Edge);
    }
    if (name == "hyperedge")
    {
        Error("a <hyperedge> has more than two ends; write a node in its place, with an edge to "
              "each end");
    }
    return false;
}

bool
Reader::EnterInNode(std::string_view name, const XmlAttributes& attributes)
{
    if (name == "data")
    {
        return OpenData(attributes) && Go(Place::Data);
    }
    if (name == "graph")
    {
        Error("a <graph> inside another element; nested graphs are no network, write its nodes "
              "beside the others");
    }
    if (name == "port" && !m_hasPorts)
    {
        m_hasPorts = true;
        Report().Warning(Line(), "ports are left out: every edge gets a port of its own");
    }
    return false;
}

void
Reader::AddKey(const XmlAttributes& attributes)
{
    m_keyId = attributes.Get("id");
    if (m_keyId.empty())
    {
        Error("a <key> without an id");
        return;
    }
    const Key key{attributes.Get("attr.name"), attributes.Find("for").value_or("all")};
    if (!m_keys.emplace(m_keyId, key).second)
    {
        Error(fmt::format("the key \"{}\" is declared a second time", m_keyId));
    }
}

void
Reader::AddNode(const XmlAttributes& attributes)
{
    const std::string id = attributes.Get("id");
    if (id.empty())
    {
        Error("a <node> without an id");
    }
    if (m_document.nodes.size() == kMostElements)
    {
        Stop(fmt::format("more than {} nodes", kMostElements));
        return;
    }
    m_document.nodes.push_back({id, Line(), {}});
}

void
Reader::AddEdge(const XmlAttributes& attributes)
{
    const std::string source = attributes.Get("source");
    const std::string target = attributes.Get("target");
    if (source.empty() || target.empty())
    {
        Error(fmt::format("an <edge> without a {}", source.empty() ? "source" : "target"));
    }
    if (m_document.edges.size() == kMostElements)
    {
        Stop(fmt::format("more than {} edges", kMostElements));
        return;
    }
    const std::string directed = attributes.Get("directed");
    if (!directed.empty() && directed != "true" && directed != "false")
    {
        Error(fmt::format("expected directed=\"true\" or \"false\"; got \"{}\"", directed));
    }
    const bool isDirected = directed.empty() ? m_isDirected : directed == "true";
    m_document.edges.push_back({source, target, isDirected, Line(), {}});
}

/** False for data that is not read. */
bool
Reader::OpenData(const XmlAttributes& attributes)
{
    m_keyId = attributes.Get("key");
    m_text.clear();
    const auto key = m_keys.find(m_keyId);
    if (key == m_keys.end())
    {
        Error(m_keyId.empty()
                  ? std::string("<data> without a key")
                  : fmt::format("the key \"{}\" is not declared; a <key id=\"{}\" attr.name=...> "
                                "must stand before the graph",
                                m_keyId,
                                m_keyId));
        return false;
    }
    const std::string domain = Inside() == Place::Node ? "node" : "edge";
    if (key->second.domain != "all" && key->second.domain != domain)
    {
        Report().Warning(Line(),
                         fmt::format("the key \"{}\" ({}) is declared for \"{}\", not for \"{}\"; "
                                     "its value is left out",
                                     m_keyId,
                                     key->second.name,
                                     key->second.domain,
                                     domain));
        return false;
    }
    return !key->second.name.empty();
}

void
Reader::OnText(std::string_view text)
{
    const bool isWanted = Inside() == Place::Data || Inside() == Place::Default;
    if (m_ignored > 0 || !isWanted)
    {
        return;
    }
    if (m_text.size() + text.size() > kLongestValue)
    {
        Stop(fmt::format("a value of more than {} bytes", kLongestValue));
        return;
    }
    m_text += text;
}

void
Reader::OnEnd()
{
    if (m_ignored > 0)
    {
        --m_ignored;
        return;
    }
    Keep();
    m_places.pop_back();
}

/** The text of an element that ends. */
void
Reader::Keep()
{
    const auto key = m_keys.find(m_keyId);
    if (key == m_keys.end())
    {
        return;
    }
    if (Inside() == Place::Default)
    {
        KeepDefault(key->second);
    }
    else if (Inside() == Place::Data)
    {
        const bool ofNode = m_places[m_places.size() - 2] == Place::Node;
        GraphMlData& data = ofNode ? m_document.nodes.back().data : m_document.edges.back().data;
        if (!data.emplace(key->second.name, Trimmed(m_text)).second)
        {
            Error(fmt::format("a second value of \"{}\"", key->second.name));
        }
    }
}

void
Reader::KeepDefault(const Key& key)
{
    const std::string value = Trimmed(m_text);
    if (key.domain == "node" || key.domain == "all")
    {
        m_document.nodeDefaults[key.name] = value;
    }
    if (key.domain == "edge" || key.domain == "all")
    {
        m_document.edgeDefaults[key.name] = value;
    }
}

} // namespace

GraphMlDocument
ReadGraphMl(std::string_view text, FileReport& report)
{
    if (text.size() > kLargestGraphMl)
    {
        report.Error(0, fmt::format("the file has more than {} bytes", kLargestGraphMl));
        return {};
    }
    return Reader(report).Read(text);
}

} // namespace nexsim
