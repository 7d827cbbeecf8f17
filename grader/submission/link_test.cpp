// Real links in the best sandbox that works here.
#include "grader/submission/link.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "grader/base/files.hpp"
#include "grader/sandbox/run.hpp"
#include "grader/submission/link_diagnostic.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const OpFile kAffine = {"affine", "affine.cpp", {"affine_forward", "affine_backward"}};
const OpFile kRelu = {"relu", "relu.cpp", {"relu_forward", "relu_backward"}};

Object compiled(const std::string& name, const std::string& text) {
  return testing::object_of(toolchain::compile(testing::toolkit(), testing::isolation(),
                                               testing::source(name, text), BuildLimits()));
}

std::string solution(const std::string& name) { return testing::solution(name).bytes; }

Linked link_all(const std::vector<Object>& objects, const std::vector<OpFile>& ops) {
  return toolchain::link(testing::toolkit(), testing::isolation(), objects, ops, BuildLimits());
}

std::vector<BuildFailure> failures(const std::vector<Object>& objects, const std::vector<OpFile>& ops) {
  const Linked linked = link_all(objects, ops);
  if (const auto* all = std::get_if<std::vector<BuildFailure>>(&linked)) return *all;
  ADD_FAILURE() << "it links";
  return {};
}

auto fault(const std::string& file, const std::string& start) {
  return AllOf(Field(&BuildFailure::status, Status::compile_error), Field(&BuildFailure::file, file),
               Field(&BuildFailure::message, StartsWith(start)));
}

TEST(Link, MakesAWorkerThatRuns) {
  const Object object = compiled("affine.cpp", solution("affine.cpp"));
  for (const BackendStatus& backend : probe_backends()) {
    if (!backend.available) continue;
    const Linked linked =
        toolchain::link(testing::toolkit(), backend.isolation, {object}, {kAffine}, BuildLimits());
    ASSERT_TRUE(std::holds_alternative<Worker>(linked)) << std::get<1>(linked).at(0).message;
    // It gets no question, so it exits.
    const Outcome outcome =
        sandbox::run(backend.isolation, worker_program(std::get<Worker>(linked)), Limits(), [](Channel&) {});
    EXPECT_TRUE(outcome.succeeded()) << to_string(outcome.ending) << ' ' << outcome.exit_code << ' '
                                     << outcome.detail << ' ' << outcome.error_output;
  }
}

// A worker contains only the half of an op that calls the layer. It contains neither the probes nor the known
// answers.
TEST(Link, AKeptWorkerIsUsedAgainAndOnlyForTheSameObjects) {
  const TemporaryFolder folder;
  const ObjectCache cache(folder.path() / "cache");
  const auto linked_with = [&](const Object& object) {
    Linked linked =
        toolchain::link(testing::toolkit(), testing::isolation(), {object}, {kAffine}, BuildLimits(), &cache);
    const Worker& worker = std::get<Worker>(linked);
    EXPECT_TRUE(
        sandbox::run(testing::isolation(), worker_program(worker), Limits(), [](Channel&) {}).succeeded());
    return read_file(worker.executable());
  };
  const auto entries = [&] {
    return std::distance(std::filesystem::directory_iterator(folder.path() / "cache"), {});
  };
  const Object right = compiled("affine.cpp", solution("affine.cpp"));
  const std::string first = linked_with(right);
  EXPECT_EQ(entries(), 1);
  EXPECT_EQ(linked_with(right), first);
  EXPECT_EQ(entries(), 1);
  std::string other = solution("affine.cpp");
  other.replace(other.find("sum(dout, 0)"), 12, "mean(dout, 0)");
  EXPECT_NE(linked_with(compiled("affine.cpp", other)), first);
  EXPECT_EQ(entries(), 2);
}

TEST(Link, AFailureIsNotKept) {
  const TemporaryFolder folder;
  const ObjectCache cache(folder.path());
  const Object empty = compiled("affine.cpp", "int nothing;");
  const Linked linked =
      toolchain::link(testing::toolkit(), testing::isolation(), {empty}, {kAffine}, BuildLimits(), &cache);
  EXPECT_TRUE(std::holds_alternative<std::vector<BuildFailure>>(linked));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Link, AWorkerHasNothingOfWhatTheGraderAloneKnows) {
  const Linked linked = link_all({compiled("affine.cpp", solution("affine.cpp"))}, {kAffine});
  ASSERT_TRUE(std::holds_alternative<Worker>(linked)) << std::get<1>(linked).at(0).message;
  const std::string program = read_file(std::get<Worker>(linked).executable());
  EXPECT_THAT(program, HasSubstr("backprop_op_affine"));
  for (const char* symbol : {"probing", "random_normal", "random_labels", "KnownAnswer"}) {
    EXPECT_EQ(program.find(symbol), std::string::npos) << symbol;
  }
}

TEST(Link, MissingFunction) {
  const std::string text = solution("affine.cpp");
  const auto all =
      failures({compiled("affine.cpp", text.substr(0, text.find("AffineGradients affine_backward")) + "}\n")},
               {kAffine});
  EXPECT_THAT(all, ElementsAre(fault(
                       "affine.cpp",
                       "affine.cpp does not define affine_backward. Its header declares it:\n"
                       "  AffineGradients affine_backward(const Matrix& dout, const AffineCache& cache);\n"
                       "The definition must have exactly these types")));
}

TEST(Link, AFunctionThatIsMisspelt) {
  std::string text = solution("affine.cpp");
  text.replace(text.find("affine_backward("), 16, "affine_backwards(");
  EXPECT_THAT(failures({compiled("affine.cpp", text)}, {kAffine}),
              ElementsAre(fault("affine.cpp", "affine.cpp does not define affine_backward.")));
}

