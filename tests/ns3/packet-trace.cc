// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "tests/ns3/packet-trace.h"

#include "tests/support/simulation.h"

#include "ns3/simulator.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace nexsim::testing
{

namespace
{

/** In the child: runs the program and writes its trace. */
void
WriteTrace(const char* kernel, void (*program)(PacketTrace&), int64_t end, std::FILE* file)
{
    PacketTrace trace;
    const Simulation simulation(kernel);
    program(trace);
    ns3::Simulator::Stop(ns3::Time(end));
    ns3::Simulator::Run();
    trace.lines.push_back("events " + std::to_string(ns3::Simulator::GetEventCount()));
    for (const std::string& line : trace.lines)
    {
        std::fputs((line + "\n").c_str(), file);
    }
}

} // namespace

void
PacketTrace::Connect(const ns3::NetDeviceContainer& devices)
{
    for (auto at = devices.Begin(); at != devices.End(); ++at)
    {
        for (const char* source : {"MacTx", "MacRx", "PhyRxDrop", "PhyTxEnd"})
        {
            const std::string where = "node " + std::to_string((*at)->GetNode()->GetId()) +
                                      " device " + std::to_string((*at)->GetIfIndex()) + " " +
                                      source;
            (*at)->TraceConnect(source, where, ns3::MakeCallback(&PacketTrace::Note, this));
        }
    }
}

void
PacketTrace::Note(std::string where, ns3::Ptr<const ns3::Packet> packet)
{
    lines.push_back(std::to_string(ns3::Simulator::Now().GetTimeStep()) + " " + where + " " +
                    std::to_string(packet->GetSize()));
}

std::vector<std::string>
TraceOf(const char* kernel, void (*program)(PacketTrace&), int64_t end)
{
    std::FILE* file = std::tmpfile();
    if (file == nullptr)
    {
        throw std::runtime_error("no temporary file for the trace");
    }
    const pid_t child = fork();
    if (child == 0)
    {
        WriteTrace(kernel, program, end, file);
        std::fflush(file);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    std::rewind(file);
    std::vector<std::string> lines;
    std::string line;
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
    {
        if (c == '\n')
        {
            lines.push_back(std::move(line));
            line.clear();
        }
        else
        {
            line += static_cast<char>(c);
        }
    }
    std::fclose(file);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    {
        throw std::runtime_error(std::string("the program failed under ") + kernel);
    }
    return lines;
}

} // namespace nexsim::testing
