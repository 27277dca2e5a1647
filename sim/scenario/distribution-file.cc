// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/scenario/distribution-file.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace nexsim
{

namespace
{

constexpr std::string_view kBlanks = " \t\r";
constexpr size_t kMostPoints = 100'000;
constexpr size_t kLongestLine = 1000;
constexpr std::string_view kHeader = "bytes cumulative-probability";

std::vector<std::string_view>
Words(std::string_view text)
{
    std::vector<std::string_view> words;
    for (size_t begin = text.find_first_not_of(kBlanks); begin != std::string_view::npos;
         begin = text.find_first_not_of(kBlanks))
    {
        text.remove_prefix(begin);
        words.push_back(text.substr(0, text.find_first_of(kBlanks)));
        text.remove_prefix(words.back().size());
    }
    return words;
}

/** @brief The whole word as a number, or false. */
template <typename Number, typename... Format>
bool
Convert(std::string_view word, Number& value, Format... format)
{
    const char* end = word.data() + word.size();
    const auto result = std::from_chars(word.data(), end, value, format...);
    return result.ec == std::errc() && result.ptr == end;
}

/** @brief Takes the text line by line. */
class Parser
{
  public:
    explicit Parser(const std::string& file) : m_file(file) {}

    void Accept(const std::string& content);
    EmpiricalDistribution Finish();
    [[noreturn]] void Fail(size_t line, const std::string& what) const;

    size_t Line() const
    {
        return m_line;
    }

  private:
    DistributionPoint ParsePoint(const std::vector<std::string_view>& words) const;

    const std::string& m_file;
    size_t m_line = 0;
    bool m_headerSeen = false;
    std::vector<DistributionPoint> m_points;
    std::vector<size_t> m_lines; //!< where each point stands
};

void
Parser::Fail(size_t line, const std::string& what) const
{
    throw DistributionFileError(fmt::format("{}:{}: {}", m_file, line, what));
}

DistributionPoint
Parser::ParsePoint(const std::vector<std::string_view>& words) const
{
    if (words.size() != 2)
    {
        Fail(m_line,
             fmt::format("expected two numbers, bytes and cumulative probability, got {} words",
                         words.size()));
    }
    DistributionPoint point{};
    if (!Convert(words[0], point.bytes))
    {
        Fail(m_line, fmt::format("expected a whole number of bytes, got \"{}\"", words[0]));
    }
    if (!Convert(words[1], point.cumulative, std::chars_format::fixed))
    {
        Fail(m_line,
             fmt::format("expected a probability as a decimal fraction, got \"{}\"", words[1]));
    }
    return point;
}

void
Parser::Accept(const std::string& content)
{
    ++m_line;
    if (content.size() > kLongestLine)
    {
        Fail(m_line, fmt::format("expected a line of at most {} characters", kLongestLine));
    }
    const std::vector<std::string_view> words = Words(content);
    if (words.empty() || content.front() == '#')
    {
        return;
    }
    if (!m_headerSeen)
    {
        if (fmt::format("{}", fmt::join(words, " ")) != kHeader)
        {
            Fail(m_line, fmt::format("expected \"{}\" before the first point", kHeader));
        }
        m_headerSeen = true;
        return;
    }
    if (m_points.size() == kMostPoints)
    {
        Fail(m_line, fmt::format("expected at most {} points", kMostPoints));
    }
    m_points.push_back(ParsePoint(words));
    m_lines.push_back(m_line);
}

EmpiricalDistribution
Parser::Finish()
{
    if (m_points.empty())
    {
        Fail(m_line,
             m_headerSeen ? "expected points after the header"
                          : fmt::format("expected \"{}\"", kHeader));
    }
    try
    {
        return EmpiricalDistribution(std::move(m_points));
    }
    catch (const DistributionError& error)
    {
        Fail(m_lines[error.Point()], error.what());
    }
}

} // namespace

EmpiricalDistribution
ParseDistribution(std::istream& text, const std::string& name)
{
    Parser parser(name);
    for (std::string content; std::getline(text, content);)
    {
        parser.Accept(content);
    }
    if (text.bad())
    {
        parser.Fail(parser.Line(), "reading failed");
    }
    return parser.Finish();
}

EmpiricalDistribution
ReadDistributionFile(const std::string& path)
{
    std::ifstream file(path);
    if (!file)
    {
        throw DistributionFileError(fmt::format("{}: cannot be opened for reading", path));
    }
    return ParseDistribution(file, path);
}

} // namespace nexsim
