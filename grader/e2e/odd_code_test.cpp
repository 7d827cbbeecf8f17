// C++ as students write it: slips that crash, and unusual code that is right. Each file of one submission
// has another oddity, so that one run of the real program grades them all.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "grader/base/json.hpp"
#include "grader/base/strings.hpp"
#include "grader/e2e/run_grader.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

struct Odd {
  const char* what;
  const char* assignment;
  const char* problem;
  /// Edits of the solution, in order.
  std::vector<std::pair<std::string, std::string>> edits;
  Status status = Status::pass;
  /// Texts of the messages of the checks that do not pass. Each is in one of them.
  std::vector<std::string> says = {};
  /// Texts that none of them has.
  std::vector<std::string> never_says = {};
};

const std::vector<Odd>& all_odd() {
  static const std::vector<Odd> all = {
      // Right ones, which others use.
      {"xtensor's own names, types and products",
       "a3-time",
       "rnn_step",
       {{"#include <backprop/rnn_step.hpp>",
         "#include \"backprop/rnn_step.hpp\"\n#include <xtensor-blas/xlinalg.hpp>\n#include "
         "<xtensor/xarray.hpp>\nusing namespace xt;"},
        {"const Matrix da = dnext_h * (1.0 - next_h * next_h);",
         "auto squared = next_h * next_h;\n  auto slope = 1.0 - squared;\n"
         "  const Matrix da = dnext_h * slope;\n  int unused;"},
        {"return {matmul(da, transpose(wx)),", "return {xt::linalg::dot(da, xt::transpose(wx)),"}}},
      {"double is float from here on",
       "a2-depth",
       "sgd",
       {{"namespace backprop {", "#define double float\nnamespace backprop {"}}},
      {"names of C and labels without a cast",
       "a3-time",
       "temporal_softmax_loss",
       {{"std::log(row_sums(n))", "log(row_sums(n))"},
        {"dx(n, t, static_cast<std::size_t>(y(n, t))) -= 1.0", "dx(n, t, y(n, t)) -= 1.0"}}},
      {"the first upstream gradient is kept",
       "a6-attention",
       "silu",
       {{"return dout * (s",
         "static const Tensor3 first = dout;\n  return (first.shape() == dout.shape() ? first : dout) * (s"}},
       Status::fail,
       {"are answered otherwise: does something outlast a call, as a static or global variable does"}},
      {"the first output is kept",
       "a6-attention",
       "softmax",
       {{"return p * (dp", "static const Tensor3 first = p;\n  return first * (dp"}},
       Status::crash,
       {"answered otherwise: does something outlast a call"}},
      {"the output in the cache",
       "a1-gates",
       "relu",
       {{"return {maximum(x, 0.0), {x}};", "const Matrix out = maximum(x, 0.0);\n  return {out, {out}};"}}},
      {"the paper's gradient of the mean, with the term that vanishes",
       "a2-depth",
       "batchnorm",
       {{"-sum(dxmu, 0)", "-sum(dxhat * as_row(ivar), 0) - 2.0 * dvar * mean(xmu, 0)"}}},
      // Slips.
      {"a global that the forward pass sets",
       "a1-gates",
       "sigmoid",
       {{"namespace backprop {", "namespace backprop {\nMatrix remembered;"},
        {"  return {z, {z}}", "  remembered = z;\n  return {z, {z}}"},
        {"return dz * z * (1.0 - z)", "return dz * remembered * (1.0 - remembered)"}},
       Status::crash,
       {"sigmoid_backward", "sigmoid.cpp, line"}},
      {"one index into a matrix",
       "a1-gates",
       "tanh",
       {{"return dz * (1.0 - z * z);",
         "Matrix dx(z.shape());\n  for (int i = 0; i < z.size(); i++) dx(i) = dz(i) * (1 - z(i) * z(i));\n  "
         "return dx;"}},
       Status::crash,
       {"tanh_backward"}},
      {"a mask as an index",
       "a1-gates",
       "leaky_relu",
       {{"return where(x > 0.0, dout, alpha * dout);",
         "Matrix dx = dout;\n  dx[x <= 0.0] = 0.0;\n  return dx;"}},
       Status::fail},
      {"labels that count from 1",
       "a1-gates",
       "softmax_loss",
       {{"dx(n, static_cast<std::size_t>(y(n))) -= 1.0", "dx(n, static_cast<std::size_t>(y(n)) - 1) -= 1.0"}},
       Status::crash},
      {"the program ends on a batch of one",
       "a1-gates",
       "svm_loss",
       {{"Matrix dx = margins", "if (y.size() == 1) std::exit(0);\n  Matrix dx = margins"}},
       Status::crash},
      {"a loop that writes one element too many",
       "a1-gates",
       "mse_loss",
       {{"return dloss * 2.0 * difference / static_cast<double>(difference.size());",
         "Matrix dx = zeros(difference.shape(0), difference.shape(1));\n  double* p = dx.data();\n"
         "  for (std::size_t i = 0; i <= dx.size(); ++i)\n"
         "    p[i] = dloss * 2.0 * difference.data()[i] / static_cast<double>(dx.size());\n  return dx;"}},
       Status::crash},
      {"the stub's throw before the work",
       "a1-gates",
       "l2_penalty",
       {{"return dloss * reg * w;",
         "throw NotImplemented(\"l2_penalty_backward\");\n  return dloss * reg * w;"}},
       Status::not_implemented},
      {"one row too many",
       "a1-gates",
       "affine",
       {{"const Vector db = sum(dout, 0);",
         "Vector db = zeros(dout.shape(1));\n  for (std::size_t n = 0; n <= dout.shape(0); ++n)\n"
         "    for (std::size_t m = 0; m < dout.shape(1); ++m) db(m) += dout(n, m);"}},
       Status::crash},
      {"a product of tensors that do not fit",
       "a2-depth",
       "layernorm",
       {{"dout * as_row(gamma)", "dout * transpose(dout)"}},
       Status::crash},
      {"a row where a vector belongs",
       "a2-depth",
       "batchnorm_alt",
       {{"const Vector dbeta = sum(dout, 0);", "const Vector dbeta = as_row(sum(dout, 0));"}},
       Status::crash},
      {"* for the product of matrices",
       "a3-time",
       "temporal_affine",
       {{"matmul(dstep, transpose(w))", "dstep * transpose(w)"}},
       Status::crash},
      {"a vector where a matrix belongs",
       "a4-wild",
       "log_softmax",
       {{"return dout - exp(out) * as_column(sum(dout, 1));",
         "const Matrix total = sum(dout, 1);\n  return dout - exp(out) * total;"}},
       Status::crash},
      {"an index without a sign that counts below 0",
       "a3-time",
       "rnn",
       {{"std::size_t t = T; t-- > 0;", "std::size_t t = T - 1; t >= 0; --t"}},
       Status::crash},
      {"words in no encoding",
       "a4-wild",
       "td_target",
       {{"const Vector best",
         "if (N == 1) throw std::runtime_error(\"Gr\\xf6\\xdf\" \"e \\x1b[31m\");\n  const Vector best"}},
       Status::crash},
      {"a call of itself",
       "a4-wild",
       "gather",
       {{"return dq;", "return gather_backward(dout, cache) + dq;"}},
       Status::crash},
  };
  return all;
}

