// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_TEXT_SINK_H
#define NEXSIM_TEXT_SINK_H

#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief Where a writer puts its bytes: a file of a run, or a string.
 */
class TextSink
{
  public:
    virtual ~TextSink() = default;

    /**
     * @brief Append bytes.
     * @throw IoError when the medium refuses them
     */
    virtual void Write(std::string_view text) = 0;
};

/**
 * @brief Collects what is written in memory.
 */
class StringSink : public TextSink
{
  public:
    void Write(std::string_view text) override
    {
        m_text.append(text);
    }

    /** @brief Everything written so far. */
    const std::string& GetText() const
    {
        return m_text;
    }

  private:
    std::string m_text;
};

} // namespace nexsim

#endif // NEXSIM_TEXT_SINK_H
