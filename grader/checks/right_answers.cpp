#include "grader/checks/right_answers.hpp"

#include "grader/checks/numeric.hpp"

namespace grader {

namespace {

class ReferenceAnswers : public RightAnswers {
 public:
  Tensors outputs(const Op& op, const CaseQuestion& question) const override {
    return LinkedSubject().start(op, question.the_case)->outputs;
  }
  std::map<std::string, Expected> gradients(const Op& op, const CaseQuestion& question) const override {
    return expect_gradients(op, question.the_case, question.u, seed_for(question.seed, "signs"));
  }
  bool has_slope(const Op&, const CaseQuestion&) const override { return true; }
  bool stencil_is_clear(const Op& op, const CaseQuestion& question, const std::string& input,
                        double h) const override {
    return grader::stencil_is_clear(op, question.the_case, input, direction_seed(question, input), h);
  }
};

}  // namespace

std::shared_ptr<const RightAnswers> reference_answers() {
  static const auto answers = std::make_shared<const ReferenceAnswers>();
  return answers;
}

std::uint64_t direction_seed(const CaseQuestion& question, const std::string& input) {
  return seed_for(question.seed, "direction of " + input);
}

std::map<std::string, Expected> expected_gradients(const Op& op, const CaseQuestion& question) {
  auto gradients = question.right->gradients(op, question);
  for (auto& [name, expected] : gradients) expected.tolerance = question.tolerance;
  return gradients;
}

}  // namespace grader
