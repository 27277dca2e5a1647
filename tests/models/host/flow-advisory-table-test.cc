// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "models/base/attributes.h"
#include "models/host/flow-advisory-table.h"
#include "tests/support/metric-map.h"
#include "tests/support/packets.h"
#include "tests/support/simulation.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <utility>
#include <vector>

namespace flow_advisory_table_test
{

namespace
{

using namespace nexsim;
using nexsim::testing::MetricMap;
using nexsim::testing::RunUntil;
using nexsim::testing::Simulation;

/** Notes when an event reached it, and what it then read. */
class Client : public FlowAdvisoryClient
{
  public:
    Client(const RunContext& run, const FlowAdvisoryTable& table) : m_run(run), m_table(table) {}

    void OnAdvisoryEvent(size_t entry) override
    {
        seen.emplace_back(m_run.Now(), m_table.At(entry).isSuspended);
    }

    std::vector<std::pair<SimTime, bool>> seen;

  private:
    const RunContext& m_run;
    const FlowAdvisoryTable& m_table;
};

struct Bench
{
    Bench()
    {
        Blueprint blueprint(FlowAdvisoryTable::GetTypeId());
        blueprint.Set("Entries", ns3::Create<IntegerValue>(2));
        table = blueprint.CreateAs<FlowAdvisoryTable>();
        table->Attach(run, "table");
        client = std::make_unique<Client>(run, *table);
    }

    FlowIndex Flow(uint16_t port)
    {
        FlowKey key;
        key.sourcePort = port;
        return run.Flows().Intern(key);
    }

    void Until(SimTime time) const
    {
        RunUntil(run, time);
    }

    Simulation simulation;
    RunContext run;
    ns3::Ptr<FlowAdvisoryTable> table;
    std::unique_ptr<Client> client;
};

} // namespace

// Fails when the event comes with the flag, or the flag at once.
TEST_CASE(
    "flow advisory: the flag is seen 50 ns after the decision, the event 50 us after the flag")
{
    Bench bench;
    const FlowIndex flow = bench.Flow(1);
    const FlowIndex other = bench.Flow(2);
    const size_t entry = bench.table->Add(flow, *bench.client);
    const size_t second = bench.table->Add(other, *bench.client);
    CHECK(bench.run.Flows()[flow].advisory == ns3::PeekPointer(bench.table));
    bench.Until(MicroSeconds(10));
    bench.table->Suspend(flow);
    bench.Until(MicroSeconds(10) + NanoSeconds(50));
    CHECK(!bench.table->At(entry).isSuspended);
    bench.Until(MicroSeconds(10) + PicoSeconds(50'001));
    CHECK(bench.table->At(entry).isSuspended);
    CHECK(!bench.table->At(second).isSuspended);
    bench.Until(MicroSeconds(30));
    bench.table->Resume(flow);
    bench.table->Suspend(other);
    bench.Until(MicroSeconds(31));
    CHECK(!bench.table->At(entry).isSuspended);
    CHECK(bench.table->At(second).isSuspended);
    bench.Until(MilliSeconds(1));
    // The first event finds the flag cleared again.
    const std::vector<std::pair<SimTime, bool>> expected = {
        {NanoSeconds(60'050), false},
        {NanoSeconds(80'050), false},
        {NanoSeconds(80'050), true},
    };
    CHECK(bench.client->seen == expected);
    const MetricMap metrics(*bench.table);
    CHECK(metrics["suspends"] == 2);
    CHECK(metrics["resumes"] == 1);
    CHECK(metrics["events"] == 3);
    CHECK(metrics["suspended"] == 1);
}

TEST_CASE("flow advisory: congestion reports add up; a full table says what to change")
{
    Bench bench;
    const FlowIndex flow = bench.Flow(1);
    const size_t entry = bench.table->Add(flow, *bench.client);
    bench.table->Add(bench.Flow(2), *bench.client);
    bench.table->ReportCongestion(flow, 1, 5);
    bench.table->ReportCongestion(flow, 2, 3);
    CHECK(bench.table->At(entry).ceCount == 3);
    CHECK(bench.table->At(entry).packetCount == 8);
    CHECK(MetricMap(*bench.table)["ce_cnt"] == 3);
    CHECK(MetricMap(*bench.table)["pkt_cnt"] == 8);
    CHECK_THROWS_WITH_AS(bench.table->Add(bench.Flow(3), *bench.client),
                         "table: the table is full; give its application a FlowAdvisory with more "
                         "than 2 Entries, or fewer flows that heed it",
                         std::invalid_argument);
}

} // namespace flow_advisory_table_test
