// Student code is compiled so that it reports its comparisons and calls. That must not change a number: each
// accepted solution is compiled with and without, and asked the same.
//
// Every run takes one style of solutions. BACKPROP_ACCEPTED_SEEDS, which `make accepted` sets, takes all.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "grader/base/files.hpp"
#include "grader/checks/transcript.hpp"
#include "grader/grading/assignment.hpp"
#include "grader/grading/worker_run.hpp"
#include "grader/ops/registry.hpp"
#include "grader/submission/compile.hpp"
#include "grader/submission/link.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

const char* const kInstrumenting[] = {"-fsanitize-coverage", "-finstrument-functions", "-fno-ssa-phiopt"};

bool is_instrumenting(const std::string& flag) {
  return std::ranges::any_of(kInstrumenting, [&](const char* start) { return flag.starts_with(start); });
}

Object compile_plain(const Toolkit& toolkit, const SourceFile& source, const BuildLimits& limits) {
  const BoxDirectory box;
  box.write(source.name, source.bytes);
  Program program = compiler_call(toolkit, box, source.name, limits.errors);
  EXPECT_GT(std::erase_if(program.arguments, is_instrumenting), 0u);
  const Outcome outcome = sandbox::run(best_available(), program, limits.compile);
  EXPECT_TRUE(outcome.succeeded()) << outcome.error_output;
  return {source.name, box.read("out.o", limits.compile.file_bytes).bytes.value_or(""), {}};
}

Transcript answers(const Toolkit& toolkit, const Object& object, const Op& op, const BuildLimits& limits) {
  Transcript transcript = cases::plan(op, 1);
  const Linked linked = toolchain::link(toolkit, best_available(), {object},
                                        {{op.name, object.source_name, op.functions}}, limits);
  if (!std::holds_alternative<Worker>(linked)) {
    ADD_FAILURE() << std::get<std::vector<BuildFailure>>(linked).front().message;
    return {};
  }
  const auto failure = run_worker(best_available(), worker_program(std::get<Worker>(linked)), Limits{},
                                  [&](Subject& subject) { cases::ask(op, subject, transcript); });
  EXPECT_FALSE(failure) << failure->what();
  return transcript;
}

bool all_same_bits(const Tensors& a, const Tensors& b) {
  return std::ranges::equal(a, b, [](const auto& left, const auto& right) {
    return left.first == right.first && grader::same_bits(left.second, right.second);
  });
}

// Returns whether the file alone makes a program: its layer runs no others.
bool stands_alone(const fs::path& file) {
  const fs::path assignment = file.parent_path().filename();
  const auto course = load_assignment(fs::path(BACKPROP_ASSIGNMENTS) / assignment / "assignment.json");
  const ProblemSpec* problem = course.problem_of_op(file.stem().string());
  return problem && problem->uses.empty() && problem->library.empty();
}

std::vector<fs::path> solutions() {
  std::vector<fs::path> files;
  const fs::path corpus = BACKPROP_ACCEPTED;
  const bool all = std::getenv("BACKPROP_ACCEPTED_SEEDS") != nullptr;
  for (const auto& entry : fs::recursive_directory_iterator(all ? corpus : corpus / "loops")) {
    if (entry.path().extension() == ".cpp" && stands_alone(entry.path())) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

class Instrumentation : public testing::TestWithParam<fs::path> {};

TEST_P(Instrumentation, ChangesNoNumber) {
  const Toolkit toolkit = find_toolkit();
  const Op& op = *find_op(GetParam().stem().string());
  BuildLimits limits;
  limits.compile.wall_seconds = limits.link.wall_seconds = 600;
  const SourceFile source{GetParam().filename(), read_file(GetParam()), {}};
  const Compiled compiled = toolchain::compile(toolkit, best_available(), source, limits);
  const Object* usual = std::get_if<Object>(&compiled);
  ASSERT_NE(usual, nullptr) << std::get<BuildFailure>(compiled).message;
  const Object plain = compile_plain(toolkit, source, limits);
  EXPECT_NE(usual->bytes, plain.bytes);
  const Transcript with = answers(toolkit, *usual, op, limits);
  const Transcript without = answers(toolkit, plain, op, limits);
  ASSERT_EQ(with.size(), without.size());
  for (std::size_t i = 0; i < with.size(); ++i) {
    EXPECT_TRUE(all_same_bits(with[i].outputs, without[i].outputs)) << with[i].probe;
    EXPECT_TRUE(all_same_bits(with[i].b_u, without[i].b_u)) << with[i].probe;
    EXPECT_TRUE(all_same_bits(with[i].b_combined, without[i].b_combined)) << with[i].probe;
  }
}

INSTANTIATE_TEST_SUITE_P(Accepted, Instrumentation, testing::ValuesIn(solutions()), [](const auto& info) {
  return info.param.parent_path().parent_path().filename().string() + "_" + info.param.stem().string();
});

}  // namespace
}  // namespace grader
