// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_RUN_ID_H
#define NEXSIM_RUN_ID_H

#include <memory>
#include <string>
#include <string_view>

namespace nexsim
{

/**
 * @brief Computes a run's id: the XXH3-128 hash of everything that may change its numbers.
 *
 * Each ingredient is hashed with its kind and length, so that no two lists of ingredients look alike;
 * their order counts. Two runs of one id are the same run, and a finished one need not be repeated.
 */
class RunIdHasher
{
  public:
    /** @param resultsVersion kResultsVersion */
    explicit RunIdHasher(unsigned resultsVersion);
    ~RunIdHasher();
    RunIdHasher(const RunIdHasher&) = delete;
    RunIdHasher& operator=(const RunIdHasher&) = delete;

    /** @brief Add the resolved scenario of the run as canonical JSON. */
    void AddDocument(std::string_view canonicalJson);

    /**
     * @brief Add a file that the scenario names: the name as written there, and the content.
     * @param name as the scenario writes it, so that the folder of the scenario does not count
     * @param path where to read it
     * @throw IoError
     */
    void AddFile(std::string_view name, const std::string& path);

    /**
     * @brief Add a loaded library by its content; its path does not count.
     * @throw IoError
     */
    void AddLibrary(const std::string& path);

    /** @brief 32 hexadecimal digits. */
    std::string GetId() const;

  private:
    void Add(std::string_view kind, std::string_view content);

    struct State;
    std::unique_ptr<State> m_state;
};

/** @brief 32 hexadecimal digits that stand for a content. */
std::string HashContent(std::string_view content);

} // namespace nexsim

#endif // NEXSIM_RUN_ID_H
