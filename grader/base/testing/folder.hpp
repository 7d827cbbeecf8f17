/// A temporary folder for a test.
#pragma once

#include "grader/base/temporary_folder.hpp"

namespace grader::testing {

/// Everybody may look inside: boxes need that when the grader is root.
class Folder : public TemporaryFolder {
 public:
  Folder() : TemporaryFolder("backprop-test-", Access::everybody) {}
};

}  // namespace grader::testing
