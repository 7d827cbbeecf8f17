// A layer may call the student's other layers of the same assignment, also those that its problem does not
// run by itself. They are the student's own there, right or wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "grader/base/files.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kCallsRelu = "relu_backward(dout, {x}) + alpha * (dout - relu_backward(dout, {x}))";

class CalledLayers : public ::testing::Test {
 protected:
  // Begins a submission of one assignment with these files of the solutions.
  void hand_in(const std::string& assignment, const std::vector<std::string>& layers) {
    assignment_ = assignment;
    for (const std::string& layer : layers)
      fs::copy_file(project() / "solutions" / assignment / (layer + ".cpp"), file(layer));
  }
  // leaky_relu.cpp, whose backward pass calls relu_backward.
  void hand_in_a_caller_of_relu() {
    hand_in("a1-gates", {"leaky_relu"});
    edit("leaky_relu", "namespace backprop {", "#include <backprop/relu.hpp>\nnamespace backprop {");
    edit("leaky_relu", "where(x > 0.0, dout, alpha * dout)", kCallsRelu);
  }

  fs::path file(const std::string& layer) const { return folder_.path() / (layer + ".cpp"); }
  void edit(const std::string& layer, const std::string& from, const std::string& to) const {
    replace_in_file(file(layer), from, to);
  }

  Report graded(const std::vector<std::string>& more, const std::string& assignment = {}) const {
    std::vector<std::string> arguments = {"grade",        folder_.path().string(),
                                          "--json",       "-",
                                          "--assignment", assignment.empty() ? assignment_ : assignment};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = run_grader(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return parse_report(ran.out);
  }
  Problem graded_alone(const std::string& problem, const std::string& assignment = {}) const {
    const Report report = graded({"--problem", problem}, assignment);
    EXPECT_EQ(report.problems.size(), 1u);
    return report.problems.at(0);
  }
  static Problem problem(const Report& report, const std::string& id) {
    return *std::ranges::find(report.problems, id, &Problem::id);
  }
  static std::string message(const Problem& problem) { return problem.message.value_or(""); }

  const TemporaryFolder folder_;
  std::string assignment_;
};

TEST_F(CalledLayers, ThatAreRightMakeTheCallerRight) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  const Problem alone = graded_alone("leaky_relu");
  EXPECT_EQ(alone.status, Status::pass) << message(alone);
  EXPECT_EQ(alone.score, alone.max_score);
  EXPECT_EQ(message(alone), "");
  EXPECT_EQ(problem(graded({}), "leaky_relu").status, Status::pass);
}

TEST_F(CalledLayers, ThatAreWrongAreStillTheStudentsOwnAndAreNamed) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  edit("relu", "dout * (x > 0.0)", "dout * (x < 0.0)");
  const std::string sentence = "It calls relu_backward of your relu.cpp, which is not right yet.";
  const Problem alone = graded_alone("leaky_relu");
  EXPECT_EQ(alone.status, Status::fail);
  EXPECT_THAT(message(alone), HasSubstr(sentence));
  const Report all = graded({});
  EXPECT_THAT(message(problem(all, "leaky_relu")), HasSubstr(sentence));
  EXPECT_EQ(problem(all, "relu").status, Status::fail);
  EXPECT_THAT(message(problem(all, "relu")), Not(HasSubstr("It calls")));
}

TEST_F(CalledLayers, ThatAreRightAreNotBlamed) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  edit("leaky_relu", "+ alpha *", "- alpha *");
  const Problem alone = graded_alone("leaky_relu");
  EXPECT_EQ(alone.status, Status::fail);
  EXPECT_THAT(message(alone), Not(HasSubstr("calls")));
}

TEST_F(CalledLayers, ThatAreNotDoneAreNamed) {
  hand_in_a_caller_of_relu();
  fs::copy_file(project() / "starter/a1-gates/relu.cpp", file("relu"));
  const Problem alone = graded_alone("leaky_relu");
  EXPECT_EQ(alone.status, Status::not_implemented);
  EXPECT_THAT(message(alone), HasSubstr("It calls relu_backward of your relu.cpp, which is not done yet."));
}

