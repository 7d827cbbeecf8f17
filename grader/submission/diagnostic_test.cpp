// Tests the messages for errors that students make. The compiler is the real one, in the sandbox.
#include "grader/submission/diagnostic.hpp"

#include <gmock/gmock.h>

#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Returns the message for `body`. Three lines come before it, so it begins on line 4.
std::string message(const std::string& body) {
  const std::string text =
      "#include <backprop/affine.hpp>\n\nnamespace backprop {\n" + body + "}  // namespace backprop\n";
  const BuildFailure failure = testing::failure_of(toolchain::compile(
      testing::toolkit(), testing::isolation(), testing::source("affine.cpp", text), BuildLimits()));
  EXPECT_EQ(failure.status, Status::compile_error);
  EXPECT_LT(failure.message.size(), 400u);
  EXPECT_THAT(failure.message, Not(HasSubstr("xt::")));
  EXPECT_THAT(failure.message, Not(HasSubstr("/box")));
  return failure.message;
}

/// Returns what the message says where g++ compiles submissions, or where clang++ does, which tells less of
/// some errors.
std::string either(const char* with_gcc, const char* with_clang) {
  return testing::toolkit().compiler_is_clang ? with_clang : with_gcc;
}

TEST(Diagnostic, MissingSemicolonIsWhereItShouldBe) {
  EXPECT_EQ(message("Matrix f(const Matrix& x) {\n"
                    "  const Matrix y = x * 2.0  // twice\n"
                    "\n"
                    "  return y;\n"
                    "}\n"),
            either("affine.cpp:5: missing ';' before 'return'\n",
                   "affine.cpp:5: missing ';' at the end of this declaration\n") +
                "  const Matrix y = x * 2.0  // twice\n"
                "                          ^");
}

TEST(Diagnostic, UndeclaredName) {
  EXPECT_EQ(message("Matrix f(const Matrix& x) {\n  return matmull(x, x);\n}\n"),
            "affine.cpp:5: 'matmull' is not declared here: no variable or function of that name is known; "
            "did you mean "
            "'matmul'?\n"
            "  return matmull(x, x);\n"
            "         ^");
}

TEST(Diagnostic, WrongNumberOfArguments) {
  EXPECT_THAT(
      message("Matrix f(const Matrix& x) { return matmul(x); }\n"),
      StartsWith(either(
          "affine.cpp:4: matmul cannot be called with (const Matrix&): it takes (const Matrix&, const "
          "Matrix&)\n",
          "affine.cpp:4: matmul cannot be called with these arguments: it takes 2 arguments, but 1 was "
          "provided\n")));
}

TEST(Diagnostic, HelperOfSeveralKinds) {
  EXPECT_THAT(message("Vector f(const Matrix& x) { return max(x, 0, 1); }\n"),
              StartsWith(either("affine.cpp:4: max cannot be called with (const Matrix&, int, int)\n",
                                "affine.cpp:4: max cannot be called with these arguments\n")));
  EXPECT_THAT(message("Matrix f(const Matrix& x) { return as_column(x, 3); }\n"),
              StartsWith(either("affine.cpp:4: as_column cannot be called with (const Matrix&, int)",
                                "affine.cpp:4: as_column cannot be called with these arguments: it takes one "
                                "argument, but 2 arguments were provided\n")));
}

TEST(Diagnostic, MissingReturnType) {
  EXPECT_THAT(message("f(const Matrix& x) { return x; }\n"),
              StartsWith("affine.cpp:4: the return type is missing before 'f'\n"));
}

TEST(Diagnostic, MissingReturn) {
  EXPECT_THAT(message("Matrix f(const Matrix& x) {\n  const Matrix y = x;\n}\n"),
              StartsWith("affine.cpp:6: this function must return a value"));
}

TEST(Diagnostic, MissingHeader) {
  EXPECT_THAT(message("}\n#include \"helpers.hpp\"\nnamespace backprop {\n"),
              StartsWith("affine.cpp:5: there is no 'helpers.hpp' to include"));
}

