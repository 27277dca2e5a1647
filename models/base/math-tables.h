// Copyright (c) The nexsim authors
// SPDX-License-Identifier: GPL-2.0-only

#ifndef NEXSIM_MATH_TABLES_H
#define NEXSIM_MATH_TABLES_H

namespace nexsim::math
{

/** @brief 2^(j/32) for j = 0..31: high is the nearest double, low the double nearest to the rest. */
struct PowerOfTwo
{
    double high;
    double low;
};

/**
 * @brief For c = j/32, j = 32..64: inverse is 1/c rounded to a multiple of 2^-9; high + low is
 * -ln(inverse), from j = 46 (sqrt(2)) on -ln(2 inverse), with high a multiple of 2^-42.
 */
struct Logarithm
{
    double inverse;
    double high;
    double low;
};

constexpr PowerOfTwo POWERS_OF_TWO[32] = {
    {0x1.0000000000000p+0, 0x0.0p+0},
    {0x1.059b0d3158574p+0, 0x1.d73e2a475b465p-55},
    {0x1.0b5586cf9890fp+0, 0x1.8a62e4adc610bp-54},
    {0x1.11301d0125b51p+0, -0x1.6c51039449b3ap-54},
    {0x1.172b83c7d517bp+0, -0x1.19041b9d78a76p-55},
    {0x1.1d4873168b9aap+0, 0x1.e016e00a2643cp-54},
    {0x1.2387a6e756238p+0, 0x1.9b07eb6c70573p-54},
    {0x1.29e9df51fdee1p+0, 0x1.612e8afad1255p-55},
    {0x1.306fe0a31b715p+0, 0x1.6f46ad23182e4p-55},
    {0x1.371a7373aa9cbp+0, -0x1.63aeabf42eae2p-54},
    {0x1.3dea64c123422p+0, 0x1.ada0911f09ebcp-55},
    {0x1.44e086061892dp+0, 0x1.89b7a04ef80d0p-59},
    {0x1.4bfdad5362a27p+0, 0x1.d4397afec42e2p-56},
    {0x1.5342b569d4f82p+0, -0x1.07abe1db13cadp-55},
    {0x1.5ab07dd485429p+0, 0x1.6324c054647adp-54},
    {0x1.6247eb03a5585p+0, -0x1.383c17e40b497p-54},
    {0x1.6a09e667f3bcdp+0, -0x1.bdd3413b26456p-54},
    {0x1.71f75e8ec5f74p+0, -0x1.16e4786887a99p-55},
    {0x1.7a11473eb0187p+0, -0x1.41577ee04992fp-55},
    {0x1.82589994cce13p+0, -0x1.d4c1dd41532d8p-54},
    {0x1.8ace5422aa0dbp+0, 0x1.6e9f156864b27p-54},
    {0x1.93737b0cdc5e5p+0, -0x1.75fc781b57ebcp-57},
    {0x1.9c49182a3f090p+0, 0x1.c7c46b071f2bep-56},
    {0x1.a5503b23e255dp+0, -0x1.d2f6edb8d41e1p-54},
    {0x1.ae89f995ad3adp+0, 0x1.7a1cd345dcc81p-54},
    {0x1.b7f76f2fb5e47p+0, -0x1.5584f7e54ac3bp-56},
    {0x1.c199bdd85529cp+0, 0x1.11065895048ddp-55},
    {0x1.cb720dcef9069p+0, 0x1.503cbd1e949dbp-56},
    {0x1.d5818dcfba487p+0, 0x1.2ed02d75b3707p-55},
    {0x1.dfc97337b9b5fp+0, -0x1.1a5cd4f184b5cp-54},
    {0x1.ea4afa2a490dap+0, -0x1.e9c23179c2893p-54},
    {0x1.f50765b6e4540p+0, 0x1.9d3e12dd8a18bp-54},
};

constexpr Logarithm LOGARITHMS[33] = {
    {0x1.0000000000000p+0, 0x0.0p+0, 0x0.0p+0},
    {0x1.f000000000000p-1, 0x1.0415d89e78000p-5, -0x1.dddc7f461c516p-44},
    {0x1.e200000000000p-1, 0x1.eea31c0068000p-5, 0x1.c3dd83606d891p-44},
    {0x1.d400000000000p-1, 0x1.700d30aeac000p-4, 0x1.c1e8da99ded32p-49},
    {0x1.c700000000000p-1, 0x1.e3707ee304000p-4, 0x1.0f684e6766abdp-45},
    {0x1.bb00000000000p-1, 0x1.28753bc11a000p-3, 0x1.7494e359302e6p-44},
    {0x1.af00000000000p-1, 0x1.60b3100b0a000p-3, -0x1.71456c988f814p-44},
    {0x1.a400000000000p-1, 0x1.95a5adcf70000p-3, 0x1.7f22858a0ff6fp-47},
    {0x1.9a00000000000p-1, 0x1.c6ffbc6f00000p-3, 0x1.ee138d3a69d43p-44},
    {0x1.9000000000000p-1, 0x1.f991c6cb3c000p-3, -0x1.90d04cd7cc834p-44},
    {0x1.8600000000000p-1, 0x1.16b5ccbad0000p-2, -0x1.23299042d74bfp-44},
    {0x1.7d00000000000p-1, 0x1.2e9e2bce12000p-2, 0x1.4300c128d1dc2p-45},
    {0x1.7400000000000p-1, 0x1.4718dc271c000p-2, 0x1.06c18fb4c14c5p-44},
    {0x1.6c00000000000p-1, 0x1.5d5bddf596000p-2, -0x1.a0b2a08a465dcp-47},
    {0x1.6400000000000p-1, -0x1.51aad872e0000p-2, 0x1.f4bd8db0a7cc1p-44},
    {0x1.5d00000000000p-1, -0x1.3d54fa5c1f000p-2, -0x1.c3e1cd9a395e3p-44},
    {0x1.5500000000000p-1, -0x1.2596010df7000p-2, -0x1.8e7bc224ea3e3p-44},
    {0x1.4e00000000000p-1, -0x1.1058bf9ae5000p-2, 0x1.4ab9d817d52cdp-44},
    {0x1.4800000000000p-1, -0x1.fb9186d5e4000p-3, 0x1.d572aab993c87p-47},
    {0x1.4100000000000p-1, -0x1.cf6354e09c000p-3, -0x1.771239a07d55bp-45},
    {0x1.3b00000000000p-1, -0x1.a8becfc882000p-3, -0x1.e3185cf21b9cfp-44},
    {0x1.3500000000000p-1, -0x1.815c0a1436000p-3, 0x1.02a52f9201ce8p-44},
    {0x1.2f00000000000p-1, -0x1.59338d9982000p-3, -0x1.0ba68b7555d4ap-48},
    {0x1.2a00000000000p-1, -0x1.371fc201e8000p-3, -0x1.ee8779b2d8abcp-44},
    {0x1.2500000000000p-1, -0x1.1478584674000p-3, -0x1.563451027c750p-46},
    {0x1.1f00000000000p-1, -0x1.d4313d66cc000p-4, 0x1.9454379135713p-45},
    {0x1.1a00000000000p-1, -0x1.8c345d6318000p-4, -0x1.b20f5acb42a66p-44},
    {0x1.1600000000000p-1, -0x1.51b073f060000p-4, -0x1.83f69278e686ap-44},
    {0x1.1100000000000p-1, -0x1.0759835990000p-4, 0x1.b8ecfe4b59987p-44},
    {0x1.0d00000000000p-1, -0x1.95c830ec90000p-5, 0x1.c148297c5feb8p-45},
    {0x1.0800000000000p-1, -0x1.f829b0e780000p-6, -0x1.980267c7e09e4p-45},
    {0x1.0400000000000p-1, -0x1.fc0a8b0fc0000p-7, -0x1.f1e7cf6d3a69cp-50},
    {0x1.0000000000000p-1, 0x0.0p+0, 0x0.0p+0},
};

} // namespace nexsim::math

#endif // NEXSIM_MATH_TABLES_H
