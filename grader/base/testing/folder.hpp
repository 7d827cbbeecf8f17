/// A folder of a test's own.
#pragma once

#include "grader/base/temporary_folder.hpp"

namespace grader::testing {

/// Anybody may look inside, as boxes need it when the grader is root.
class Folder : public TemporaryFolder {
 public:
  Folder() : TemporaryFolder("backprop-test-", Access::everybody) {}
};

}  // namespace grader::testing