TEST(Diagnostic, SourcesAndPathsOfOnesOwn) {
  EXPECT_THAT(message("}\n#include \"relu.cpp\"\nnamespace backprop {\n"),
              StartsWith("affine.cpp:5: there is no 'relu.cpp' to include: only <backprop/...>"));
  EXPECT_THAT(message("}\n#include \"../starter/include/backprop/affine.hpp\"\nnamespace backprop {\n"),
              StartsWith("affine.cpp:5: there is no '../starter/include/backprop/affine.hpp' to include"));
}

TEST(Diagnostic, Braces) {
  EXPECT_THAT(message("void f() {\n  if (true) {\n}\n"), HasSubstr("missing '}'"));
  EXPECT_THAT(message("void f() {\n}}}\n"), StartsWith("affine.cpp:5: one '}' too many"));
}

TEST(Diagnostic, InputIsConst) {
  EXPECT_THAT(message("Matrix f(const Matrix& x) {\n  x(0, 0) = 1.0;\n  return x;\n}\n"),
              StartsWith("affine.cpp:5: this changes a tensor that is const"));
}

TEST(Diagnostic, OtherReturnTypeThanInTheHeader) {
  EXPECT_THAT(
      message("Matrix affine_backward(const Matrix& dout, const AffineCache&) { return dout; }\n"),
      StartsWith(either("affine.cpp:4: the header declares this function with another return type: "
                        "'AffineGradients affine_backward(",
                        "affine.cpp:4: the header declares this function with another return type\n")));
}

TEST(Diagnostic, StructuredBinding) {
  EXPECT_THAT(
      message("void f(const AffineCache& cache) {\n  const auto& [x, w, b] = cache;\n}\n"),
      StartsWith(
          "affine.cpp:5: 3 names provided for structured binding, but const AffineCache has 2 elements"));
}

TEST(Diagnostic, WrongTypeOfResult) {
  EXPECT_THAT(message("double f(const Matrix& x) {\n  return x * 2.0;\n}\n"),
              StartsWith("affine.cpp:5: cannot convert 'Matrix' to 'double' in return\n"));
  EXPECT_THAT(message("Matrix f(double x) {\n  Matrix y = x;\n  return y;\n}\n"),
              StartsWith("affine.cpp:5: cannot make a 'Matrix' from a 'double'\n"));
}

TEST(Diagnostic, UnknownMember) {
  EXPECT_THAT(message("Matrix f(const AffineCache& cache) {\n  return cache.b;\n}\n"),
              StartsWith(either("affine.cpp:5: 'const AffineCache' has no member named 'b'\n",
                                "affine.cpp:5: 'AffineCache' has no member named 'b'\n")));
}

TEST(Diagnostic, StandardFunctionOfATensor) {
  EXPECT_THAT(message("Matrix f(const Matrix& x) {\n  return std::exp(x);\n}\n"),
              HasSubstr("write exp without std::"));
}

TEST(Diagnostic, ErrorInsideTheLibraryIsAtTheStudentsLine) {
  EXPECT_THAT(
      message("Matrix f(const Matrix& x) {\n  const Matrix y = x;\n  return x * \"two\";\n}\n"),
      AllOf(StartsWith("affine.cpp:6: this does not compile: "), HasSubstr("\n  return x * \"two\";\n")));
}

// Tests possible compiler output without a compiler.

TEST(DescribeFirstError, NoErrorIsNoMessage) {
  EXPECT_EQ(describe_first_error("", testing::source("a.cpp", "")), "");
  EXPECT_EQ(describe_first_error("a.cpp:1:1: warning: error: x\n", testing::source("a.cpp", "")), "");
}

