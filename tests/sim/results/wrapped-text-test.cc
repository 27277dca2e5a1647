// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#include "sim/results/wrapped-text.h"

#include <doctest/doctest.h>

#include <string>

namespace wrapped_text_test
{

using nexsim::Wrapped;

TEST_CASE("a text of 100 columns stays on a line, one more takes the last word to the next")
{
    const std::string word(48, 'x');
    CHECK(Wrapped(word + " " + word, "ab ") == "ab " + word + " " + word + "\n");
    CHECK(Wrapped(word + " " + word, "abc ", "  ") == "abc " + word + "\n  " + word + "\n");
}

TEST_CASE("later lines count their indent")
{
    const std::string word(47, 'x');
    const std::string three = word + " " + word + " " + word;
    CHECK(Wrapped(three + " y", std::string(50, '-') + " ", "    ") ==
          std::string(50, '-') + " " + word + "\n    " + word + " " + word + "\n    y\n");
}

TEST_CASE("columns count characters, not bytes")
{
    const std::string first(98, 'x');
    CHECK(Wrapped(first + " \u00b1") == first + " \u00b1\n");
    CHECK(Wrapped(first + " \u00b1\u00b1") == first + "\n\u00b1\u00b1\n");
}

TEST_CASE("a long word has a line of its own, and an empty text is an empty line")
{
    const std::string longWord(130, 'x');
    CHECK(Wrapped("a " + longWord + " b") == "a\n" + longWord + "\nb\n");
    CHECK(Wrapped("") == "\n");
}

} // namespace wrapped_text_test
