#include "grader/grading/reference_key.hpp"

#include "grader/grading/assignment.hpp"
#include "grader/grading/further_search.hpp"
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

  const FurtherSearch* further_search() const override { return &grader::further_search(); }

  NameMistake name_mistake(const Op&) const override { return {}; }
};

}  // namespace

std::unique_ptr<const AnswerKey> reference_key() { return std::make_unique<ReferenceKey>(); }

std::unique_ptr<const AnswerKey> answer_key_of(const Assignment& assignment) {
  return assignment.golden ? golden_key(*assignment.golden) : reference_key();
}

}  // namespace grader
