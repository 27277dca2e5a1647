// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_EXIT_CODE_H
#define NEXSIM_EXIT_CODE_H

namespace nexsim
{

/**
 * @brief What the program and each of its runs tells the shell; the numbers are part of the interface.
 */
enum class ExitCode : int
{
    Done = 0,            //!< done, and all claims hold
    Internal = 1,        //!< internal or I/O error, such as a full disk or an unwritable folder
    Usage = 2,           //!< the command line is wrong
    InvalidScenario = 3, //!< the scenario is not valid
    InvariantBroke = 4,  //!< ledger, time or ring: the model contradicted itself
    LimitReached = 5,    //!< a run was cut off by its budget of events, time or memory
    ClaimFailed = 6,     //!< a claim is broken, undecided or cannot be evaluated
    RunCrashed = 7,      //!< a run's process died by a signal
    Interrupted = 130    //!< stopped by SIGINT or SIGTERM
};

/** @brief The number to hand to exit(). */
constexpr int
ToInt(ExitCode code)
{
    return static_cast<int>(code);
}

} // namespace nexsim

#endif // NEXSIM_EXIT_CODE_H
