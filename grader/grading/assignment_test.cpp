#include "grader/grading/assignment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/base/temporary_folder.hpp"
#include "grader/base/testing/json_pointer.hpp"
#include "grader/report/report.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class LoadAssignment : public testing::Test {
 protected:
  Assignment load(const Json& text) {
    std::ofstream(file_) << text.dump();
    return load_assignment(file_);
  }

  std::string complaint(const Json& text) {
    try {
      load(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  }

  static Json minimal() {
    return parse_json(R"({"schema": "backprop-assignment/1", "id": "own", "title": "Own", "problems": [
      {"id": "relu", "title": "ReLU", "file": "relu.cpp", "checks": [
        {"kind": "contract"}, {"kind": "gradient", "gradient": "x", "points": 3, "probes": ["unit"]}]}]})");
  }

  const TemporaryFolder folder_{"assignment-test-"};
  const std::filesystem::path file_ = folder_.path() / "assignment.json";
};

TEST_F(LoadAssignment, ReadsProblemsChecksAndPoints) {
  const Assignment assignment = load(minimal());
  ASSERT_EQ(assignment.problems.size(), 1u);
  const ProblemSpec& relu = assignment.problems.front();
  EXPECT_EQ(relu.op, "relu");
  EXPECT_EQ(relu.checks.at(0).id, "contract");
  EXPECT_EQ(relu.checks.at(1).id, "dx");
  EXPECT_EQ(relu.checks.at(1).points, 3.0);
  EXPECT_EQ(relu.checks.at(1).visibility, Visibility::shown);
}

TEST_F(LoadAssignment, TakesLayersOfEarlierAssignmentsAsALibrary) {
  Json text = minimal();
  text["problems"][0]["library"] = {"affine", "softmax_loss"};
  const Assignment assignment = load(text);
  EXPECT_EQ(assignment.problems.front().library, (std::vector<std::string>{"affine", "softmax_loss"}));
  EXPECT_EQ(assignment.problem_of_op("relu"), &assignment.problems.front());
  EXPECT_EQ(assignment.problem_of_op("affine"), nullptr);
}

TEST_F(LoadAssignment, NamesFileAndPlaceOfWhatIsWrong) {
  const auto with = [](const char* pointer, Json value) {
    Json text = minimal();
    at_pointer(text, pointer) = std::move(value);
    return text;
  };
  EXPECT_THAT(complaint(with("/schema", "other")), HasSubstr("/schema"));
  EXPECT_THAT(complaint(with("/colour", "red")), HasSubstr("colour"));
  EXPECT_THAT(complaint(with("/problems", Json::array())), HasSubstr("/problems is empty"));
  EXPECT_THAT(complaint(with("/problems/0/file", "../relu.cpp")), HasSubstr("/problems/relu/file"));
  EXPECT_THAT(complaint(with("/problems/0/op", "rely")),
              HasSubstr("/problems/relu/op names no op; there is adam, adamw, add_rmsnorm, "));
  EXPECT_THAT(complaint(with("/problems/0/uses", {"later"})), HasSubstr("/problems/relu/uses"));
  EXPECT_THAT(complaint(with("/problems/0/library", {"unheard_of"})),
              HasSubstr("/problems/relu/library names \"unheard_of\", which is no op"));
  EXPECT_THAT(complaint(with("/problems/0/library", {"relu"})), HasSubstr("which is of this assignment"));
  EXPECT_THAT(complaint(with("/problems/0/checks/0/kind", "magic")),
              HasSubstr("/problems/relu/checks/magic/kind"));
  EXPECT_THAT(
      complaint(with("/problems/0/checks/1/gradient", "w")),
      HasSubstr(
          "/problems/relu/checks/dw/gradient is no input or node of relu that has a gradient; there is x"));
  EXPECT_THAT(
      complaint(with("/problems/0/checks/1/probes", {"moon"})),
      HasSubstr("/problems/relu/checks/dx/probes names \"moon\", which is no probe of relu; there is "));
  EXPECT_THAT(complaint(with("/problems/0/checks/1/points", -1)),
              HasSubstr("/problems/relu/checks/dx/points"));
  EXPECT_THAT(complaint(with("/problems/0/checks/1/visibility", "secret")), HasSubstr("visibility"));
  EXPECT_THAT(complaint(with("/limits", {{"wall_seconds", 0}})), HasSubstr("/limits/wall_seconds"));
  EXPECT_THAT(complaint(with("/limits", {{"errors", 3}})), HasSubstr("errors"));
  EXPECT_THAT(complaint(with("/compile_limits", {{"errors", 0}})), HasSubstr("/compile_limits/errors"));
  EXPECT_THAT(complaint(with("/compile_limits", {{"memory_mb", 1 << 30}})),
              HasSubstr("/compile_limits/memory_mb"));
  Json twice = minimal();
  twice["problems"].push_back(twice["problems"][0]);
  EXPECT_THAT(complaint(twice), HasSubstr("/problems/relu/id occurs twice"));
  Json same_check = minimal();
  same_check["problems"][0]["checks"].push_back(same_check["problems"][0]["checks"][1]);
  EXPECT_THAT(complaint(same_check), HasSubstr("\"dx\" a second time"));
}

