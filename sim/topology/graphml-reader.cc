// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/topology/graphml-reader.h"

#include <fmt/format.h>

#include <expat.h>

#include <memory>
#include <optional>
#include <utility>

namespace nexsim
{

namespace
{

constexpr char kSeparator = ' '; //!< between namespace and name
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

/** @brief An element's attributes, without those of foreign namespaces. */
class Attributes
{
  public:
    explicit Attributes(const XML_Char** pairs)
    {
        for (; *pairs != nullptr; pairs += 2)
        {
            m_values[pairs[0]] = pairs[1];
        }
    }

    std::optional<std::string> Find(const std::string& name) const
    {
        const auto value = m_values.find(name);
        return value == m_values.end() ? std::nullopt : std::optional(value->second);
    }

    std::string Get(const std::string& name) const
    {
        return Find(name).value_or("");
    }

  private:
    std::map<std::string, std::string> m_values;
};

/** @brief Follows the parser through a file. */
class Reader
{
  public:
    explicit Reader(FileReport& report)
        : m_report(report), m_parser(XML_ParserCreateNS(nullptr, kSeparator), XML_ParserFree)
    {
        if (!m_parser)
        {
            throw std::bad_alloc();
        }
        XML_SetUserData(m_parser.get(), this);
        XML_SetElementHandler(m_parser.get(), OnStart, OnEnd);
        XML_SetCharacterDataHandler(m_parser.get(), OnText);
        XML_SetEntityDeclHandler(m_parser.get(), OnEntity);
    }

    GraphMlDocument Read(std::string_view text)
    {
        const auto size = static_cast<int>(text.size());
        const XML_Status status = XML_Parse(m_parser.get(), text.data(), size, XML_TRUE);
        const XML_Error error = XML_GetErrorCode(m_parser.get());
        if (status != XML_STATUS_OK && error != XML_ERROR_ABORTED)
        {
            m_report.Error(Line(), fmt::format("this is not XML: {}", XML_ErrorString(error)));
        }
        else if (status == XML_STATUS_OK && !m_hasGraph && m_report.Errors().empty())
        {
            m_report.Error(0, "there is no <graph> in this file");
        }
        return std::move(m_document);
    }

  private:
    static void XMLCALL OnStart(void* self, const XML_Char* name, const XML_Char** attributes)
    {
        static_cast<Reader*>(self)->Start(name, Attributes(attributes));
    }

    static void XMLCALL OnEnd(void* self, const XML_Char* /*name*/)
    {
        static_cast<Reader*>(self)->End();
    }

    static void XMLCALL OnText(void* self, const XML_Char* text, int size)
    {
        static_cast<Reader*>(self)->Text(std::string_view(text, static_cast<size_t>(size)));
    }

    static void XMLCALL OnEntity(void* self,
                                 const XML_Char* name,
                                 int /*isParameter*/,
                                 const XML_Char* /*value*/,
                                 int /*length*/,
                                 const XML_Char* /*base*/,
                                 const XML_Char* /*systemId*/,
                                 const XML_Char* /*publicId*/,
                                 const XML_Char* /*notation*/)
    {
        static_cast<Reader*>(self)->Stop(
            fmt::format("the entity \"{}\" is declared; entities are not expanded, write the text "
                        "itself",
                        name));
    }

    size_t Line() const
    {
        return XML_GetCurrentLineNumber(m_parser.get());
    }

    void Error(const std::string& message)
    {
        m_report.Error(Line(), message);
    }

    /** @brief The rest of the file is not looked at. */
    void Stop(const std::string& message)
    {
        Error(message);
        m_stopped = true;
        XML_StopParser(m_parser.get(), XML_FALSE);
    }

    Place Inside() const
    {
        return m_places.empty() ? Place::File : m_places.back();
    }

    void Start(std::string_view name, const Attributes& attributes);
    void End();
    void Text(std::string_view text);
    bool Enter(std::string_view name, const Attributes& attributes);
    bool EnterInFile(std::string_view name);
    bool EnterInGraphMl(std::string_view name, const Attributes& attributes);
    bool EnterInGraph(std::string_view name, const Attributes& attributes);
    bool EnterInNode(std::string_view name, const Attributes& attributes);
    void AddKey(const Attributes& attributes);
    void AddNode(const Attributes& attributes);
    void AddEdge(const Attributes& attributes);
    bool OpenData(const Attributes& attributes);
    void Keep();
    void KeepDefault(const Key& key);

    bool Go(Place place)
    {
        m_places.push_back(place);
        return true;
    }

    FileReport& m_report;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> m_parser;
    std::vector<Place> m_places;
    size_t m_ignored = 0; //!< elements open inside one of no interest, with that
    bool m_stopped = false;
    bool m_hasGraph = false;
    bool m_isDirected = false; //!< edges that do not say themselves
    bool m_hasPorts = false;
    GraphMlDocument m_document;
    std::map<std::string, Key> m_keys; //!< by id
    std::string m_keyId;               //!< of the open <key> or <data>
    std::string m_text;
};

void
Reader::Start(std::string_view name, const Attributes& attributes)
{
    if (m_stopped)
    {
        return;
    }
    if (m_places.size() + m_ignored >= kDeepest)
    {
        Stop(fmt::format("elements are nested more than {} deep", kDeepest));
        return;
    }
    const size_t space = name.find(kSeparator);
    const bool isForeign = space != std::string_view::npos && name.substr(0, space) != kNamespace;
    const std::string_view local = space == std::string_view::npos ? name : name.substr(space + 1);
    if (m_ignored > 0 || (isForeign && !m_places.empty()) || !Enter(local, attributes))
    {
        ++m_ignored;
    }
}

bool
Reader::Enter(std::string_view name, const Attributes& attributes)
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
Reader::EnterInGraphMl(std::string_view name, const Attributes& attributes)
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
Reader::EnterInGraph(std::string_view name, const Attributes& attributes)
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
Reader::EnterInNode(std::string_view name, const Attributes& attributes)
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
        m_report.Warning(Line(), "ports are left out: every edge gets a port of its own");
    }
    return false;
}

void
Reader::AddKey(const Attributes& attributes)
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
Reader::AddNode(const Attributes& attributes)
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
Reader::AddEdge(const Attributes& attributes)
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
Reader::OpenData(const Attributes& attributes)
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
        m_report.Warning(Line(),
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
Reader::Text(std::string_view text)
{
    const bool isWanted = Inside() == Place::Data || Inside() == Place::Default;
    if (m_stopped || m_ignored > 0 || !isWanted)
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
Reader::End()
{
    if (m_stopped)
    {
        return;
    }
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
