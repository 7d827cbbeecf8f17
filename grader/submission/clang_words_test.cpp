// Tests that errors of clang++ 16 get the words that the same errors of g++ get. No compiler is needed;
// diagnostic_test.cpp asks the one that compiles submissions.
#include "grader/submission/clang_words.hpp"

#include <gmock/gmock.h>

#include "grader/submission/diagnostic.hpp"
#include "grader/submission/testing/submissions.hpp"

namespace grader {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kMatrix =
    "'const Matrix' (aka 'const xtensor_container<uvector<double, allocator<double>>, 2UL, "
    "(xt::layout_type)1>')";

struct Said {
  const char* what;
  std::string source;  // one line
  std::string clang;   // what follows "affine.cpp:1:"
  std::string words;   // what the first line of the message begins with
};

void PrintTo(const Said& said, std::ostream* out) { *out << said.clang; }

class ClangWords : public ::testing::TestWithParam<Said> {};

TEST_P(ClangWords, AreExplained) {
  const Said& said = GetParam();
  const std::string message =
      describe_first_error("affine.cpp:1:" + said.clang + "\n", testing::source("affine.cpp", said.source));
  EXPECT_THAT(message, StartsWith("affine.cpp:1: " + said.words));
  EXPECT_THAT(message, Not(HasSubstr("aka")));
}

const std::vector<Said> kSaid = {
    {"Semicolon", "  const Matrix y = x * 2.0", "27: error: expected ';' at end of declaration",
     "missing ';' at the end of this declaration\n"},
    {"SemicolonAfterReturn", "  return x", "11: error: expected ';' after return statement",
     "missing ';' after this return statement\n"},
    {"Helper", "  return matmull(x, x);",
     "10: error: use of undeclared identifier 'matmull'; did you mean 'Matmul'?",
     "'matmull' is not declared here: no variable or function of that name is known; did you mean 'matmul'?"},
    {"Type", "Matrx f();", "1: error: unknown type name 'Matrx'; did you mean 'Matrix'?",
     "'Matrx' does not name a type; did you mean 'Matrix'?"},
    {"TypeOfANamespace", "Matrix f();",
     "1: error: unknown type name 'Matrix'; did you mean 'backprop::Matrix'?",
     "'Matrix' is known in namespace backprop only"},
    {"Member", "  return cache.b;", "16: error: no member named 'b' in 'backprop::AffineCache'",
     "'AffineCache' has no member named 'b'\n"},
    {"NumpysMember", "  return x.T();",
     "12: error: no member named 'T' in 'xt::xtensor_container<xt::uvector<double>, 2, "
     "xt::layout_type::row_major>'",
     "a tensor has no .T: write transpose(x)\n"},
    {"MemberOfANamespace", "  return std::sigmoid(x);",
     "15: error: no member named 'sigmoid' in namespace 'std'",
     "no member named 'sigmoid' in namespace 'std'\n"},
    {"ArgumentsOfAHelper", "  return matmul(x);",
     "10: error: no matching function for call to object of type 'const Matmul'\n"
     "/box/m.hpp:17:10: note: candidate function not viable: requires 2 arguments, but 1 was provided",
     "matmul cannot be called with these arguments: it takes 2 arguments, but 1 was provided\n"},
    {"TypeOfAnArgument", "  return matmul(x, 2.0);",
     "10: error: no matching function for call to object of type 'const Matmul'\n"
     "/box/m.hpp:17:10: note: candidate function not viable: no known conversion from 'double' to " +
         kMatrix + " for 2nd argument",
     "matmul cannot be called with these arguments: the 2nd is a 'double', and it takes a 'const Matrix'\n"},
    {"HelperOfSeveralKinds", "  return max(x, 0, 1);",
     "10: error: no matching function for call to object of type 'const "
     "detail::Reduce<detail::Reduction::max>'\n"
     "/box/r.hpp:39:8: note: candidate function not viable: requires 2 arguments, but 3 were provided",
     "max cannot be called with these arguments\n"},
    {"Deleted", "  return matmul(v, w);",
     "10: error: call to deleted function call operator in type 'const Matmul'",
     "matmul multiplies matrices, and a Vector is not one"},
    {"ReturnType", "f(int x) { return x; }", "1: error: a type specifier is required for all declarations",
     "the return type is missing before 'f'\n"},
    {"Return", "}", "1: error: non-void function does not return a value [-Werror,-Wreturn-type]",
     "this function must return a value"},
    {"Header", "#include \"helpers.hpp\"", "10: fatal error: 'helpers.hpp' file not found",
     "there is no 'helpers.hpp' to include"},
    {"Brace", "void f() {", "11: error: expected '}'", "missing '}'"},
    {"BraceTooMany", "}", "1: error: extraneous closing brace ('}')", "one '}' too many"},
    {"ConstElement", "  x(0, 0) = 1.0;",
     "11: error: cannot assign to return value because function 'operator()<int, int>' returns a const value",
     "this changes a tensor that is const"},
    {"ConstTensor", "  x = 2.0 * x;",
     "5: error: no viable overloaded '='\n/x.hpp:124:28: note: candidate function not viable: 'this' "
     "argument "
     "has type " +
         kMatrix + ", but method is not marked const",
     "this changes a tensor that is const"},
    {"ConstReference", "  Matrix& dx = cache.x;",
     "11: error: binding reference of type 'xtensor<...>' to value of type 'const xtensor<...>' drops "
     "'const' "
     "qualifier",
     "this changes a tensor that is const"},
    {"OtherReturnType", "Matrix affine_backward();",
     "8: error: functions that differ only in their return type cannot be overloaded\n"
     "/box/affine.hpp:30:17: note: previous declaration is here",
     "the header declares this function with another return type\n"},
    {"Binding", "  const auto& [x, w, b] = cache;",
     "15: error: type 'const AffineCache' decomposes into 2 elements, but 3 names were provided",
     "3 names provided for structured binding, but const AffineCache has 2 elements\n"},
    {"Returned", "  return x;",
     "10: error: no viable conversion from returned value of type " + kMatrix +
         " to function return type 'double'",
     "cannot convert 'const Matrix' to 'double' in return\n"},
    {"OneOfSeveral", "  return x;",
     "10: error: no viable conversion from returned value of type " + kMatrix +
         " to function return type 'AffineGradients'",
     "this is one 'const Matrix', and a 'AffineGradients' has a member for each gradient"},
    {"Made", "  Matrix y = x;", "10: error: no viable conversion from 'double' to 'Dense<2UL>'",
     "cannot make a 'Matrix' from a 'double'\n"},
    {"Power", "  return z^2;", "11: error: invalid operands to binary expression ('double' and 'int')",
     "^ is no power in C++"},
    {"PowerOfPython", "  return z**2;", "12: error: indirection requires pointer operand ('int' invalid)",
     "** is no power in C++"},
    {"Shape", "  Matrix dw(D, M);", "10: error: no matching constructor for initialization of 'Matrix'",
     "a tensor takes its shape as a list"},
    {"NumberInBraces", "  Vector db({M});",
     "14: error: non-constant-expression cannot be narrowed from type 'std::size_t' (aka 'unsigned long') to "
     "'double' in initializer list [-Wc++11-narrowing]",
     "braces make a list of elements, and the whole number 'M' is one here: write zeros(M) for M zeros"},
    {"ProductInBraces", "  Vector db{x.shape(0) * 2, 3};",
     "13: error: non-constant-expression cannot be narrowed from type 'unsigned long' to 'double' in "
     "initializer list [-Wc++11-narrowing]",
     "braces make a list of elements, and a whole number is one here: write zeros(N) for N zeros"},
    {"NoBrackets", "  return x.size;",
     "12: error: reference to non-static member function must be called; did you mean to call it with no "
     "arguments?",
     "a function is named here and not called"},
    {"Condition", "  if (x) return x;",
     "7: error: value of type " + kMatrix + " is not contextually convertible to 'bool'",
     "a condition is one yes or no, and this is a tensor of them"},
    {"TextAsACondition", "  if (s) return x;",
     "7: error: value of type 'std::string' is not contextually convertible to 'bool'", "value of type"},
    {"Minus", "  return a \u2212 1.0;", "12: error: unexpected character <U+2212>",
     "here is a minus of print (U+2212): type -"},
    {"Blank", "  return std: :exp(a);", "10: error: unexpected namespace name 'std': expected expression",
     "'::' is one word: write it without a blank in between\n"},
    {"Templates", "S<int> s;",
     "41: fatal error: recursive template instantiation exceeded maximum depth of 256",
     "templates that need each other without end\n"},
    {"Unchanged", "  return 1;", "1: error: redefinition of 'y'", "redefinition of 'y'\n"}};

INSTANTIATE_TEST_SUITE_P(Errors, ClangWords, ::testing::ValuesIn(kSaid),
                         [](const auto& info) { return std::string(info.param.what); });

TEST(ClangWordsTest, AnErrorInAHeaderIsAtTheStudentsLine) {
  const std::string output =
      "In file included from affine.cpp:1:\n"
      "In file included from /box/include/backprop/tensor.hpp:15:\n"
      "/x.hpp:117:46: error: invalid operands to binary expression ('double' and 'int')\n"
      "/x.hpp:75:44: note: expanded from macro 'BINARY_OPERATOR_FUNCTOR'\n"
      "/x.hpp:145:66: note: in instantiation of function template specialization "
      "'xt::detail::bitwise_xor::operator()<double, int>' requested here\n"
      "affine.cpp:3:10: note: in instantiation of template class 'xt::xfunction<int>' requested here\n"
      "affine.cpp:2:1: error: another\n";
  const SourceFile source = testing::source("affine.cpp", "#include <backprop/affine.hpp>\n\nreturn z^2;\n");
  EXPECT_THAT(describe_first_error(output, source), StartsWith("affine.cpp:3: ^ is no power in C++"));
  EXPECT_THAT(describe_first_error(output, source), EndsWith("\n  return z^2;\n           ^"));
}

}  // namespace
}  // namespace grader