TEST_F(LoadAssignment, WantsTheLayersThatARightAnswerCalls) {
  Json text = minimal();
  const Json checks = {{{"kind", "contract"}, {"points", 1}}};
  const Json lstm = {{"id", "lstm"}, {"title", "LSTM"}, {"file", "lstm.cpp"}, {"checks", checks}};
  text["problems"].push_back(lstm);
  EXPECT_THAT(complaint(text),
              HasSubstr("/problems/lstm runs lstm_step, which is no problem here: it belongs in "
                        "\"library\""));
  text["problems"][1]["library"] = {"lstm_step"};
  EXPECT_EQ(complaint(text), "accepted");
  text["problems"][1] = {
      {"id", "step"}, {"title", "Step"}, {"file", "s.cpp"}, {"op", "lstm_step"}, {"checks", checks}};
  text["problems"].push_back(lstm);
  EXPECT_THAT(complaint(text), HasSubstr("/problems/lstm runs step: it belongs in \"uses\""));
  text["problems"][2]["uses"] = {"step"};
  EXPECT_EQ(complaint(text), "accepted");
}

TEST_F(LoadAssignment, RefusesOneFileForTwoProblemsAndNoPoints) {
  Json text = minimal();
  text["problems"].push_back(text["problems"][0]);
  text["problems"][1]["id"] = "twin";
  text["problems"][1]["op"] = "tanh";
  EXPECT_THAT(complaint(text), HasSubstr("/problems/twin/file is the file of relu already"));
  text = minimal();
  text["problems"][0]["checks"][1]["points"] = 0;
  EXPECT_THAT(complaint(text), HasSubstr("/problems are worth no points"));
}

TEST_F(LoadAssignment, RefusesAMemberThatOccursTwice) {
  std::string text = minimal().dump();
  text.replace(text.find("\"points\":3"), 10, "\"points\":3,\"points\":4");
  std::ofstream(file_) << text;
  try {
    load_assignment(file_);
    ADD_FAILURE() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("/problems/0/checks/1/points occurs twice."));
  }
}

TEST_F(LoadAssignment, AProblemsToleranceComesBeforeTheAssignments) {
  Json text = minimal();
  text["tolerance"] = {{"relative", 1e-7}, {"absolute", 1e-11}};
  EXPECT_EQ(load(text).problems.front().tolerance.relative, 1e-7);
  text["problems"][0]["tolerance"] = {{"relative", 1e-8}};
  EXPECT_EQ(load(text).problems.front().tolerance.relative, 1e-8);
  EXPECT_EQ(load(text).problems.front().tolerance.absolute, 1e-11);
}

