// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/runs-csv.h"
#include "sim/results/csv.h"
#include "sim/results/file-writer.h"
#include "tests/sim/results/scratch-folder.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <stdexcept>

namespace runs_csv_test
{

using namespace nexsim;
using nexsim::test::ScratchFolder;

namespace
{

RunRecord
Record()
{
    RunRecord record;
    record.id = "00ab";
    record.variant = "flow, batched";
    record.parameters = {{"load", "0.5"}, {"flows", "4"}};
    record.replication = 2;
    record.metrics.Add("server/sink/throughput", std::int64_t{9'007'199'254'740'993}, "bps");
    record.metrics.Add("server/sink/loss", 0.1, "ratio");
    return record;
}

} // namespace

TEST_CASE("runs.csv has one row per number, in the order of its columns")
{
    const ScratchFolder folder;
    RunsCsv csv(folder / "runs.csv", {"flows", "load", "aqm"});
    csv.Add(Record());
    csv.Commit();
    CHECK(ReadFile(folder / "runs.csv") ==
          "run,variant,flows,load,aqm,replication,metric,value,unit\n"
          "00ab,\"flow, batched\",4,0.5,,2,server/sink/throughput,9007199254740993,bps\n"
          "00ab,\"flow, batched\",4,0.5,,2,server/sink/loss,0.1,ratio\n");
}

TEST_CASE("runs.csv appears when complete, and stays as it was before")
{
    const ScratchFolder folder;
    RunsCsv(folder / "runs.csv", {}).Commit();
    const std::string old = ReadFile(folder / "runs.csv");
    {
        RunsCsv csv(folder / "runs.csv", {"load", "flows"});
        csv.Add(Record());
    }
    CHECK(ReadFile(folder / "runs.csv") == old);
    CHECK(folder.List().size() == 1);
}

TEST_CASE("a parameter without a column is refused")
{
    const ScratchFolder folder;
    RunsCsv csv(folder / "runs.csv", {"flows"});
    CHECK_THROWS_WITH_AS(csv.Add(Record()),
                         "parameter 'load' has no column in runs.csv",
                         std::invalid_argument);
}

} // namespace runs_csv_test
