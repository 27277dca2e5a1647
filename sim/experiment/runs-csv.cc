// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/runs-csv.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace nexsim
{

RunsCsv::RunsCsv(const std::string& path, std::vector<std::string> parameters)
    : m_file(path), m_writer(m_file), m_parameters(std::move(parameters))
{
    m_writer.Field("run").Field("variant");
    for (const std::string& parameter : m_parameters)
    {
        m_writer.Field(parameter);
    }
    m_writer.Field("replication").Field("metric").Field("value").Field("unit").EndRow();
}

void
RunsCsv::Add(const RunRecord& record)
{
    const std::vector<std::string> cells = Cells(record.parameters);
    for (const Metric& metric : record.metrics)
    {
        m_writer.Field(record.id).Field(record.variant);
        for (const std::string& cell : cells)
        {
            m_writer.Field(cell);
        }
        m_writer.Field(record.replication).Field(metric.path);
        std::visit([this](auto number) { m_writer.Field(number); }, metric.value);
        m_writer.Field(metric.unit).EndRow();
    }
}

void
RunsCsv::Commit()
{
    m_file.Commit();
}

std::vector<std::string>
RunsCsv::Cells(const NamedTexts& parameters) const
{
    std::vector<std::string> cells(m_parameters.size());
    for (const auto& [name, value] : parameters)
    {
        const auto column = std::find(m_parameters.begin(), m_parameters.end(), name);
        if (column == m_parameters.end())
        {
            throw std::invalid_argument("parameter '" + name + "' has no column in runs.csv");
        }
        cells[static_cast<std::size_t>(column - m_parameters.begin())] = value;
    }
    return cells;
}

} // namespace nexsim
