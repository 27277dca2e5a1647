// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_READ_CONTEXT_H
#define NEXSIM_READ_CONTEXT_H

#include "sim/scenario/diagnostics.h"
#include "sim/scenario/source-map.h"

#include <string>
#include <utility>

namespace nexsim
{

/** @brief Where the readers of a document's parts say what is wrong with it. */
struct ReadContext
{
    const SourceMap& sources;
    Diagnostics& diagnostics;

    /** @brief About the value at `pointer`. */
    void Error(const std::string& pointer, std::string message) const
    {
        sources.Error(diagnostics, pointer, std::move(message));
    }

    /** @brief As Error, of what is doubtful only. */
    void Warning(const std::string& pointer, std::string message) const
    {
        sources.Warning(diagnostics, pointer, std::move(message));
    }

    /** @brief About the key that names the value at `pointer`. */
    void KeyError(const std::string& pointer, std::string message) const
    {
        sources.KeyError(diagnostics, pointer, std::move(message));
    }

    /** @brief About the key that names the value at `pointer`, which can be used all the same. */
    void KeyWarning(const std::string& pointer, std::string message) const
    {
        sources.KeyWarning(diagnostics, pointer, std::move(message));
    }
};

} // namespace nexsim

#endif // NEXSIM_READ_CONTEXT_H
