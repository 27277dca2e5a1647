// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MATH_H
#define NEXSIM_MATH_H

/**
 * @brief Elementary functions that return the same bits on every machine.
 *
 * The C library's differ in the last place with its version and with what the processor offers
 * (FMA, AVX2), which is enough to change a decision and from there a whole run. These use only
 * + - * / on IEEE 754 doubles rounded to nearest, conversions, integers and tables; they must be
 * compiled without contraction (-ffp-contract=off) and without -ffast-math.
 *
 * Errors are in units in the last place of the result, as bounds by analysis; the tests measure
 * them. Special arguments behave as in C99 annex F, except that every NaN returned is the same
 * quiet one, and that neither errno nor the exception flags mean anything.
 */
namespace nexsim::math
{

/** @brief Natural logarithm; error < 0.51 ulp. */
double Log(double x);

/** @brief e^x; error < 0.55 ulp, < 1 ulp where the result is subnormal. */
double Exp(double x);

/** @brief x^y; error < 0.75 ulp, < 1 ulp where the result is subnormal; exact where x^y is a double. */
double Pow(double x, double y);

/** @brief Cube root; error < 0.51 ulp; exact where the root is a double. */
double Cbrt(double x);

} // namespace nexsim::math

#endif // NEXSIM_MATH_H
