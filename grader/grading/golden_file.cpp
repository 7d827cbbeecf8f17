#include "grader/grading/golden_file.hpp"

#include <algorithm>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/checks/numeric.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/ops/op_json.hpp"
#include "grader/report/report.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = "backprop-golden/1";

// The clear steps of the stencil by input. An input whose steps are all clear is not in it.
using ClearSteps = std::map<std::string, std::vector<double>>;

class GoldenAnswers : public RightAnswers {
 public:
  GoldenAnswers(Tensors outputs, std::map<std::string, Expected> gradients, ClearSteps clear_steps)
      : outputs_(std::move(outputs)),
        gradients_(std::move(gradients)),
        clear_steps_(std::move(clear_steps)) {}

  Tensors outputs(const Op&, const CaseQuestion&) const override { return outputs_; }
  std::map<std::string, Expected> gradients(const Op&, const CaseQuestion&) const override {
    return gradients_;
  }

  // A kit's grader is linked with the files that students are given. These do not contain the forward passes
  // that students write.
  bool has_slope(const Op& op, const CaseQuestion& question) const override {
    try {
      LinkedSubject().start(op, question.the_case);
      return true;
    } catch (const Failure& failure) {
      if (failure.status == Status::not_implemented) return false;
      throw;
    }
  }

  // A kit does not know where an op has kinks.
  bool stencil_is_clear(const Op&, const CaseQuestion&, const std::string& input, double h) const override {
    const auto steps = clear_steps_.find(input);
    return steps == clear_steps_.end() || std::ranges::find(steps->second, h) != steps->second.end();
  }

 private:
  Tensors outputs_;
  std::map<std::string, Expected> gradients_;
  ClearSteps clear_steps_;
};

ClearSteps clear_steps(const Op& op, const CaseTranscript& entry) {
  ClearSteps result;
  for (const std::string& input : op.gradients()) {
    std::vector<double> steps;
    for (const double h : kStencilSteps) {
      if (entry.right->stencil_is_clear(op, entry, input, h)) steps.push_back(h);
    }
    if (steps.size() < kStencilSteps.size()) result[input] = std::move(steps);
  }
  return result;
}

Json to_json(const Expected& expected) {
  Json result = {{"value", to_json(expected.lower)}, {"scale", to_json(expected.scale)}};
  if (!same_bits(expected.lower, expected.upper)) result["upper"] = to_json(expected.upper);
  return result;
}

Expected expected_from_json(const JsonReader& json) {
  json.expect_object({"value", "scale", "upper"});
  Expected expected;
  expected.lower = tensor_from_json(json["value"]);
  const auto upper = json.find("upper");
  expected.upper = upper ? tensor_from_json(*upper) : expected.lower;
  expected.scale = tensor_from_json(json["scale"]);
  if (expected.upper.shape != expected.lower.shape) upper->fail("has another shape than the value");
  if (expected.scale.shape != expected.lower.shape) json["scale"].fail("has another shape than the value");
  return expected;
}

Json case_to_json(const Op& op, const CaseTranscript& entry) {
  Json call = {{"inputs", to_json(entry.the_case.inputs)}};
  if (!entry.the_case.attributes.empty()) call["attributes"] = entry.the_case.attributes;
  Json result = {{"probe", entry.probe},
                 {"seed", entry.seed},
                 {"note", entry.the_case.note},
                 {"outputs", to_json(entry.right->outputs(op, entry))}};
  if (!op.gradients().empty()) {
    call["upstream"] = to_json(entry.u);
    result["other_upstream"] = to_json(entry.v);
    result["a"] = entry.a;
    result["c"] = entry.c;
    for (const auto& [input, steps] : clear_steps(op, entry)) result["clear_steps"][input] = steps;
    for (const auto& [name, expected] : entry.right->gradients(op, entry))
      result["gradients"][name] = to_json(expected);
  }
  result["call"] = std::move(call);
  return result;
}

ClearSteps clear_steps_from_json(const JsonReader& json) {
  ClearSteps result;
  const auto found = json.find("clear_steps");
  if (!found) return result;
  for (const auto& [input, steps] : found->json().members()) {
    std::vector<double>& clear = result[input];
    for (const JsonReader& step : (*found)[input].elements()) clear.push_back(step.number());
  }
  return result;
}

