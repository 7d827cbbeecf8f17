// The programs that the sandbox is for: a compiler, and what it makes.
#include <gmock/gmock.h>

#include "grader/sandbox/testing/boxes.hpp"

namespace grader {
namespace {

class Toolchain : public testing::EveryIsolation {
 protected:
  void write_source(std::string_view text) { std::ofstream(directory_.path() / "main.cpp") << text; }

  Program program(std::vector<std::string> arguments) {
    Program program;
    program.arguments = std::move(arguments);
    program.environment = {"PATH=/usr/bin", "OPENBLAS_NUM_THREADS=1"};
    program.mounts = {{directory_.path(), "/box/work", true}};
    program.working_directory = "/box/work";
    return program;
  }
  Outcome compile() {
    return sandbox::run(GetParam(),
                        program({"/usr/bin/g++", "-o", "/box/work/main", "/box/work/main.cpp", "-lopenblas"}),
                        limits_);
  }

  testing::Folder directory_;
  Limits limits_;
};
INSTANTIATE_TEST_SUITE_P(, Toolchain, ::testing::ValuesIn(testing::available_isolations()),
                         testing::isolation_name);

TEST_P(Toolchain, CompilesLinksAndRuns) {
  write_source(R"(
    #include <cstdio>
    #include <vector>
    extern "C" double cblas_ddot(int, const double*, int, const double*, int);
    int main() {
      std::vector<double> x{1, 2, 3};
      std::printf("%g", cblas_ddot(3, x.data(), 1, x.data(), 1));
    })");
  limits_.wall_seconds = 60;
  const Outcome compiled = compile();
  ASSERT_TRUE(compiled.succeeded()) << to_string(compiled.ending) << ' ' << compiled.detail << ' '
                                    << compiled.error_output;
  // In a box the linker cannot do that: chmod() is refused.
  std::filesystem::permissions(directory_.path() / "main", std::filesystem::perms(0755));
  const Outcome ran = sandbox::run(GetParam(), program({"/box/work/main"}), limits_);
  EXPECT_TRUE(ran.succeeded()) << to_string(ran.ending) << ' ' << ran.detail << ' ' << ran.error_output;
  EXPECT_EQ(ran.output, "14");
}

TEST_P(Toolchain, CompileErrorIsAnExitCodeAndAText) {
  write_source("int main() { return nonsense; }\n");
  const Outcome outcome = compile();
  EXPECT_EQ(outcome.ending, Ending::exited);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.error_output, ::testing::HasSubstr("nonsense"));
}

TEST_P(Toolchain, HugeObjectIsStopped) {
  write_source("int a[1u << 28] = {1};\nint main() { return a[0]; }\n");
  limits_.wall_seconds = 60;
  limits_.file_bytes = 1 << 20;
  EXPECT_FALSE(compile().succeeded());
  EXPECT_FALSE(std::filesystem::exists(directory_.path() / "main"));
}

}  // namespace
}  // namespace grader
