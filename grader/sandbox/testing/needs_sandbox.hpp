/// For tests of what only a sandbox gives.
#pragma once
#include <gtest/gtest.h>

#include "grader/sandbox/isolation.hpp"

/// Skips the test in a build without a sandbox. Use it in a test or in SetUp().
#define NEEDS_SANDBOX() \
  if (!::grader::built_with_sandbox()) GTEST_SKIP() << "this build has no sandbox (BACKPROP_SANDBOX=OFF)"
