// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/app-list.h"

#include "models/host/app.h"
#include "sim/scenario/json-pointer.h"
#include "sim/scenario/nearest-name.h"
#include "sim/scenario/show-json.h"

namespace nexsim
{

void
AppList::Read(const Json& apps,
              const std::string& pointer,
              const ReadContext& context,
              const ObjectReader& objects)
{
    if (!apps.is_object())
    {
        context.Error(pointer, "expected an object of named applications; got " + ShowJson(apps));
        return;
    }
    for (const auto& item : apps.items())
    {
        const std::string at = ChildPointer(pointer, item.key());
        const auto names = ExpandKey(item.key());
        if (!names)
        {
            context.KeyError(at, names.Error().message);
            continue;
        }
        for (const std::string& name : *names)
        {
            const std::string base = SplitName(name).base;
            if (base == "app" || base == "nic" || base == "core" || base == "kernel")
            {
                context.KeyError(at,
                                 Quoted(base) +
                                     " is a part of every host and cannot name an application");
                break;
            }
            ReadOne(name, item.value(), at, objects);
        }
    }
}

void
AppList::ReadOne(const std::string& name,
                 const Json& app,
                 const std::string& pointer,
                 const ObjectReader& objects)
{
    const ObjectExpectation expected{App::GetTypeId().GetName(),
                                     App::GetTypeId(),
                                     Dimension::Count,
                                     {}};
    const Blueprint read = objects.Read(app, pointer, expected);
    const auto known = m_names.Find(name);
    if (!known)
    {
        m_names.Add(name);
        m_specs.push_back({name, read});
        return;
    }
    Blueprint& blueprint = m_specs[*known].blueprint;
    if (read.IsEmpty() || blueprint.IsEmpty())
    {
        return;
    }
    if (app.contains("type") && read.GetTypeId() != blueprint.GetTypeId())
    {
        blueprint = read;
        return;
    }
    objects.ReadInto(blueprint, app, pointer, expected);
}

} // namespace nexsim
