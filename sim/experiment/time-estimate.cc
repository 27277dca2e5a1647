// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/experiment/time-estimate.h"

#include "sim/experiment/claims-text.h"
#include "sim/experiment/process-pool.h"
#include "sim/experiment/progress.h"
#include "sim/results/io-error.h"
#include "sim/results/table.h"
#include "sim/results/wrapped-text.h"
#include "sim/run/run-scenario.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <utility>

namespace nexsim
{

namespace
{

constexpr double kPilotSeconds = 0.1;
constexpr std::size_t kMostPilots = 50;

using Clock = std::chrono::steady_clock;

double
SecondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/** @brief When a run had come how far. */
struct Milestone
{
    double seconds{0};
    double simulatedPs{0};
};

/** @brief Wall time of a whole run, by that of its beginning. For a process of its own. */
double
SecondsByPilot(const ScenarioRun& scenario)
{
    const auto start = Clock::now();
    std::atomic<bool> isOver = false;
    std::optional<Milestone> first; // building lies before it
    RunWatch watch;
    watch.interrupted = &isOver;
    watch.progress = [&](SimTime now, uint64_t) {
        const Milestone here{SecondsSince(start), static_cast<double>(now.Value())};
        isOver = first && here.seconds - first->seconds >= kPilotSeconds &&
                 here.simulatedPs > first->simulatedPs;
        first = first ? first : here;
    };
    RunRecord record;
    RunScenario(scenario, record, {}, watch);
    const double spent = SecondsSince(start);
    if (record.outcome != ExitCode::Interrupted)
    {
        return spent;
    }
    const double left = static_cast<double>(scenario.duration.Value() - record.simulatedPs);
    const double pace =
        (spent - first->seconds) / (static_cast<double>(record.simulatedPs) - first->simulatedPs);
    return spent + left * pace;
}

/** @brief Numbers that forked processes share; all begin as 0. */
class SharedNumbers
{
  public:
    explicit SharedNumbers(std::size_t count)
        : m_bytes(std::max<std::size_t>(count, 1) * sizeof(double)),
          m_memory(
              ::mmap(nullptr, m_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
    {
        if (m_memory == MAP_FAILED)
        {
            throw IoError("share", "memory with a pilot run", errno);
        }
    }

    ~SharedNumbers()
    {
        ::munmap(m_memory, m_bytes);
    }

    SharedNumbers(const SharedNumbers&) = delete;
    SharedNumbers& operator=(const SharedNumbers&) = delete;

    double& operator[](std::size_t place)
    {
        return static_cast<double*>(m_memory)[place];
    }

  private:
    std::size_t m_bytes;
    void* m_memory;
};

/** @brief Fills in what pilots of these configurations say; nothing for one that cannot be built. */
void
MakePilots(const ExperimentPlan& plan,
           const FileFinder& files,
           const std::vector<std::size_t>& configurations,
           std::vector<RunEstimate>& estimates)
{
    SharedNumbers seconds(configurations.size());
    ProcessPool(1).Run(
        configurations.size(),
        [&](std::size_t pilot, RunProgress&) {
            const Configuration& one = plan.configurations[configurations[pilot]];
            const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
            ::dup2(null, STDERR_FILENO); // `validate` and `run` tell what is wrong with it
            seconds[pilot] = SecondsByPilot(ReadRunDocument(RunDocument(one, 0), files));
            return ExitCode::Done;
        },
        [&](std::size_t pilot, const RunEnding& ending) {
            if (ending.signal == 0 && ending.exitCode == 0)
            {
                RunEstimate& estimate = estimates[configurations[pilot]];
                estimate.seconds = seconds[pilot];
                estimate.isOwn = true;
            }
        },
        [](const PoolProgress&) {});
}

/** @brief About two digits. */
std::string
Coarsely(double number)
{
    return fmt::format("{:.{}f}", number, number < 1 ? 2 : number < 10 ? 1 : 0);
}

std::string
TimeText(const RunEstimate& estimate)
{
    if (!estimate.seconds)
    {
        return "?";
    }
    const double seconds = *estimate.seconds;
    const std::string text = seconds < 1    ? Coarsely(seconds * 1e3) + " ms"
                             : seconds < 60 ? Coarsely(seconds) + " s"
                                            : ClockText(seconds);
    return (estimate.isMeasured ? "" : "~") + text;
}

std::string
TotalText(const std::vector<RunEstimate>& estimates, std::size_t jobs)
{
    const auto seconds = SecondsLeft(estimates, jobs);
    return seconds ? fmt::format("about {} with --jobs {}", ClockText(*seconds), jobs)
                   : "the time of some is not known";
}

std::string
RunsText(const ExperimentPlan& plan, const std::vector<RunEstimate>& estimates)
{
    std::size_t finished = 0;
    for (const RunEstimate& estimate : estimates)
    {
        finished += estimate.finished;
    }
    std::string text =
        fmt::format("{}: {} run{}", plan.name, plan.runs.size(), plan.runs.size() == 1 ? "" : "s");
    text += finished > 0 ? fmt::format(", {} of them finished", finished) : "";
    if (plan.precision)
    {
        const auto most = static_cast<std::size_t>(plan.precision->most);
        text += fmt::format(", up to {} for the precision of {}",
                            plan.configurations.size() * most,
                            plan.precision->metric);
    }
    return text;
}

} // namespace

std::vector<RunEstimate>
EstimateTimes(const ExperimentPlan& plan,
              const Experiment& experiment,
              const std::vector<bool>& finished,
              const FileFinder& files)
{
    std::vector<RunEstimate> estimates(plan.configurations.size());
    std::vector<std::pair<double, std::size_t>> measured(estimates.size());
    const RunTimes times = ReadRunTimes(experiment.Folder());
    for (std::size_t run = 0; run < plan.runs.size(); ++run)
    {
        const std::size_t configuration = plan.runs[run].configuration;
        ++estimates[configuration].runs;
        estimates[configuration].finished += finished[run] ? 1 : 0;
        const auto time = times.find(experiment.Ids()[run]);
        if (time != times.end())
        {
            measured[configuration].first += time->second;
            ++measured[configuration].second;
        }
    }
    std::vector<std::size_t> unknown;
    for (std::size_t i = 0; i < estimates.size(); ++i)
    {
        if (measured[i].second > 0)
        {
            estimates[i].seconds = measured[i].first / static_cast<double>(measured[i].second);
            estimates[i].isMeasured = estimates[i].isOwn = true;
        }
        else if (estimates[i].finished < estimates[i].runs)
        {
            unknown.push_back(i);
        }
    }
    std::vector<std::size_t> pilots;
    for (std::size_t i = 0; i < std::min(unknown.size(), kMostPilots); ++i)
    {
        pilots.push_back(unknown[i * unknown.size() / std::min(unknown.size(), kMostPilots)]);
    }
    MakePilots(plan, files, pilots, estimates);
    for (std::size_t i = 1; unknown.size() > pilots.size() && i < unknown.size(); ++i)
    {
        if (!estimates[unknown[i]].isOwn)
        {
            estimates[unknown[i]].seconds = estimates[unknown[i - 1]].seconds;
        }
    }
    return estimates;
}

std::optional<double>
SecondsLeft(const std::vector<RunEstimate>& estimates, std::size_t jobs)
{
    double total = 0;
    double longest = 0;
    for (const RunEstimate& estimate : estimates)
    {
        const std::size_t missing = estimate.runs - estimate.finished;
        if (missing > 0 && !estimate.seconds)
        {
            return std::nullopt;
        }
        const double seconds = missing > 0 ? *estimate.seconds : 0;
        total += seconds * static_cast<double>(missing);
        longest = std::max(longest, seconds);
    }
    return std::max(longest, total / static_cast<double>(jobs));
}

std::string
PlanText(const ExperimentPlan& plan, const std::vector<RunEstimate>& estimates, std::size_t jobs)
{
    TextTable table;
    table.AddColumn("variant", Align::Left);
    table.AddColumn("parameters", Align::Left);
    table.AddColumn("replications", Align::Right);
    table.AddColumn("finished", Align::Right);
    table.AddColumn("a run takes", Align::Right);
    for (std::size_t i = 0; i < plan.configurations.size(); ++i)
    {
        const Configuration& one = plan.configurations[i];
        table.AddRow({one.variant.empty() ? "-" : one.variant,
                      one.parameters.empty() ? "-" : ToText(one.parameters),
                      std::to_string(estimates[i].runs),
                      std::to_string(estimates[i].finished),
                      estimates[i].finished == estimates[i].runs && !estimates[i].seconds
                          ? "-"
                          : TimeText(estimates[i])});
    }
    return Wrapped(fmt::format("{}; {}", RunsText(plan, estimates), TotalText(estimates, jobs))) +
           "\n" + table.ToText() + "\n" +
           Wrapped(
               fmt::format("Times of runs are those of finished ones; with ~ that of a pilot: the "
                           "first replication, given up after {:g} s and extended to its whole "
                           "duration, without bringing results to the disk, which takes some "
                           "hundredths of a second.",
                           kPilotSeconds));
}

} // namespace nexsim
