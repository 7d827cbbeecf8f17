#include "grader/grading/answer_key.hpp"

#include "grader/grading/assignment.hpp"
#include "grader/grading/golden_file.hpp"
#include "grader/grading/stand_in_objects.hpp"
#include "grader/ops/probe.hpp"
#include "grader/scenarios/rounding.hpp"

namespace grader {

namespace {

class ReferenceKey : public AnswerKey {
 public:
  Transcript cases(const Op& op, std::uint64_t master_seed) const override {
    return cases::plan(op, master_seed);
  }

  PartKey part(const Scenario& scenario, const ScenarioPart& part, std::uint64_t master_seed) const override {
    const std::uint64_t seed = seed_for(master_seed, scenario.name + "/" + part.id);
    return {seed, [&part, seed](const Tell& tell) {
              LinkedSubject reference;
              return run_reference(part, reference, seed, tell);
            }};
  }

  std::unique_ptr<Subject> stand_in() const override { return std::make_unique<LinkedSubject>(); }

  std::optional<Object> stand_in_object(const std::string& layer) const override {
    return grader::stand_in_object(layer);
  }

  NameMistake name_mistake(const Op&) const override { return {}; }
};

class GoldenKey : public AnswerKey {
 public:
  explicit GoldenKey(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Transcript cases(const Op& op, std::uint64_t) const override { return read_golden_cases(folder_, op); }

  PartKey part(const Scenario& scenario, const ScenarioPart& part, std::uint64_t) const override {
    GoldenPart golden = read_golden_part(folder_, scenario.name, part.id);
    const std::uint64_t seed = golden.seed;
    return {seed, [measurements = std::move(golden.measurements)](const Tell&) { return measurements; }};
  }

  std::unique_ptr<Subject> stand_in() const override { return nullptr; }
  std::optional<Object> stand_in_object(const std::string&) const override { return std::nullopt; }

  NameMistake name_mistake(const Op& known_op) const override {
    return [mistakes = read_golden_mistakes(folder_, known_op)](const Op& op, const Transcript& answers,
                                                                Kind kind, const std::string& gradient,
                                                                const std::vector<std::string>& probes) {
      return name_golden_mistake(mistakes, op, answers, kind, gradient, probes);
    };
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<const AnswerKey> answer_key_of(const Assignment& assignment) {
  if (assignment.golden) return std::make_unique<GoldenKey>(*assignment.golden);
  return reference_key();
}

std::unique_ptr<const AnswerKey> reference_key() { return std::make_unique<ReferenceKey>(); }

}  // namespace grader
