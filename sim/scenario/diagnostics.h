// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_DIAGNOSTICS_H
#define NEXSIM_DIAGNOSTICS_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace nexsim
{

/**
 * @brief A place in a text: line and column, both counted from 1.
 *
 * A column counts code points, so that it agrees with what an editor shows. Line 0 means that the
 * message is about no place in particular.
 */
struct TextPosition
{
    uint32_t line = 0;
    uint32_t column = 0;
};

enum class Severity : uint8_t
{
    Error,
    Warning,
};

/**
 * @brief One thing that is wrong with what a person wrote.
 */
struct Diagnostic
{
    Severity severity = Severity::Error;
    std::string file;      //!< as the person named it; "--set" for a command line
    TextPosition position; //!< of the value, or of the key when the key is what is wrong
    std::string pointer;   //!< JSON Pointer (RFC 6901); empty for the whole document
    std::string message;   //!< what is wrong, what was expected, what to write instead
};

/// @return `file:line:col: error: /pointer: message`, without the parts that are not known.
std::string ToString(const Diagnostic& diagnostic);

/**
 * @brief Collects everything that is wrong with a scenario, so that one attempt shows all of it.
 *
 * The same message for the same place is kept once: a value that is used by many runs is checked
 * many times.
 */
class Diagnostics
{
  public:
    void Add(Diagnostic diagnostic);
    void Error(std::string file, TextPosition position, std::string pointer, std::string message);
    void Warning(std::string file, TextPosition position, std::string pointer, std::string message);

    bool HasErrors() const;
    std::size_t ErrorCount() const;
    std::size_t WarningCount() const;

    /// @return all of them by file (in the order in which files were first mentioned), then line,
    /// then column, then the order of arrival.
    std::vector<Diagnostic> Sorted() const;

    /// @return one line per diagnostic in the order of `Sorted`, each ended by a newline. At most
    /// `limit` lines; one more then says how many were left out.
    std::string Print(std::size_t limit = 200) const;

  private:
    using Key = std::tuple<Severity, std::string, uint32_t, uint32_t, std::string, std::string>;

    std::vector<Diagnostic> m_all;    //!< in order of arrival, no two equal
    std::vector<Key> m_known;         //!< of m_all, sorted
    std::vector<std::string> m_files; //!< in the order in which they were first mentioned
    std::size_t m_errors = 0;
};

} // namespace nexsim

#endif // NEXSIM_DIAGNOSTICS_H
