/// Subjects for tests, whose answers differ from those of the reference.
#pragma once

#include <functional>
#include <map>

#include "grader/checks/subject.hpp"

namespace grader {

// Returns the spoiled gradient. It gets the right gradient, the case, the upstream gradient, and the right
// backward pass, which can be run for other upstream gradients.
using Spoil = std::function<Tensor(const Tensor& right, const Case&,
                                   const std::function<Tensors(const Tensors&)>& backward,
                                   const Tensors& upstream, const std::string& input)>;

class SpoiledRunning : public Running {
 public:
  SpoiledRunning(std::unique_ptr<Running> right, Case the_case, std::string input, Spoil spoil)
      : right_(std::move(right)),
        case_(std::move(the_case)),
        input_(std::move(input)),
        spoil_(std::move(spoil)) {
    outputs = right_->outputs;
  }
  Tensors backward(const Tensors& upstream) override {
    const auto backward = [&](const Tensors& u) { return right_->backward(u); };
    Tensors gradients = backward(upstream);
    gradients.at(input_) = spoil_(gradients.at(input_), case_, backward, upstream, input_);
    return gradients;
  }

 private:
  std::unique_ptr<Running> right_;
  Case case_;
  std::string input_;
  Spoil spoil_;
};

class SpoiledSubject : public Subject {
 public:
  SpoiledSubject(std::string input, Spoil spoil) : input_(std::move(input)), spoil_(std::move(spoil)) {}
  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    return std::make_unique<SpoiledRunning>(reference_.start(op, the_case), the_case, input_, spoil_);
  }

 private:
  LinkedSubject reference_;
  std::string input_;
  Spoil spoil_;
};

class OverridingSubject : public Subject {
 public:
  /// `wrong`: ops with their own `start`, by name.
  explicit OverridingSubject(std::map<std::string, Op> wrong) : wrong_(std::move(wrong)) {}

  std::unique_ptr<Running> start(const Op& op, const Case& the_case) override {
    const auto found = wrong_.find(op.name);
    return linked_.start(found == wrong_.end() ? op : found->second, the_case);
  }

 private:
  LinkedSubject linked_;
  std::map<std::string, Op> wrong_;
};

}  // namespace grader
