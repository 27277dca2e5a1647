// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/temporary-name.h"

#include "sim/results/file-writer.h"
#include "sim/results/io-error.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace fs = std::filesystem;

namespace nexsim
{

namespace
{

/** @brief What stands between the name and the process id, on this machine. */
std::string
Marker()
{
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    const std::string_view name(host.data());
    return fmt::format(".tmp-{:08x}-", XXH32(name.data(), name.size(), 0));
}

/** @brief The process that a temporary name of this machine belongs to. */
std::optional<pid_t>
OwnerOf(std::string_view name, const std::string& marker)
{
    const std::size_t position = name.rfind(marker);
    if (name.empty() || name.front() != '.' || position == std::string_view::npos)
    {
        return std::nullopt;
    }
    const std::string_view digits = name.substr(position + marker.size());
    pid_t owner = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), owner);
    if (error != std::errc() || end != digits.data() + digits.size() || owner <= 0)
    {
        return std::nullopt;
    }
    return owner;
}

/** @brief Whether a process has ended but nobody has asked how, as under an init that never does. */
bool
IsZombie(pid_t process)
{
    std::string status;
    try
    {
        status = ReadFile("/proc/" + std::to_string(process) + "/stat");
    }
    catch (const IoError&)
    {
        return false;
    }
    // "<id> (<command>) <state> ...": the command may hold anything, parentheses too.
    const std::size_t state = status.rfind(')') + 2;
    return state < status.size() && status[state] == 'Z';
}

bool
IsDead(pid_t process)
{
    return (::kill(process, 0) != 0 && errno == ESRCH) || IsZombie(process);
}

} // namespace

std::string
TemporaryName(const std::string& path)
{
    const fs::path target(path);
    const std::string name =
        "." + target.filename().string() + Marker() + std::to_string(::getpid());
    return (target.parent_path() / name).string();
}

void
RemoveStaleTemporaries(const std::string& folder)
{
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error == std::errc::no_such_file_or_directory)
    {
        return;
    }
    const std::string marker = Marker();
    std::vector<fs::path> stale;
    for (; !error && entries != fs::directory_iterator(); entries.increment(error))
    {
        const auto owner = OwnerOf(entries->path().filename().string(), marker);
        if (owner && IsDead(*owner))
        {
            stale.push_back(entries->path());
        }
    }
    if (error)
    {
        throw IoError("read folder", folder, error.value());
    }
    for (const fs::path& path : stale)
    {
        fs::remove_all(path, error);
        if (error)
        {
            throw IoError("remove", path.string(), error.value());
        }
    }
}

} // namespace nexsim
