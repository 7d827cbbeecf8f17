#include "grader/checks/subject.hpp"

#include <backprop/tensor.hpp>
#include <new>

namespace grader {

namespace {

template <class Call>
auto guarded(Call call) {
  try {
    return call();
  } catch (const backprop::NotImplemented& error) {
    throw Failure(Status::not_implemented, error.what());
  } catch (const std::bad_alloc&) {
    throw Failure(Status::memory_limit, "out of memory");
  } catch (const std::exception& error) {
    throw Failure(Status::crash, error.what());
  }
}

class LinkedRunning : public Running {
 public:
  explicit LinkedRunning(Instance instance) : instance_(std::move(instance)) {
    outputs = instance_.outputs;
    modified = instance_.modified();
  }

  Tensors backward(const Tensors& upstream) override {
    Tensors gradients = guarded([&] { return instance_.backward(upstream); });
    modified = instance_.modified();
    return gradients;
  }

 private:
  Instance instance_;
};

}  // namespace

std::unique_ptr<Running> LinkedSubject::start(const Op& op, const Case& the_case) {
  return std::make_unique<LinkedRunning>(guarded([&] { return op.start(the_case); }));
}

}  // namespace grader
