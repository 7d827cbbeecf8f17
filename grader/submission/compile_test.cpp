// Real compilations in the best sandbox that works here.
#include "grader/submission/compile.hpp"

#include <gmock/gmock.h>

#include "grader/sandbox/run.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::failure_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::object_of;
using testing::source;
using ::testing::StartsWith;

Compiled compile_text(const std::string& text, const BuildLimits& limits = {}) {
  return toolchain::compile(testing::toolkit(), testing::isolation(), source("affine.cpp", text), limits);
}

TEST(Compile, GivesAnObject) {
  for (const BackendStatus& backend : probe_backends()) {
    if (!backend.available) continue;
    const Object object = object_of(toolchain::compile(testing::toolkit(), backend.isolation,
                                                       testing::solution("affine.cpp"), BuildLimits()));
    EXPECT_EQ(object.source_name, "affine.cpp");
    EXPECT_THAT(object.bytes, StartsWith("\x7f"
                                         "ELF"));
  }
}

TEST(Compile, UsesThePrecompiledHeader) {
  const BoxDirectory box;
  box.write("affine.cpp", "#include <backprop/affine.hpp>\n");
  Program program = compiler_call(testing::toolkit(), box, "affine.cpp", 5);
  if (testing::toolkit().compiler_is_clang) {
    program.arguments.push_back("-###");  // lists the commands that it would run
    const Outcome outcome = sandbox::run(testing::isolation(), program, BuildLimits().compile);
    EXPECT_THAT(outcome.error_output, HasSubstr("\"-include-pch\""));
    EXPECT_THAT(outcome.error_output, HasSubstr("tensor.hpp.gch\""));
    return;
  }
  program.arguments.push_back("-H");  // lists the headers that are read; "!" marks a precompiled one
  const Outcome outcome = sandbox::run(testing::isolation(), program, BuildLimits().compile);
  EXPECT_TRUE(outcome.succeeded()) << outcome.error_output;
  EXPECT_THAT(outcome.error_output, StartsWith("! "));
  EXPECT_THAT(outcome.error_output, HasSubstr("tensor.hpp.gch"));
  EXPECT_THAT(outcome.error_output, Not(HasSubstr("xtensor")));
}

TEST(Compile, ErrorIsAtTheStudentsLine) {
  const BuildFailure failure = failure_of(compile_text("int a;\nint b = nonsense;\n"));
  EXPECT_EQ(failure.status, Status::compile_error);
  EXPECT_EQ(failure.file, "affine.cpp");
  EXPECT_THAT(failure.message, StartsWith("affine.cpp:2: 'nonsense' is not declared here"));
}