TEST_F(CalledLayers, ThatAreMissingAreNotTheReferences) {
  hand_in_a_caller_of_relu();
  const Problem alone = graded_alone("leaky_relu");
  EXPECT_EQ(alone.status, Status::compile_error);
  EXPECT_EQ(alone.score, 0.0);
  EXPECT_EQ(message(alone),
            "leaky_relu.cpp calls relu_backward of relu.cpp. relu.cpp is not in the submission.");
}

TEST_F(CalledLayers, ThatDoNotCompileHaveToCompileFirst) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  edit("relu", "dout * (x > 0.0);", "dout * (x > 0.0)");
  const Problem alone = graded_alone("leaky_relu");
  EXPECT_EQ(alone.status, Status::compile_error);
  EXPECT_THAT(message(alone), AllOf(HasSubstr("leaky_relu.cpp calls relu_backward of relu.cpp. That file has "
                                              "to compile first: relu.cpp:"),
                                    HasSubstr("missing ';'")));
}

TEST_F(CalledLayers, WithoutTheFunctionAreNamed) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  edit("relu", "Matrix relu_backward(const Matrix& dout, const ReluCache&",
       "Matrix relu_backward(const Matrix& dout, ReluCache&");
  EXPECT_THAT(message(graded_alone("leaky_relu")),
              AllOf(HasSubstr("leaky_relu.cpp calls relu_backward(const Matrix&, const ReluCache&). relu.cpp "
                              "defines no such function of exactly these types"),
                    Not(HasSubstr("defined nowhere"))));
}

TEST_F(CalledLayers, MayCallEachOtherInACycle) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  edit("relu", "namespace backprop {", "#include <backprop/leaky_relu.hpp>\nnamespace backprop {");
  edit("relu", "maximum(x, 0.0)", "leaky_relu_forward(x, 0.0).out");
  for (const char* layer : {"relu", "leaky_relu"}) {
    const Problem alone = graded_alone(layer);
    EXPECT_EQ(alone.status, Status::pass) << layer << ": " << message(alone);
  }
}

TEST_F(CalledLayers, BringTheLayersThatTheyCallThemselves) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu", "sigmoid"});
  edit("relu", "namespace backprop {", "#include <backprop/sigmoid.hpp>\nnamespace backprop {");
  edit("relu", "dout * (x > 0.0)", "4.0 * sigmoid_backward(dout, {0.5 + 0.0 * x}) * (x > 0.0)");
  EXPECT_EQ(graded_alone("leaky_relu").status, Status::pass);
  edit("sigmoid", "(1.0 - z)", "(2.0 - z)");
  EXPECT_THAT(
      message(graded_alone("leaky_relu")),
      HasSubstr("It calls relu_backward of your relu.cpp, which is not right yet. Your relu.cpp calls "
                "sigmoid_backward of your sigmoid.cpp, which is not right yet."));
  fs::remove(file("sigmoid"));
  EXPECT_THAT(message(graded_alone("leaky_relu")),
              HasSubstr("leaky_relu.cpp calls relu_backward, so relu.cpp is built with it. relu.cpp calls "
                        "sigmoid_backward of sigmoid.cpp. sigmoid.cpp is not in the submission."));
}

TEST_F(CalledLayers, WithAHelperOfTheSameNameAreSaidToDefineItTwice) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  for (const char* layer : {"relu", "leaky_relu"})
    edit(layer, "namespace backprop {",
         "namespace backprop {\nMatrix passed(const Matrix& x) { return x; }\n");
  const std::string text = message(graded_alone("leaky_relu"));
  EXPECT_THAT(text, HasSubstr("leaky_relu.cpp calls relu_backward, so relu.cpp is built with it. "));
  EXPECT_THAT(text, HasSubstr(" each define passed(const Matrix&). Put 'static' before it, or keep one."));
  EXPECT_EQ(graded_alone("relu").status, Status::pass) << "it needs no other file";
}

