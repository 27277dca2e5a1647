# Copyright (c) The nexsim authors
# SPDX-License-Identifier: GPL-2.0-only