TEST(DescribeFirstError, LineThatIsNotThere) {
  EXPECT_EQ(describe_first_error("a.cpp:99:5: error: no\n", testing::source("a.cpp", "x\n")), "a.cpp:99: no");
  EXPECT_EQ(
      describe_first_error("a.cpp:99999999999999999999:5: error: no\n", testing::source("a.cpp", "x\n")),
      "a.cpp: this does not compile: no");
}

TEST(DescribeFirstError, LongLinesAreCutAroundTheColumn) {
  const std::string text = std::string(500, 'a') + "!" + std::string(500, 'b');
  const std::string words = describe_first_error("a.cpp:1:501: error: no\n", testing::source("a.cpp", text));
  EXPECT_LT(words.size(), 600u);
  EXPECT_THAT(words, HasSubstr("a!b"));
  const auto second = words.find('\n') + 1;
  const auto third = words.find('\n', second) + 1;
  EXPECT_EQ(words[second + (words.find('^') - third)], '!');
}

// A page shows it to its end; a terminal cuts it.
TEST(DescribeFirstError, LinesAsPeopleWriteThemAreNotCut) {
  const std::string line = std::string(199, 'a') + "!";
  EXPECT_THAT(describe_first_error("a.cpp:1:10: error: no\n", testing::source("a.cpp", line)),
              HasSubstr("\n  " + line + "\n"));
}

TEST(DescribeFirstError, HugeOutputIsNoTrouble) {
  const std::string nested = "a.cpp:1:1: error: " + std::string(1 << 20, '<') + "\n";
  EXPECT_LT(describe_first_error(nested, testing::source("a.cpp", "x\n")).size(), 700u);
}

// Words of numpy, MATLAB and Python.
TEST(Diagnostic, WordsOfOtherLanguages) {
  EXPECT_THAT(message("Matrix f(const Matrix& x) { return matmul(x.T(), x); }\n"),
              StartsWith("affine.cpp:4: a tensor has no .T: write transpose(x)\n"));
  EXPECT_THAT(message("Matrix f(const Matrix& x) { return x.dot(x); }\n"),
              StartsWith("affine.cpp:4: a tensor has no .dot: write matmul(a, b)\n"));
  EXPECT_THAT(message("Vector f(const Matrix& x) { return zeros(x.cols()); }\n"),
              StartsWith("affine.cpp:4: a tensor has no .cols: write x.shape(1)\n"));
  EXPECT_THAT(message("Matrix f(const Matrix& z) { return z^2; }\n"), HasSubstr("^ is no power in C++"));
  EXPECT_THAT(message("Matrix f(const Matrix& z) { return z**2; }\n"),
              StartsWith("affine.cpp:4: ** is no power in C++: write square(z), or z * z\n"));
  EXPECT_THAT(message("AffineGradients f(const Matrix& x, const Vector& b) {\n"
                      "  return std::make_tuple(x, x, b);\n}\n"),
              StartsWith("affine.cpp:5: a tuple is not what this function returns"));
  EXPECT_THAT(message("Matrix f(std::size_t D, std::size_t M) {\n  Matrix dw(D, M);\n  return dw;\n}\n"),
              StartsWith("affine.cpp:5: a tensor takes its shape as a list"));
}

TEST(Diagnostic, WordsOfPython) {
  EXPECT_THAT(
      message("Vector f(const Matrix& x) { return sum(x, axis=0); }\n"),
      StartsWith("affine.cpp:4: 'axis' is not declared here; C++ has no arguments by name: write sum(x, "
                 "0)\n"));
  EXPECT_THAT(message("Vector f(const Matrix& x) { return np.sum(x, 0); }\n"),
              StartsWith("affine.cpp:4: 'np' is not declared here; the course's functions need no module"));
}

// g++ spells out a value that has no name, in types that no student has written.
TEST(Diagnostic, AWholeNumberInBracesIsNotSpelledOut) {
  const std::string said = message("Vector f(const Matrix& x) { return Vector{x.shape()[0] * 2}; }\n");
  EXPECT_THAT(said, HasSubstr("write zeros(N) for N zeros"));
  EXPECT_THAT(said.substr(0, said.find('\n')), Not(HasSubstr("::")));
}