TEST(Compile, LeavesNothingBehind) {
  const testing::Folder folder;
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before != nullptr ? before : "";
  setenv("TMPDIR", folder.path().c_str(), 1);
  object_of(compile_text("int a;\n"));
  failure_of(compile_text("int a\n"));
  if (before != nullptr) {
    setenv("TMPDIR", kept.c_str(), 1);
  } else {
    unsetenv("TMPDIR");
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Compile, EndlessTemplateIsCapped) {
  const BuildFailure failure =
      failure_of(compile_text("template <class T> struct S { S<S<T*>*> s; };\nS<int> bomb;\n"));
  EXPECT_EQ(failure.status, Status::compile_error);
  EXPECT_LT(failure.message.size(), 400u);
}

TEST(Compile, EndlessMessagesAreCapped) {
  BuildLimits limits;
  limits.compile.output_bytes = 10000;
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "#warning " + std::string(100, 'x') + "\n";
  const BuildFailure failure = failure_of(compile_text(text, limits));
  EXPECT_EQ(failure.status, Status::output_limit);
}

TEST(Compile, MemoryIsCapped) {
  BuildLimits limits;
  limits.compile.memory_bytes = 512ULL << 20;
  const BuildFailure failure =
      failure_of(compile_text("#include <utility>\nstd::make_index_sequence<200000000> many;\n", limits));
  EXPECT_EQ(failure.status, Status::memory_limit) << failure.message;
}

TEST(Compile, TimeIsCapped) {
  BuildLimits limits;
  limits.compile.cpu_seconds = 5;  // an empty file must compile within it, on a machine that pauses as well
  // Includes itself 2^100 times.
  const BuildFailure failure = failure_of(compile_text(
      "#if __INCLUDE_LEVEL__ < 100\n#include \"affine.cpp\"\n#include \"affine.cpp\"\n#endif\n", limits));
  EXPECT_EQ(failure.status, Status::timeout) << failure.message;
}

TEST(Compile, HugeObjectIsCapped) {
  BuildLimits limits;
  limits.compile.file_bytes = 1 << 20;
  const BuildFailure failure = failure_of(compile_text("int a[1 << 22] = {1};\n", limits));
  EXPECT_EQ(failure.status, Status::output_limit) << failure.message;
}

TEST(Compile, MessageIsClean) {
  const BuildFailure failure = failure_of(compile_text("#error \x1b[31mred ::set-env name=x::y\n"));
  EXPECT_THAT(failure.message, Not(HasSubstr("\x1b")));
  EXPECT_THAT(failure.message, StartsWith("affine.cpp:1: "));
  EXPECT_THAT(failure.message, HasSubstr("red : :set-env"));
}

// The compiler's messages must not reveal the files that it can read.
TEST(Compile, ReadsNoFilesOfTheHost) {
  const testing::Folder folder;
  folder.write("secret", "THE_SECRET = 42\n");
  const std::string path = (folder.path() / "secret").string();
  int tried = 0;
  for (const BackendStatus& backend : probe_backends()) {
    if (!backend.available) continue;
    ++tried;
    for (const std::string& text : {"#include \"" + path + "\"\n", std::string("#include \"/etc/passwd\"\n"),
                                    "asm(\".incbin \\\"" + path + "\\\"\");\n"}) {
      const Compiled compiled = toolchain::compile(testing::toolkit(), backend.isolation,
                                                   source("affine.cpp", text), BuildLimits());
      if (backend.isolation == Isolation::none) continue;
      const BuildFailure failure = failure_of(compiled);
      EXPECT_EQ(failure.status, Status::compile_error);
      EXPECT_THAT(failure.message, Not(HasSubstr("THE_SECRET")));
      EXPECT_THAT(failure.message, Not(HasSubstr("root:")));
    }
  }
  EXPECT_GT(tried, 0);
}

TEST(Compile, CompilesOnce) {
  const testing::Folder folder;
  const ObjectCache cache(folder.path());
  const SourceFile good = source("affine.cpp", "int a;\n");
  const SourceFile bad = source("affine.cpp", "int a\n");
  const Object object =
      object_of(toolchain::compile(testing::toolkit(), testing::isolation(), good, {}, &cache));
  const BuildFailure failure =
      failure_of(toolchain::compile(testing::toolkit(), testing::isolation(), bad, {}, &cache));

  Toolkit broken = testing::toolkit();
  broken.compiler = "/usr/bin/false";
  EXPECT_EQ(object_of(toolchain::compile(broken, testing::isolation(), good, {}, &cache)).bytes,
            object.bytes);
  EXPECT_EQ(failure_of(toolchain::compile(broken, testing::isolation(), bad, {}, &cache)).message,
            failure.message);
  const SourceFile other_name = source("relu.cpp", "int a;\n");
  failure_of(toolchain::compile(broken, testing::isolation(), other_name, {}, &cache));
  broken.fingerprint += "x";
  failure_of(toolchain::compile(broken, testing::isolation(), good, {}, &cache));
}

TEST(Compile, LimitsMetByChanceAreNotKept) {
  const testing::Folder folder;
  const ObjectCache cache(folder.path());
  // An empty file compiles under the same limit, so it is not the machine that lacks memory.
  const SourceFile large = source("affine.cpp",
                                  "template <class... T> struct List {};\n"
                                  "template <int N, class... T>\n"
                                  "struct Grow { using type = Grow<N - 1, T..., T..., List<T...>>::type; };\n"
                                  "template <class... T> struct Grow<0, T...> { using type = List<T...>; };\n"
                                  "using Bomb = Grow<24, int, long>::type;\n");
  BuildLimits limits;
  limits.compile.memory_bytes = 400ULL << 20;
  EXPECT_EQ(
      failure_of(toolchain::compile(testing::toolkit(), testing::isolation(), large, limits, &cache)).status,
      Status::memory_limit);
  for (const auto& file : fs::directory_iterator(folder.path())) {
    EXPECT_TRUE(file.path().filename().string().starts_with("lock-")) << file.path();
  }
}

}  // namespace
}  // namespace grader