TEST_F(LoadAssignment, AScenarioHasNoneOfALayersKeys) {
  const Json scenario = {{"id", "saturation"},
                         {"title", "Saturation"},
                         {"scenario", "saturation"},
                         {"checks", {{{"kind", "scenario"}, {"id", "closed-form"}}}}};
  for (const char* key : {"tolerance", "file", "op", "library"}) {
    Json text = minimal();
    text["problems"].push_back(scenario);
    text["problems"][1][key] = "x";
    EXPECT_THAT(complaint(text), AllOf(HasSubstr("/problems/saturation"), HasSubstr(key)));
  }
  Json text = minimal();
  text["problems"].push_back(scenario);
  text["problems"][1]["checks"][0]["probes"] = {"unit"};
  EXPECT_THAT(complaint(text),
              HasSubstr("/problems/saturation/checks/closed-form/probes is for checks of a layer"));
}

// A selection of problems that leaves out a layer that a scenario is about.
TEST_F(LoadAssignment, AScenarioNeedsItsLayers) {
  Json text = minimal();
  text["problems"].push_back({{"id", "saturation"},
                              {"title", "Saturation"},
                              {"scenario", "saturation"},
                              {"checks", {{{"kind", "scenario"}, {"id", "closed-form"}}}}});
  EXPECT_THAT(complaint(text),
              HasSubstr("/problems/saturation/scenario has the part \"closed-form\", which is about"));
  for (const char* op : {"sigmoid", "tanh", "affine", "mse_loss", "xavier_init", "saturated_fraction"}) {
    Json layer = minimal()["problems"][0];
    layer["id"] = op;
    layer["file"] = std::string(op) + ".cpp";
    layer["checks"] = {{{"kind", "contract"}}};
    text["problems"].elements().insert(text["problems"].elements().begin(), layer);
  }
  EXPECT_THAT(complaint(text), HasSubstr("it belongs in \"uses\""));
  text["problems"].elements().back()["uses"] = {"sigmoid", "tanh", "affine", "mse_loss"};
  EXPECT_EQ(complaint(text), "accepted");
}

TEST_F(LoadAssignment, TakesLimitsAndKeepsTheOthers) {
  Json text = minimal();
  const Assignment before = load(text);
  EXPECT_EQ(before.worker_limits.processes, 1U);
  EXPECT_EQ(before.worker_limits.temporary_bytes, 0U);
  text["limits"] = {{"wall_seconds", 2.5}, {"cpu_seconds", 1}, {"memory_mb", 64},
                    {"processes", 3},      {"file_kb", 5},     {"output_kb", 6}};
  text["compile_limits"] = {{"cpu_seconds", 7}, {"file_kb", 8}, {"errors", 9}};
  const Assignment after = load(text);
  EXPECT_EQ(after.worker_limits.wall_seconds, 2.5);
  EXPECT_EQ(after.worker_limits.cpu_seconds, 1);
  EXPECT_EQ(after.worker_limits.memory_bytes, 64U << 20);
  EXPECT_EQ(after.worker_limits.processes, 3U);
  EXPECT_EQ(after.worker_limits.file_bytes, 5U << 10);
  EXPECT_EQ(after.worker_limits.output_bytes, 6U << 10);
  for (const Limits& limits : {after.build_limits.compile, after.build_limits.link}) {
    EXPECT_EQ(limits.cpu_seconds, 7);
    EXPECT_EQ(limits.file_bytes, 8U << 10);
  }
  EXPECT_EQ(after.build_limits.compile.wall_seconds, before.build_limits.compile.wall_seconds);
  EXPECT_EQ(after.build_limits.errors, 9U);
}