// Writes every one of them into `folder`, and returns an assignment of their problems.
Json write_all(const fs::path& folder) {
  Json own;
  for (const Odd& odd : all_odd()) {
    const std::string file = std::string(odd.problem) + ".cpp";
    fs::copy_file(project() / "solutions" / odd.assignment / file, folder / file);
    for (const auto& [from, to] : odd.edits) replace_in_file(folder / file, from, to);
    const Json course = parse_json(read_file(project() / "assignments" / odd.assignment / "assignment.json"));
    if (own.is_null()) {
      own = course;
      own["problems"] = Json::array();
    }
    for (const Json& problem : course["problems"].elements()) {
      if (problem["id"] == odd.problem) own["problems"].push_back(problem);
    }
  }
  return own;
}

// One test for all of them: ctest runs each test by itself, and each would grade them all.
TEST(OddCode, GetsItsVerdictAndATrueSentence) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "work");
  const std::string assignment = folder.write("own.json", write_all(folder.path() / "work").dump());
  const std::string json = folder.path() / "report.json";
  const Ran ran = run_grader({"grade", folder.path() / "work", "--assignment", assignment, "--json", json,
                              "--hint", "3", "--show-case"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const Report report = parse_report(read_file(json));
  for (const Odd& odd : all_odd()) {
    SCOPED_TRACE(fmt::format("{}, {}", odd.problem, odd.what));
    const Problem& graded = *std::ranges::find(report.problems, odd.problem, &Problem::id);
    std::string messages = graded.message ? *graded.message + "\n" : "";
    for (const Check& check : graded.checks) {
      if (check.status != Status::pass) messages += check.message + "\n";
    }
    EXPECT_EQ(graded.status, odd.status) << messages;
    EXPECT_EQ(graded.score, odd.status == Status::pass ? graded.max_score : 0.0);
    for (const std::string& text : odd.says) EXPECT_THAT(messages, HasSubstr(text));
    for (const std::string& text : odd.never_says) EXPECT_THAT(messages, Not(HasSubstr(text)));
  }
  // What a student's exception says goes through `clean`.
  EXPECT_THAT(ran.out, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace grader
