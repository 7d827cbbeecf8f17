#include "grader/grading/answer_key.hpp"

#include "grader/grading/golden_file.hpp"

namespace grader {

namespace {

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

  const FurtherSearch* further_search() const override { return nullptr; }

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

std::unique_ptr<const AnswerKey> golden_key(const std::filesystem::path& folder) {
  return std::make_unique<GoldenKey>(folder);
}

}  // namespace grader
