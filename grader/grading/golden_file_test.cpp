#include "grader/grading/golden_file.hpp"
#include "grader/base/input_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "grader/base/json.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/base/testing/json_pointer.hpp"
#include "grader/checks/contract.hpp"
#include "grader/checks/gradient.hpp"
#include "grader/checks/right_answers.hpp"
#include "grader/ops/registry.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

class GoldenTest : public testing::Test {
 protected:
  Transcript through_a_file(const Op& op) const {
    made_.write(op.name + ".json", golden_text(op, cases::plan(op, 3)));
    return read_golden_cases(folder_, op);
  }

  const TemporaryFolder made_{"golden-test-"};
  const std::filesystem::path folder_ = made_.path();
};

bool same(const Expected& a, const Expected& b) {
  return same_bits(a.lower, b.lower) && same_bits(a.upper, b.upper) && same_bits(a.scale, b.scale);
}

// For every op, kinks and nodes included, the file gives back every bit of what the reference worked out.
TEST_F(GoldenTest, KeepsEveryBit) {
  for (const Op& op : all_ops()) {
    const Transcript planned = cases::plan(op, 3);
    const Transcript read = through_a_file(op);
    ASSERT_EQ(read.size(), planned.size()) << op.name;
    for (std::size_t i = 0; i < read.size(); ++i) {
      EXPECT_EQ(read[i].probe, planned[i].probe);
      EXPECT_EQ(read[i].the_case.attributes, planned[i].the_case.attributes);
      for (const auto& [name, tensor] : planned[i].the_case.inputs) {
        EXPECT_TRUE(same_bits(read[i].the_case.inputs.at(name), tensor)) << op.name << " " << name;
      }
      EXPECT_EQ(read[i].u, planned[i].u);
      EXPECT_EQ(read[i].v, planned[i].v);
      EXPECT_EQ(read[i].a, planned[i].a);
      const Tensors outputs = read[i].right->outputs(op, read[i]);
      for (const auto& [name, tensor] : planned[i].right->outputs(op, planned[i])) {
        EXPECT_TRUE(same_bits(outputs.at(name), tensor)) << op.name << " " << name;
      }
      if (op.gradients().empty()) continue;
      const auto gradients = expected_gradients(op, read[i]);
      for (const auto& [name, expected] : expected_gradients(op, planned[i])) {
        EXPECT_TRUE(same(gradients.at(name), expected)) << op.name << " d" << name;
      }
    }
  }
}

TEST_F(GoldenTest, DecidesInPlaceOfTheReference) {
  const Op& op = *find_op("affine");
  Transcript transcript = through_a_file(op);
  LinkedSubject student;
  cases::ask(op, student, transcript);
  EXPECT_EQ(check_contract(op, transcript).status, Status::pass);
  EXPECT_EQ(check_gradient(op, transcript, "w").status, Status::pass);

  const Json right = parse_json(golden_text(op, cases::plan(op, 3)));
  const auto judged = [&](const std::string& place) {
    Json other = right;
    Json& value = at_pointer(other, place);
    value = value.get<double>() + 1.0;
    made_.write("affine.json", other.dump());
    Transcript changed = read_golden_cases(folder_, op);
    cases::ask(op, student, changed);
    return changed;
  };
  EXPECT_EQ(check_contract(op, judged("/cases/0/outputs/out/data/0")).status, Status::fail);
  // The forward pass contradicts this golden answer, so the student is not at fault.
  const Transcript wrong_w = judged("/cases/0/gradients/w/value/data/0");
  EXPECT_EQ(check_gradient(op, wrong_w, "w").status, Status::grader_error);
  EXPECT_EQ(check_gradient(op, wrong_w, "x").status, Status::pass);
}

TEST_F(GoldenTest, KeepsWhatAScenarioMeasured) {
  const Scenario& scenario = *find_scenario("saturation");
  const double bad = std::numeric_limits<double>::infinity();
  made_.write("scenario-saturation.json",
              golden_text(scenario, {{"training", 12, {{"loss", {0.1, 1.0 / 3.0, bad}}, {"empty", {}}}}}));
  const GoldenPart part = read_golden_part(folder_, "saturation", "training");
  EXPECT_EQ(part.seed, 12U);
  EXPECT_EQ(part.measurements.at("loss"), (std::vector<double>{0.1, 1.0 / 3.0, bad}));
}

TEST_F(GoldenTest, NamesFileAndPlaceOfWhatIsWrong) {
  const Op& op = *find_op("affine");
  EXPECT_THAT([&] { read_golden_cases(folder_, op); },
              ThrowsMessage<InputError>(HasSubstr("affine.json cannot be read")));
  made_.write("affine.json", R"({"schema": "backprop-golden/1", "op": "relu", "cases": []})");
  EXPECT_THAT([&] { read_golden_cases(folder_, op); },
              ThrowsMessage<InputError>(HasSubstr("/op is not affine")));
  made_.write("affine.json", R"({"schema": "backprop-golden/1", "op": "affine", "cases": [{"probe": 1}]})");
  EXPECT_THAT([&] { read_golden_cases(folder_, op); },
              ThrowsMessage<InputError>(HasSubstr("/cases/0/probe")));
  made_.write("scenario-saturation.json",
              R"({"schema": "backprop-golden/1", "scenario": "saturation", "parts": {}})");
  EXPECT_THAT([&] { read_golden_part(folder_, "saturation", "training"); },
              ThrowsMessage<InputError>(HasSubstr("training")));
}

}  // namespace
}  // namespace grader
