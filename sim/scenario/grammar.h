// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_GRAMMAR_H
#define NEXSIM_GRAMMAR_H

#include "models/base/quantity.h"
#include "sim/scenario/section.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nexsim
{

/** @brief An object of the grammar, whose lowercase keys the tables list. */
enum class GrammarPart
{
    Experiment, //!< the file: keys that say which runs there are
    Run,        //!< the file: keys that say what one run is
    Object,     //!< beside the attributes of a type
    Expression,
    Ties,
    Limits,
    Node,
    Link,
    Traffic,
    Event,
    Measure,
    Capture,
    Window,
    SweepRange,
    Precision,
    Claim
};

/** @brief What may stand as the value of a key. */
enum class Form
{
    Version,
    Text,
    FileName,  //!< a text that can name a folder, see FileNameFault
    Name,      //!< a text that can name a node, link or entry
    Integer,   //!< within range
    Quantity,  //!< a quantity of dimension, within range
    Fraction,  //!< a number, or a text with % or ppm, within range
    Bound,     //!< a number, or a quantity of any dimension; with a range, not negative
    Word,      //!< one of words
    Formula,   //!< the text of an expression
    Condition, //!< the same over paths of metrics
    TypeName,
    MetricPath,
    MetricPaths,
    EntryNames, //!< a list of names of traffic entries
    VariantName,
    NodeSelector,
    EndSelector,  //!< hosts or their applications
    NodePair,     //!< two node selectors
    Port,         //!< a text such as "sw/port[server]"
    Taps,         //!< a port or link where packets can be recorded, or several
    EntriesOrAll, //!< a list of names of traffic entries, true or false
    WindowOrAll,  //!< a window, true or false
    Address,      //!< IPv4 of a host
    Ties,         //!< from here on objects and lists, named after what is in them
    Limits,
    Precision,
    Topology,
    Routing,
    Nodes,
    Apps,
    Links,
    Direction, //!< attributes of one direction of a link
    Ports,     //!< attributes of ports by node
    Match,
    Entries,
    AddressMap,
    Events,
    Settings, //!< values by JSON Pointer, of an event
    Measure,
    Captures,
    Windows,
    Window,
    Parameters,
    Variants,
    Sweep,
    Zip,
    Claims,
    PointOfSweep
};

/**
 * @brief A lowercase key. The loader, the JSON Schema and the reference page all read this table.
 *
 * A new key is one entry here and the code that reads its value.
 */
struct GrammarKey
{
    std::string name;
    Form form = Form::Text;
    std::string meaning;  //!< a sentence
    std::string standard; //!< what holds without the key; "" when it must be there
    std::string example;  //!< JSON
    Range range{};        //!< of an integer, amount or ratio
    Dimension dimension = Dimension::Count; //!< of an amount
    std::vector<std::string> words{};       //!< in the order in which a message lists them

    bool IsRequired() const
    {
        return standard.empty();
    }
};

/** @brief A part with its keys, in the order of the reference page. */
struct GrammarSection
{
    GrammarPart part;
    std::string title;
    std::string about; //!< where it stands
    std::vector<GrammarKey> keys;
};

/** @brief All of the grammar. */
const std::vector<GrammarSection>& Grammar();

/** @brief The keys of a part. */
const std::vector<GrammarKey>& KeysOf(GrammarPart part);

/** @brief The names of the keys of a part, for Section::CheckKeys. */
std::vector<std::string> KeyNames(GrammarPart part);

/** @brief The same, for ObjectExpectation::otherKeys. */
std::set<std::string> KeySet(GrammarPart part);

/** @throws std::logic_error when the part has no such key */
const GrammarKey& KeyOf(GrammarPart part, std::string_view name);

} // namespace nexsim

#endif // NEXSIM_GRAMMAR_H
