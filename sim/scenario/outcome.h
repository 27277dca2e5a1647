// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_OUTCOME_H
#define NEXSIM_OUTCOME_H

#include <cstddef>
#include <string>
#include <utility>
#include <variant>

namespace nexsim
{

/**
 * @brief Why a short text was refused, and where in it.
 */
struct TextError
{
    std::string message;
    std::size_t offset = 0; //!< in bytes from the begin of the text
};

/**
 * @brief What reading a text gives: a value, or the reason why there is none.
 *
 * The caller knows file, line and pointer, and makes a `Diagnostic` of the reason.
 */
template <typename T>
class [[nodiscard]] Outcome
{
  public:
    Outcome(T value) : m_state(std::in_place_index<0>, std::move(value)) {}

    Outcome(TextError error) : m_state(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const
    {
        return m_state.index() == 0;
    }

    const T& operator*() const
    {
        return std::get<0>(m_state);
    }

    T& operator*()
    {
        return std::get<0>(m_state);
    }

    const T* operator->() const
    {
        return &std::get<0>(m_state);
    }

    const TextError& Error() const
    {
        return std::get<1>(m_state);
    }

  private:
    std::variant<T, TextError> m_state;
};

} // namespace nexsim

#endif // NEXSIM_OUTCOME_H
