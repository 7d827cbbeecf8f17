#include "grader/mistakes/mistake_subject.hpp"

namespace grader {

namespace {

// Returns the right tensors, some replaced by wrong ones.
Tensors spoiled(const std::vector<WrongAnswer>& answers, const Case& the_case, const Tensors& upstream,
                Tensors right) {
  Arguments in(the_case.inputs);
  Arguments typed_upstream(upstream);
  Tensors result = right;
  for (const WrongAnswer& answer : answers) {
    Given given{in, typed_upstream, the_case.attributes, right};
    for (auto& [name, tensor] : answer(given)) result.at(name) = std::move(tensor);
  }
  return result;
}

class MistakenRunning : public Running {
 public:
  MistakenRunning(std::unique_ptr<Running> right, Case the_case, const std::vector<WrongAnswer>& answers)
      : right_(std::move(right)), case_(std::move(the_case)), answers_(answers) {
    outputs = right_->outputs;
  }
  Tensors backward(const Tensors& upstream) override {
    return spoiled(answers_, case_, upstream, right_->backward(upstream));
  }

 private:
  std::unique_ptr<Running> right_;
  Case case_;
  const std::vector<WrongAnswer>& answers_;
};

}  // namespace

MistakeSubject::MistakeSubject(const std::vector<const KnownMistake*>& mistakes) {
  for (const KnownMistake* mistake : mistakes) {
    answers_.push_back(mistake->answer_with_memory ? mistake->answer_with_memory() : mistake->answer);
  }
}

std::unique_ptr<Running> MistakeSubject::start(const Op& op, const Case& the_case) {
  auto running = reference_.start(op, the_case);
  if (op.gradients().empty()) {
    running->outputs = spoiled(answers_, the_case, {}, running->outputs);
    return running;
  }
  return std::make_unique<MistakenRunning>(std::move(running), the_case, answers_);
}

}  // namespace grader
