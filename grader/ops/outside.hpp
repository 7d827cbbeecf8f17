/// Calls to functions that no worker may hold: the function that a gradient checker is tried on, and the
/// reference's layers, which stand in for layers that the student has not got right.
///
/// In a worker such a call goes to the grader, over the channel on which the worker answers. In the grader it
/// is an ordinary call.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grader/ops/tensor.hpp"

namespace grader {

/// Arguments or results, in order. A struct counts as its members, and a number as a tensor of rank 0. See
/// grader/ops/packing.hpp.
using TensorList = std::vector<Tensor>;

/// Takes the arguments. Returns the result, followed by the parameters that the function changes.
using OutsideFunction = std::function<TensorList(const TensorList& arguments)>;
/// Calls the function of that name.
using OutsideCaller = std::function<TensorList(const std::string& function, const TensorList& arguments)>;

/// Calls the function. Exceptions of the function pass through: backprop::ShapeError, for example. Throws
/// std::logic_error when there is no such function.
TensorList call_outside(const std::string& function, const TensorList& arguments);

/// As long as it lives, calls of this thread go through `caller`.
class OutsideCallsGoTo {
 public:
  explicit OutsideCallsGoTo(OutsideCaller caller);
  ~OutsideCallsGoTo();
  OutsideCallsGoTo(const OutsideCallsGoTo&) = delete;
  OutsideCallsGoTo& operator=(const OutsideCallsGoTo&) = delete;

 private:
  OutsideCaller caller_;
  const OutsideCaller* before_;
};

/// Enters a function into this program's table. Only the grader has any.
struct OutsideRegistration {
  OutsideRegistration(const std::string& name, OutsideFunction function);
};

/// Returns the function that this program has under that name, or nullptr.
const OutsideFunction* find_outside(const std::string& name);

}  // namespace grader
