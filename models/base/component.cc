// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/component.h"

#include "models/base/hash.h"

#include <stdexcept>

namespace nexsim
{

void
Component::Attach(RunContext& run, std::string path)
{
    if (m_run != nullptr)
    {
        throw std::logic_error(Path() + " is attached a second time, as " + path);
    }
    m_run = &run;
    m_path = std::make_unique<const std::string>(std::move(path));
    m_pathHash = HashName(*m_path);
    run.Register(*this);
    try
    {
        DoAttach();
    }
    catch (...)
    {
        run.Forget(*this); // whoever made it may destroy it now
        throw;
    }
}

const std::string&
Component::Path() const
{
    static const std::string none;
    return m_path ? *m_path : none;
}

} // namespace nexsim