TEST_F(LoadAssignment, TakesWhatNumericalDifferentiationIsWorth) {
  const auto share = [&](const Json& whole, const Json& check) {
    Json text = minimal();
    if (!whole.is_null()) text["numerical_differentiation"] = whole;
    if (!check.is_null()) text["problems"][0]["checks"][1]["numerical_differentiation"] = check;
    return load(text).problems.front().checks.at(1).numerical_differentiation;
  };
  EXPECT_EQ(share(nullptr, nullptr), 0.0);
  EXPECT_EQ(share("pass", nullptr), 1.0);
  EXPECT_EQ(share(0.25, nullptr), 0.25);
  EXPECT_EQ(share("pass", "fail"), 0.0);
  EXPECT_EQ(share("fail", 1), 1.0);
  for (const Json& wrong : {Json("perhaps"), Json(1.5), Json(-1), Json(true), Json::array()}) {
    Json text = minimal();
    text["numerical_differentiation"] = wrong;
    EXPECT_THAT(complaint(text),
                HasSubstr("/numerical_differentiation is not one of \"fail\", \"pass\" and a"));
    text = minimal();
    text["problems"][0]["checks"][1]["numerical_differentiation"] = wrong;
    EXPECT_THAT(complaint(text),
                HasSubstr("/problems/relu/checks/dx/numerical_differentiation is not one of"));
  }
  Json contract = minimal();
  contract["problems"][0]["checks"][0]["numerical_differentiation"] = "pass";
  EXPECT_THAT(
      complaint(contract),
      HasSubstr(
          "/problems/relu/checks/contract/numerical_differentiation is for checks of kind gradient only"));
}

TEST_F(LoadAssignment, MovesAShareOfThePointsToTheForwardPass) {
  Json text = minimal();
  text["forward_share"] = 0.25;
  text["problems"][0]["checks"][1]["points"] = 8;
  Assignment assignment = load(text);
  EXPECT_EQ(assignment.problems[0].checks[0].points, 2.0);
  EXPECT_EQ(assignment.problems[0].checks[1].points, 6.0);
  EXPECT_EQ(assignment.max_points(), 8.0);
  text["problems"][0]["forward_share"] = 0;
  EXPECT_EQ(load(text).problems[0].checks[1].points, 8.0)
      << "a problem's share comes before the assignment's";
  text["problems"][0]["forward_share"] = 0.5;
  text["problems"][0]["checks"][0]["points"] = 1;
  EXPECT_EQ(load(text).problems[0].checks[0].points, 1.0) << "a contract with points of its own keeps them";
  Json& checks = text["problems"][0]["checks"];
  checks = Json::array({checks[1]});
  EXPECT_THAT(complaint(text), HasSubstr("/problems/relu/forward_share needs a check of kind contract"));
  text["problems"][0]["forward_share"] = 1;
  EXPECT_THAT(complaint(text), HasSubstr("/problems/relu/forward_share is not a number from 0 to below 1"));
}

TEST(CommittedAssignments, SumToAHundredPoints) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(BACKPROP_ASSIGNMENTS)) {
    if (!std::filesystem::exists(entry.path() / "assignment.json")) continue;
    const Assignment assignment = load_assignment(entry.path() / "assignment.json");
    EXPECT_EQ(assignment.id, entry.path().filename().string());
    std::vector<double> points;
    for (const ProblemSpec& problem : assignment.problems) {
      for (const CheckSpec& check : problem.checks) points.push_back(check.points);
    }
    EXPECT_EQ(sum_points(points), 100.0) << assignment.id;
    ++count;
  }
  EXPECT_GE(count, 1u);
}

TEST_F(LoadAssignment, LimitsHintsForAllAProblemOrACheck) {
  Json text = minimal();
  const auto hints = [&] { return load(text).problems.front().checks.at(1).hints; };
  EXPECT_EQ(hints(), 3u);
  text["hints"] = 1;
  EXPECT_EQ(hints(), 1u);
  text["problems"][0]["hints"] = 2;
  EXPECT_EQ(hints(), 2u);
  text["problems"][0]["checks"][1]["hints"] = 0;
  EXPECT_EQ(hints(), 0u);
  text["problems"][0]["checks"][1]["hints"] = true;
  EXPECT_EQ(hints(), 3u);
  for (const Json& wrong : {Json(4), Json(-1), Json(1.5), Json("all")}) {
    text["problems"][0]["checks"][1]["hints"] = wrong;
    EXPECT_THAT(complaint(text), HasSubstr("/problems/relu/checks/dx/hints is not one of 0, 1, 2 and 3"));
  }
}

}  // namespace
}  // namespace grader