CaseTranscript case_from_json(const Op& op, const JsonReader& json, const std::string& what) {
  json.expect_object(
      {"probe", "seed", "note", "call", "other_upstream", "a", "c", "clear_steps", "outputs", "gradients"});
  CaseTranscript entry;
  entry.probe = json["probe"].string();
  entry.seed = json["seed"].integer(kMaxSeed);
  Call call = parse_call(op, json["call"].json(), what);
  entry.the_case = std::move(call.the_case);
  entry.the_case.note = json["note"].string();
  Tensors outputs = tensors_from_json(json["outputs"]);
  for (const OutputSpec& output : op.outputs) {
    if (!outputs.contains(output.name)) json["outputs"].fail("has no " + output.name);
  }
  std::map<std::string, Expected> right;
  ClearSteps clear;
  if (!op.gradients().empty()) {
    entry.u = std::move(call.upstream);
    entry.v = tensors_from_json(json["other_upstream"]);
    entry.a = json["a"].number();
    entry.c = json["c"].number();
    const JsonReader gradients = json["gradients"];
    for (const std::string& name : op.gradients()) right[name] = expected_from_json(gradients[name]);
    for (const NodeSpec& node : op.nodes) right[node.name] = expected_from_json(gradients[node.name]);
    clear = clear_steps_from_json(json);
  }
  entry.right = std::make_shared<const GoldenAnswers>(std::move(outputs), std::move(right), std::move(clear));
  return entry;
}

void require_golden(const JsonReader& json, const Op& op) {
  json.expect_object({"schema", "op", "cases", "mistakes"});
  if (json["schema"].string() != kSchema) json["schema"].fail(std::string("is not \"") + kSchema + "\"");
  if (json["op"].string() != op.name) json["op"].fail("is not " + op.name);
}

}  // namespace

std::string golden_name(const Op& op) { return op.name + ".json"; }

std::string golden_name_of_scenario(const std::string& scenario) { return "scenario-" + scenario + ".json"; }

std::string golden_text(const Op& op, const Transcript& cases, const std::vector<GoldenMistake>& mistakes) {
  Json all = Json::array();
  for (const CaseTranscript& entry : cases) all.push_back(case_to_json(op, entry));
  Json known = Json::array();
  for (const GoldenMistake& mistake : mistakes) known.push_back(to_json(mistake));
  return Json{{"schema", kSchema}, {"op", op.name}, {"cases", std::move(all)}, {"mistakes", std::move(known)}}
             .dump() +
         "\n";
}

std::string golden_text(const Scenario& scenario, const std::vector<GoldenPart>& parts) {
  Json result = {{"schema", kSchema}, {"scenario", scenario.name}, {"parts", Json::object()}};
  for (const GoldenPart& part : parts) {
    Json measurements = Json::object();
    for (const auto& [name, series] : part.measurements) {
      measurements[name] = to_json(Tensor{{series.size()}, series}).at("data");
    }
    result["parts"][part.id] = {{"seed", part.seed}, {"measurements", std::move(measurements)}};
  }
  return result.dump() + "\n";
}

Transcript read_golden_cases(const fs::path& folder, const Op& op) {
  const fs::path file = folder / golden_name(op);
  const auto document = parse_json(read_file(file), file.string());
  const JsonReader json(document, file.string());
  require_golden(json, op);
  Transcript transcript;
  for (const JsonReader& each : json["cases"].elements()) {
    transcript.push_back(case_from_json(op, each, file.string()));
  }
  if (transcript.empty()) json["cases"].fail("is empty");
  return transcript;
}

std::vector<GoldenMistake> read_golden_mistakes(const fs::path& folder, const Op& op) {
  const fs::path file = folder / golden_name(op);
  const auto document = parse_json(read_file(file), file.string());
  const JsonReader json(document, file.string());
  require_golden(json, op);
  const std::size_t cases = json["cases"].elements().size();
  std::vector<GoldenMistake> mistakes;
  for (const JsonReader& each : json["mistakes"].elements())
    mistakes.push_back(golden_mistake_from_json(each, cases));
  return mistakes;
}

GoldenPart read_golden_part(const fs::path& folder, const std::string& scenario, const std::string& part) {
  const fs::path file = folder / golden_name_of_scenario(scenario);
  const auto document = parse_json(read_file(file), file.string());
  const JsonReader json(document, file.string());
  json.expect_object({"schema", "scenario", "parts"});
  const JsonReader found = json["parts"][part];
  found.expect_object({"seed", "measurements"});
  GoldenPart result{part, found["seed"].integer(kMaxSeed), {}};
  const JsonReader measurements = found["measurements"];
  for (const auto& [name, series] : measurements.json().members()) {
    for (const JsonReader& value : measurements[name].elements())
      result.measurements[name].push_back(value.any_double());
  }
  return result;
}

}  // namespace grader
