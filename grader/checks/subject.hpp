/// Someone who answers for ops: the reference in this process, or a student's worker in another. Checks know
/// only this.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "grader/ops/op.hpp"
#include "grader/report/status.hpp"

namespace grader {

/// A call that did not end in an answer: not implemented, an exception, out of memory. The subject lives on.
struct Failure : std::runtime_error {
  Failure(Status why, const std::string& message) : std::runtime_error(message), status(why) {}
  Status status;
};

/// A forward pass that has been run and can be asked for backward passes, any number of times.
class Running {
 public:
  virtual ~Running() = default;
  /// Not judged yet: any names, any shapes.
  Tensors outputs;
  /// Names of inputs and upstream gradients (d + the output's name) that have been written to, as of the last
  /// answer.
  std::vector<std::string> modified;
  /// How many forward passes of the layer the last backward pass ran. 0 where nobody counts.
  std::uint64_t forward_calls = 0;

  /// Throws Failure.
  virtual Tensors backward(const Tensors& upstream) = 0;
};

class Subject {
 public:
  virtual ~Subject() = default;
  /// Runs the forward pass. Throws Failure.
  virtual std::unique_ptr<Running> start(const Op& op, const Case& the_case) = 0;
};

/// The ops as they are linked into this program.
class LinkedSubject : public Subject {
 public:
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override;
};

}  // namespace grader