TEST(Link, OtherArgumentsAreAnotherFunction) {
  std::string text = solution("affine.cpp");
  text.replace(text.find("const Matrix& dout, const AffineCache&"), 38, "const Matrix& dout, AffineCache&");
  EXPECT_THAT(failures({compiled("affine.cpp", text)}, {kAffine}),
              ElementsAre(fault("affine.cpp", "affine.cpp does not define affine_backward.")));
}

TEST(Link, EveryFileAtFaultIsNamedOnce) {
  EXPECT_THAT(failures({compiled("affine.cpp", ""), compiled("relu.cpp", "")}, {kAffine, kRelu}),
              ::testing::UnorderedElementsAre(fault("affine.cpp", "affine.cpp does not define affine_"),
                                              fault("relu.cpp", "relu.cpp does not define relu_")));
}

TEST(Link, OwnMain) {
  EXPECT_THAT(failures({compiled("affine.cpp", solution("affine.cpp") + "int main() {}\n")}, {kAffine}),
              ElementsAre(fault("affine.cpp", "affine.cpp defines main(); the grader has its own.")));
}

TEST(Link, SameHelperInTwoFiles) {
  const std::string helper = "double twice(const backprop::Matrix& x) { return 2 * x(0, 0); }\n";
  EXPECT_THAT(failures({compiled("affine.cpp", solution("affine.cpp") + helper),
                        compiled("relu.cpp", solution("relu.cpp") + helper)},
                       {kAffine, kRelu}),
              ::testing::UnorderedElementsAre(
                  fault("affine.cpp", "affine.cpp and relu.cpp each define twice(const Matrix&)."),
                  fault("relu.cpp", "affine.cpp and relu.cpp each define twice(const Matrix&).")));
}

TEST(Link, FunctionOfAnotherFileIsTheOthers) {
  EXPECT_THAT(
      failures({compiled("affine.cpp", solution("affine.cpp") + solution("relu.cpp")),
                compiled("relu.cpp", solution("relu.cpp"))},
               {kAffine, kRelu}),
      ElementsAre(fault("affine.cpp", "affine.cpp and relu.cpp each define relu_forward(const Matrix&).")));
}

TEST(Link, FunctionOfTheLibrary) {
  const std::string text =
      "namespace backprop { std::string shape_text(std::span<const std::size_t>) { return {}; } }\n";
  EXPECT_THAT(failures({compiled("affine.cpp", solution("affine.cpp") + text)}, {kAffine}),
              ElementsAre(fault("affine.cpp", "affine.cpp defines shape_text")));
}

TEST(Link, HelperDefinedNowhere) {
  const std::string text = "double twice(const backprop::Matrix& x);\ndouble f() { return twice({}); }\n";
  EXPECT_THAT(
      failures({compiled("affine.cpp", solution("affine.cpp") + text)}, {kAffine}),
      ElementsAre(fault("affine.cpp",
                        "affine.cpp uses twice(const Matrix&), which is declared but defined nowhere.")));
}

TEST(Link, GarbageForAnObject) {
  EXPECT_THAT(failures({{"affine.cpp", "INPUT(/etc/passwd)"}}, {kAffine}),
              ::testing::Contains(Field(&BuildFailure::message, ::testing::Not(HasSubstr("root:")))));
}

// GNU ld says the same in different words.
TEST(DescribeLinkErrors, OfGnuLd) {
  const std::string output =
      "/usr/bin/ld.bfd: relu.o: in function `main':\n"
      "relu.cpp:(.text+0xe): multiple definition of `main'; "
      "/box/lib/libgrader_worker_main.a(main.cpp.o):main.cpp:(.text+0x0): "
      "first defined here\n"
      "/usr/bin/ld.bfd: /box/lib/libgrader_ops_unlinked.a(affine.cpp.o): in function `grader::affine()':\n"
      "affine.cpp:(.text+0x1bc3): undefined reference to `backprop::affine_backward(int)'\n"
      "collect2: error: ld returned 1 exit status\n";
  const std::vector<Object> objects = {{"affine.cpp", ""}, {"leaky_relu.cpp", ""}, {"relu.cpp", ""}};
  EXPECT_THAT(describe_link_errors(output, objects, {kAffine}, "/nowhere"),
              ElementsAre(fault("relu.cpp", "relu.cpp defines main()"),
                          fault("affine.cpp",
                                "affine.cpp does not define affine_backward. Its header declares it:\n"
                                "  affine_backward(int)\n")));
  EXPECT_EQ(last_line(output),
            "affine.cpp:(.text+0x1bc3): undefined reference to `backprop::affine_backward(int)'");
}

TEST(WorkerProgram, SeesItselfAndLittleElse) {
  const Worker worker{BoxDirectory(), "worker"};
  setenv("OPENBLAS_CORETYPE", "Haswell", 1);
  unsetenv("OPENBLAS_L2_SIZE");
  setenv("OPENBLAS_VERBOSE", "2", 1);
  const Program program = worker_program(worker);
  EXPECT_THAT(program.environment, ElementsAre("OPENBLAS_NUM_THREADS=1", "OPENBLAS_CORETYPE=Haswell"));
  EXPECT_THAT(program.arguments, ElementsAre("/box/bin/worker"));
  ASSERT_EQ(program.mounts.size(), 1u);
  EXPECT_EQ(program.mounts[0].source, worker.box.work());
  EXPECT_FALSE(program.mounts[0].writable);
}

}  // namespace
}  // namespace grader
