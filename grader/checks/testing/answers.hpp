/// For tests: answers whose errors a test chooses, without a layer that gives them.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "grader/checks/judged.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

/// Answers of dx of an op with the one input x and dx of its shape. The right value is 1 everywhere, so that
/// an error of 1e-9 is allowed.
class Answers {
 public:
  using ErrorAt = std::function<double(std::size_t i, double x)>;

  explicit Answers(const std::string& op = "relu")
      : gradient{*find_op(op), "x", "dx", find_op(op)->inputs.front().shape, true, {}} {}

  void add(const Shape& shape, const std::function<double(std::size_t)>& x, const ErrorAt& error,
           const Attributes& attributes = {}) {
    gradient.cases.push_back(judged(shape, x, error, attributes));
  }

  void add_elsewhere(const Shape& shape, const std::function<double(std::size_t)>& x, const ErrorAt& error) {
    elsewhere_.push_back(judged(shape, x, error, {}));
    gradient.elsewhere = [this] { return elsewhere_; };
  }

  JudgedGradient gradient;

 private:
  JudgedCase judged(const Shape& shape, const std::function<double(std::size_t)>& x, const ErrorAt& error,
                    const Attributes& attributes) {
    Tensor inputs = Tensor::filled(shape, 0.0);
    Tensor actual = Tensor::filled(shape, 1.0);
    for (std::size_t i = 0; i < inputs.values.size(); ++i) {
      inputs.values[i] = x(i);
      actual.values[i] += error(i, inputs.values[i]);
    }
    CaseTranscript& entry = entries_.emplace_back();
    entry.the_case.inputs = {{"x", inputs}};
    entry.the_case.attributes = attributes;
    const Tensor ones = Tensor::filled(shape, 1.0);
    return {&entry, {ones, ones, ones}, actual};
  }

  std::deque<CaseTranscript> entries_;
  std::vector<JudgedCase> elsewhere_;
};

}  // namespace grader
