#include "grader/submission/type_names.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

std::string tensor(const std::string& value, const std::string& rank) {
  return "xt::xtensor_container<xt::uvector<" + value + ", std::allocator<" + value + "> >, " + rank +
         ", xt::layout_type::row_major, xt::xtensor_expression_tag>";
}

TEST(SimplifyTypes, Tensors) {
  EXPECT_EQ(simplify_types(tensor("double", "1")), "Vector");
  EXPECT_EQ(simplify_types(tensor("double", "2ul")), "Matrix");
  EXPECT_EQ(simplify_types("const " + tensor("double", "3") + "&"), "const Tensor3&");
  EXPECT_EQ(simplify_types(tensor("double", "4")), "Tensor4");
  EXPECT_EQ(simplify_types(tensor("long int", "1")), "Labels");
  EXPECT_EQ(simplify_types(tensor("long", "2")), "LabelMatrix");
}

TEST(SimplifyTypes, Expressions) {
  const std::string sum =
      "xt::xfunction<xt::detail::plus, const " + tensor("double", "2") + "&, xt::xscalar<double> >";
  EXPECT_EQ(simplify_types("from '" + sum + "' to 'double'"), "from 'an xtensor expression' to 'double'");
  EXPECT_EQ(simplify_types("xt::xexpression<" + tensor("double", "2") + " >"), "Matrix");
}

TEST(SimplifyTypes, OtherTypes) {
  EXPECT_EQ(simplify_types("std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >"),
            "std::string");
  EXPECT_EQ(simplify_types("std::vector<" + tensor("double", "2") + ", std::allocator<" +
                           tensor("double", "2") + " > >"),
            "std::vector<Matrix>");
  EXPECT_EQ(simplify_types("const struct backprop::AffineCache"), "const AffineCache");
  EXPECT_EQ(simplify_types("backprop::Forward<" + tensor("double", "2") + ", backprop::AffineCache>"),
            "Forward<Matrix, AffineCache>");
}

TEST(SimplifyTypes, AliasesAndParametersGo) {
  EXPECT_EQ(simplify_types("'backprop::Matrix' {aka '" + tensor("double", "2") + "'} to 'int'"),
            "'Matrix' to 'int'");
  EXPECT_EQ(simplify_types("'T f(T) [with T = double]'"), "'T f(T)'");
}

TEST(SimplifyTypes, OtherTextStays) {
  for (const char* text : {"", "a < b", "x->y", "operator<(a, b)", "expected ';' before '>' token", "a::b",
                           "::", "<<<", "xt::xfunction<", "1 < 2 > 3", "a<b>>c", "structure", "{aka '"}) {
    EXPECT_EQ(simplify_types(text), text);
  }
}

TEST(SimplifyTypes, DeepNestingIsNoTrouble) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "a<";
  const std::string closed = text + std::string(5000, '>');
  EXPECT_EQ(simplify_types(text), text);
  EXPECT_EQ(simplify_types(closed).size(), closed.size());
}

}  // namespace
}  // namespace grader