TEST(Diagnostic, OneOfSeveralGradients) {
  EXPECT_THAT(message("AffineGradients f(const Matrix& x) {\n  return x;\n}\n"),
              StartsWith("affine.cpp:5: this is one 'const Matrix', and a 'AffineGradients' has a member for "
                         "each gradient: name all of them in braces"));
}

TEST(Diagnostic, ACallWithoutItsBrackets) {
  EXPECT_THAT(
      message("double f(const Matrix& x) { return static_cast<double>(x.size); }\n"),
      StartsWith("affine.cpp:4: a function is named here and not called: are its brackets () missing?"));
}

TEST(Diagnostic, ATensorAsACondition) {
  EXPECT_THAT(message("Matrix f(const Matrix& x) { return x > 0.0 ? x : 0.0 * x; }\n"),
              StartsWith("affine.cpp:4: a condition is one yes or no, and this is a tensor of them"));
}

TEST(Diagnostic, AReferenceIntoTheCache) {
  EXPECT_THAT(message("void f(const AffineCache& cache) {\n  Matrix& dx = cache.x;\n  dx(0, 0) = 1.0;\n}\n"),
              StartsWith("affine.cpp:5: this changes a tensor that is const"));
}

TEST(Diagnostic, MaxOfTwoTensors) {
  EXPECT_THAT(message("Matrix f(const Matrix& x) { return std::max(x, 0.0); }\n"),
              StartsWith("affine.cpp:4: std::max compares two single numbers of one type: for tensors write "
                         "maximum(a, b)"));
  EXPECT_THAT(
      message("Matrix f(const Matrix& x) { return std::max(x, x); }\n"),
      StartsWith("affine.cpp:4: std::max and std::min compare single numbers: for tensors write maximum"));
  EXPECT_THAT(message("Matrix f(const Matrix& x) { return max(x, 0.0); }\n"), HasSubstr("write maximum"));
}

TEST(Diagnostic, ANamespaceThatIsMisspelt) {
  EXPECT_THAT(message("backporp::Matrix f(const Matrix& x) { return x; }\n"),
              StartsWith("affine.cpp:4: 'backporp' is not known; did you mean 'backprop'?\n"));
  const SourceFile file =
      testing::source("affine.cpp", "#include <backprop/affine.hpp>\nnamespace backdrop {\nMatrix f();\n}\n");
  EXPECT_THAT(
      testing::failure_of(toolchain::compile(testing::toolkit(), testing::isolation(), file, {})).message,
      StartsWith("affine.cpp:3: 'Matrix' is known in namespace backprop only"));
}

TEST(Diagnostic, PastedCharacters) {
  EXPECT_THAT(message("double f(double a) { return a \u2212 1.0; }\n"),
              StartsWith("affine.cpp:4: here is a minus of print (U+2212): type -; it comes with text"));
  if (!testing::toolkit().compiler_is_clang) {  // for clang++ it is a blank
    EXPECT_THAT(message("double f(double a) { return a +\u00a01.0; }\n"),
                HasSubstr("a no-break space (U+00A0)"));
  }
  EXPECT_THAT(message("const char* f() { return \u201caffine\u201d; }\n"),
              HasSubstr("a curly quote (U+201C)"));
}

TEST(Diagnostic, ABlankInADoubleColon) {
  EXPECT_THAT(message("double f(double a) { return std: :exp(a); }\n"),
              HasSubstr("'::' is one word: write it without a blank in between"));
}

TEST(Diagnostic, AHeaderOfAnotherXtensor) {
  EXPECT_THAT(
      message("}\n#include <xtensor/no/such.hpp>\nnamespace backprop {\n"),
      StartsWith("affine.cpp:5: there is no 'xtensor/no/such.hpp' in this version of xtensor: leave the "
                 "line out"));
}

}  // namespace
}  // namespace grader
