// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/source-map.h"

#include "sim/scenario/json-pointer.h"

namespace nexsim
{

void
SourceMap::PatchedFrom(const std::string& pointer, const std::string& origin)
{
    Patched(pointer, {origin, ""});
}

void
SourceMap::PatchedBy(const std::string& pointer, const std::string& argument)
{
    Patched(pointer, {"", argument});
}

void
SourceMap::Patched(const std::string& pointer, Patch patch)
{
    // What was patched inside the old value is gone with it.
    const std::string inside = pointer + "/";
    auto below = m_patches.lower_bound(inside);
    while (below != m_patches.end() && below->first.compare(0, inside.size(), inside) == 0)
    {
        below = m_patches.erase(below);
    }
    m_patches[pointer] = std::move(patch);
}

SourcePlace
SourceMap::At(std::string_view pointer) const
{
    // The innermost patch that covers the pointer tells; below it the origin has the same shape.
    std::string prefix(pointer);
    for (;;)
    {
        const auto patch = m_patches.find(prefix);
        if (patch != m_patches.end())
        {
            if (!patch->second.argument.empty())
            {
                return {patch->second.argument, {}, {}};
            }
            const std::string origin =
                patch->second.origin + std::string(pointer.substr(prefix.size()));
            return {m_document->file,
                    m_document->positions.KeyAt(origin),
                    m_document->positions.ValueAt(origin)};
        }
        if (prefix.empty())
        {
            break;
        }
        prefix = ParentPointer(prefix);
    }
    return {m_document->file,
            m_document->positions.KeyAt(pointer),
            m_document->positions.ValueAt(pointer)};
}

void
SourceMap::Error(Diagnostics& diagnostics, const std::string& pointer, std::string message) const
{
    const SourcePlace place = At(pointer);
    diagnostics.Error(place.file, place.value, pointer, std::move(message));
}

void
SourceMap::Warning(Diagnostics& diagnostics, const std::string& pointer, std::string message) const
{
    const SourcePlace place = At(pointer);
    diagnostics.Warning(place.file, place.value, pointer, std::move(message));
}

void
SourceMap::KeyWarning(Diagnostics& diagnostics,
                      const std::string& pointer,
                      std::string message) const
{
    const SourcePlace place = At(pointer);
    diagnostics.Warning(place.file, place.key, pointer, std::move(message));
}

void
SourceMap::KeyError(Diagnostics& diagnostics, const std::string& pointer, std::string message) const
{
    const SourcePlace place = At(pointer);
    diagnostics.Error(place.file, place.key, pointer, std::move(message));
}

} // namespace nexsim
