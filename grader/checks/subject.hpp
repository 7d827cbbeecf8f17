/// A subject answers for ops: the reference in this process, or a student's worker in another. Checks know
/// only this interface.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "grader/ops/branch.hpp"
#include "grader/ops/op.hpp"
#include "grader/report/status.hpp"

namespace grader {

/// A call that ended without an answer: not implemented, an exception, out of memory. The subject can still
/// be asked.
struct Failure : std::runtime_error {
  Failure(Status why, const std::string& message) : std::runtime_error(message), status(why) {}
  Status status;
};

/// A forward pass that has been run. It can be asked for any number of backward passes.
class Running {
 public:
  virtual ~Running() = default;
  /// Not checked yet: names and shapes may be anything.
  Tensors outputs;
  /// Names of the inputs and upstream gradients (d + the output's name) that had been written to when the
  /// last answer came.
  std::vector<std::string> modified;
  /// How many forward passes of the layer the last backward pass ran. Stays 0 for subjects that do not count.
  std::uint64_t forward_calls = 0;

  /// Throws Failure.
  virtual Tensors backward(const Tensors& upstream) = 0;
};

class Subject {
 public:
  virtual ~Subject() = default;
  /// Runs the forward pass of one case. Throws Failure when it does not end in an answer.
  virtual std::unique_ptr<Running> start(const Op& op, const Case& the_case) = 0;

  /// Returns what the subject's code has compared with fixed numbers since the last call of this function.
  /// Empty for subjects that do not note it.
  virtual std::vector<Branch> branches() { return {}; }
};

/// Answers with the ops that are linked into this program.
class LinkedSubject : public Subject {
 public:
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override;
};

}  // namespace grader