TEST_F(CalledLayers, AHelperDefinedNowhereIsStillThat) {
  hand_in_a_caller_of_relu();
  hand_in("a1-gates", {"relu"});
  edit("relu", "namespace backprop {", "namespace backprop {\nMatrix passed(const Matrix& x);\n");
  edit("relu", "return dout * (x > 0.0)", "return passed(dout) * (x > 0.0)");
  EXPECT_EQ(message(graded_alone("leaky_relu")),
            "leaky_relu.cpp calls relu_backward, so relu.cpp is built with it. relu.cpp uses passed(const "
            "Matrix&), which is declared but defined nowhere.");
}

// The net's own batchnorm is wrong, and the reference's stands in for it. That changes nothing for the closed
// form, which the net calls too and which is the student's own in the net.
TEST_F(CalledLayers, StayTheStudentsOwnBesideStandIns) {
  hand_in("a2-depth", {"batchnorm", "batchnorm_alt", "deep_net", "dropout"});
  edit("deep_net", "namespace backprop {", "#include <backprop/batchnorm_alt.hpp>\nnamespace backprop {");
  edit("deep_net", "const BatchnormSteps steps = batchnorm_backward(",
       "const BatchnormGradients steps = batchnorm_backward_alt(");
  edit("batchnorm", "sum(dout, 0)", "mean(dout, 0)");
  const Problem right = graded_alone("deep_net");
  EXPECT_EQ(right.status, Status::pass);
  EXPECT_THAT(message(right), HasSubstr("Graded with the reference's batchnorm"));
  edit("batchnorm_alt", "sum(dout * xhat, 0)", "mean(dout * xhat, 0)");
  const Problem wrong = graded_alone("deep_net");
  EXPECT_EQ(wrong.status, Status::fail);
  EXPECT_THAT(
      message(wrong),
      HasSubstr("It calls batchnorm_backward_alt of your batchnorm_alt.cpp, which is not right yet."));
}

// The answer to batchnorm_alt is batchnorm_backward. Where the student's is wrong, a detour gives nothing.
TEST_F(CalledLayers, GiveNoWayToWhatIsWithheld) {
  hand_in("a2-depth", {"batchnorm", "batchnorm_alt", "layernorm"});
  edit("batchnorm", "sum(dout, 0)", "mean(dout, 0)");
  for (const auto& [layer, header] : {std::pair("batchnorm_alt", "layernorm"), {"layernorm", "batchnorm"}})
    edit(layer, "namespace backprop {",
         "#include <backprop/" + std::string(header) + ".hpp>\nnamespace backprop {");
  edit("batchnorm_alt", "const Vector dbeta = sum(dout, 0);",
       "layernorm_backward(dout, {});\n  const Vector dbeta = sum(dout, 0);");
  edit("layernorm", "const auto& [xhat, ivar, gamma] = cache;",
       "batchnorm_backward(dout, {});\n  const auto& [xhat, ivar, gamma] = cache;");
  const Problem alone = graded_alone("batchnorm_alt");
  EXPECT_EQ(alone.status, Status::not_implemented) << message(alone);
  EXPECT_EQ(alone.score, 0.0);
}

TEST_F(CalledLayers, OfAScenarioAreTheStudentsOwn) {
  hand_in("a2-depth", {"batchnorm", "he_init", "sgd", "sgd_momentum"});
  edit("sgd", "namespace backprop {", "#include <backprop/sgd_momentum.hpp>\nnamespace backprop {");
  edit("sgd", "return {w - config.learning_rate * dw, config};",
       "const SgdMomentumConfig still{config.learning_rate, 0.0, 0.0 * w};\n"
       "  return {sgd_momentum(w, dw, still).next_w, config};");
  const Problem right = graded_alone("slow_lower_layers");
  EXPECT_EQ(right.status, Status::pass) << message(right);
}

TEST_F(CalledLayers, OfAnotherAssignmentCannotBeCalled) {
  hand_in("a3-time", {"temporal_affine"});
  edit("temporal_affine", "namespace backprop {", "#include <backprop/affine.hpp>\nnamespace backprop {");
  edit("temporal_affine", "const auto& [x, w] = cache;",
       "affine_backward({}, {});\n  const auto& [x, w] = cache;");
  const Problem alone = graded_alone("temporal_affine");
  EXPECT_EQ(alone.status, Status::compile_error);
  EXPECT_EQ(
      message(alone),
      "temporal_affine.cpp calls affine_backward, which belongs to assignment a1-gates. "
      "temporal_affine.cpp can call only layers of a3-time: write out there what affine_backward does.");
}

