// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_SOURCE_MAP_H
#define NEXSIM_SOURCE_MAP_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/json-reader.h"

#include <map>
#include <string>
#include <string_view>

namespace nexsim
{

/** @brief Where a value of a resolved document was written. */
struct SourcePlace
{
    std::string file;
    TextPosition key;
    TextPosition value;
};

/**
 * @brief From a JSON Pointer of a resolved document to the place where a person wrote it.
 *
 * A variant, a sweep or an override puts values where the file has others; each such patch is told
 * here, and errors then name the patch.
 */
class SourceMap
{
  public:
    /** @param document must outlive the map */
    explicit SourceMap(const JsonDocument& document) : m_document(&document) {}

    /** @brief The value at `pointer` was taken from `origin`, a pointer of the document. */
    void PatchedFrom(const std::string& pointer, const std::string& origin);

    /** @brief The value at `pointer` was given on the command line, as in "--set /seed=2". */
    void PatchedBy(const std::string& pointer, const std::string& argument);

    SourcePlace At(std::string_view pointer) const;

    /** @brief An error about the value at `pointer`. */
    void Error(Diagnostics& diagnostics, const std::string& pointer, std::string message) const;

    /** @brief An error about the key that names the value at `pointer`. */
    void KeyError(Diagnostics& diagnostics, const std::string& pointer, std::string message) const;

    /** @brief A warning about the value at `pointer`. */
    void Warning(Diagnostics& diagnostics, const std::string& pointer, std::string message) const;

    /** @brief A warning about the key that names the value at `pointer`. */
    void KeyWarning(Diagnostics& diagnostics,
                    const std::string& pointer,
                    std::string message) const;

  private:
    struct Patch
    {
        std::string origin;   //!< in the document, or
        std::string argument; //!< of the command line
    };

    void Patched(const std::string& pointer, Patch patch);

    const JsonDocument* m_document;
    std::map<std::string, Patch, std::less<>> m_patches;
};

} // namespace nexsim

#endif // NEXSIM_SOURCE_MAP_H
