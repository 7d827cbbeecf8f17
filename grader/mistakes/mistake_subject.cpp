#include "grader/mistakes/mistake_subject.hpp"

#include <functional>

#include "grader/mistakes/memory.hpp"
#include "grader/ops/registry.hpp"

namespace grader {

namespace {

// An op or a mistake that a test made up may not live as long as the memory.
bool is_registered(const Op& op) { return find_op(op.name) == &op; }
bool is_registered(const KnownMistake& mistake) {
  const std::vector<KnownMistake>& all = all_mistakes();
  const std::less<const KnownMistake*> before;
  return !all.empty() && !before(&mistake, all.data()) && before(&mistake, all.data() + all.size());
}

// The reference, which runs only for what it was not asked before.
class RememberedReference : public Running {
 public:
  RememberedReference(const Op& op, const Case& the_case)
      : op_(op), case_(the_case), question_(Question(&op).add(the_case.inputs).add(the_case.attributes)) {
    outputs = answer(question_, [&] { return running().outputs; });
  }

  Tensors backward(const Tensors& upstream) override {
    return answer(Question(question_).add(upstream), [&] { return running().backward(upstream); });
  }

 private:
  Tensors answer(const Question& question, const std::function<Tensors()>& work_out) {
    return is_registered(op_) ? memory_of_this_thread().answer(question, work_out) : work_out();
  }
  Running& running() {
    if (!running_) running_ = LinkedSubject().start(op_, case_);
    return *running_;
  }

  const Op& op_;
  const Case case_;
  const Question question_;
  std::unique_ptr<Running> running_;
};

Tensors wrong_answer(const MistakeSubject::Answer& answer, const Case& the_case, const Tensors& upstream,
                     const Tensors& right) {
  const auto work_out = [&] {
    Arguments in(the_case.inputs);
    Arguments typed_upstream(upstream);
    Given given{in, typed_upstream, the_case.attributes, right};
    return answer.give(given);
  };
  if (!answer.remembered) return work_out();
  return memory_of_this_thread().answer(
      Question(answer.mistake).add(the_case.inputs).add(the_case.attributes).add(upstream), work_out);
}

// Returns the right tensors, some replaced by wrong ones.
Tensors spoiled(const std::vector<MistakeSubject::Answer>& answers, const Case& the_case,
                const Tensors& upstream, Tensors right) {
  Tensors result = right;
  for (const MistakeSubject::Answer& answer : answers) {
    for (auto& [name, tensor] : wrong_answer(answer, the_case, upstream, right)) {
      result.at(name) = std::move(tensor);
    }
  }
  return result;
}

class MistakenRunning : public Running {
 public:
  MistakenRunning(std::unique_ptr<Running> right, Case the_case,
                  const std::vector<MistakeSubject::Answer>& answers)
      : right_(std::move(right)), case_(std::move(the_case)), answers_(answers) {
    outputs = right_->outputs;
  }
  Tensors backward(const Tensors& upstream) override {
    return spoiled(answers_, case_, upstream, right_->backward(upstream));
  }

 private:
  std::unique_ptr<Running> right_;
  Case case_;
  const std::vector<MistakeSubject::Answer>& answers_;
};

}  // namespace

MistakeSubject::MistakeSubject(const std::vector<const KnownMistake*>& mistakes) {
  for (const KnownMistake* mistake : mistakes) {
    const bool has_memory = static_cast<bool>(mistake->answer_with_memory);
    answers_.push_back({mistake, has_memory ? mistake->answer_with_memory() : mistake->answer,
                        !has_memory && is_registered(*mistake)});
  }
}

std::unique_ptr<Running> MistakeSubject::start(const Op& op, const Case& the_case) {
  auto running = std::make_unique<RememberedReference>(op, the_case);
  if (op.gradients().empty()) {
    running->outputs = spoiled(answers_, the_case, {}, running->outputs);
    return running;
  }
  return std::make_unique<MistakenRunning>(std::move(running), the_case, answers_);
}

}  // namespace grader