TEST_F(CalledLayers, OfTheLibraryOnlyCanBeCalledToo) {
  hand_in("a2-depth", {"residual"});
  edit("residual", "namespace backprop {", "#include <backprop/sigmoid.hpp>\nnamespace backprop {");
  edit("residual", "const auto& [", "sigmoid_backward({}, {});\n  const auto& [");
  EXPECT_EQ(
      message(graded_alone("residual")),
      "residual.cpp calls sigmoid_backward, which belongs to assignment a1-gates. residual.cpp can call "
      "only layers of a2-depth, and of others only affine, relu: write out there what sigmoid_backward "
      "does.");
}

// A kit's own layers are the student's as well, so a kit says and does the same.
TEST_F(CalledLayers, AreTheSameInAKit) {
  const TemporaryFolder place;
  const fs::path kit = place.path() / "kit";
  ASSERT_EQ(run_grader({"kit", "a2-depth", "--out", kit.string()}).exit_code, 0);
  const std::string assignment = (kit / "assignments/a2-depth/assignment.json").string();
  hand_in("a2-depth", {"batchnorm", "batchnorm_alt", "layernorm"});
  edit("layernorm", "namespace backprop {", "#include <backprop/batchnorm_alt.hpp>\nnamespace backprop {");
  edit("layernorm",
       "Matrix dx = as_column(ivar) * (dxhat - as_column(mean_dxhat) - xhat * as_column(mean_along));",
       "const Matrix turned = transpose(xhat);\n  Matrix dx = "
       "transpose(batchnorm_backward_alt(transpose(dxhat), "
       "{turned, 1.0 / ivar, ivar, turned, ones(ivar.size())}).dx) + 0.0 * as_column(mean_dxhat + "
       "mean_along);");
  const Problem right = graded_alone("layernorm", assignment);
  EXPECT_EQ(right.status, Status::pass) << message(right);
  edit("batchnorm_alt", "sum(dout, 0)", "mean(dout, 0)");
  EXPECT_THAT(
      message(graded_alone("layernorm", assignment)),
      HasSubstr("It calls batchnorm_backward_alt of your batchnorm_alt.cpp, which is not right yet."));

  // affine is in earlier/ for other problems. This one does not run it.
  edit("layernorm", "namespace backprop {", "#include <backprop/affine.hpp>\nnamespace backprop {");
  edit("layernorm", "const auto& [xhat, ivar, gamma] = cache;",
       "affine_backward(dout, {});\n  const auto& [xhat, ivar, gamma] = cache;");
  EXPECT_THAT(message(graded_alone("layernorm", assignment)),
              HasSubstr("layernorm.cpp calls affine_backward, which belongs to assignment a1-gates. "));
}

TEST_F(CalledLayers, OfAKitsLibraryAreThoseOfTheLibrary) {
  const TemporaryFolder place;
  const fs::path kit = place.path() / "kit";
  ASSERT_EQ(run_grader({"kit", "a2-depth", "--out", kit.string()}).exit_code, 0);
  const std::string assignment = (kit / "assignments/a2-depth/assignment.json").string();
  hand_in("a2-depth", {"residual"});
  for (const char* layer : {"affine", "relu"})
    fs::copy_file(project() / "solutions/a1-gates" / (layer + std::string(".cpp")),
                  kit / "earlier" / (layer + std::string(".cpp")), fs::copy_options::overwrite_existing);
  EXPECT_EQ(graded_alone("residual", assignment).status, Status::pass);
  replace_in_file(kit / "earlier/relu.cpp", "namespace backprop {",
                  "#include <backprop/tanh.hpp>\nnamespace backprop {");
  replace_in_file(kit / "earlier/relu.cpp", "return dout * (x > 0.0);",
                  "return tanh_backward(dout, {0.0 * x}) * (x > 0.0);");
  EXPECT_EQ(message(graded_alone("residual", assignment)),
            "earlier/relu.cpp calls tanh_backward, and earlier/ has no tanh.cpp. Write out in "
            "relu.cpp what tanh_backward does.");
}

}  // namespace
}  // namespace grader
